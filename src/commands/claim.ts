/** claim: takes the right to fetch. */
import { command, type Context } from '../command.ts'
import { MAX_BLOCK_SECONDS } from '../core/lock.ts'
import { DECISION_OPTIONS } from '../decision-options.ts'
import { filesIn } from '../disk/files.ts'
import { releaseClaim } from '../disk/lease.ts'
import { ExitCode } from '../exit-codes.ts'
import { flag, positiveDuration } from '../option-types.ts'
import { exitOfLost, requestClaim } from './claim-request.ts'

const DEFAULT_LEASE_SECONDS = 30

export const claim = command({
  name: 'claim',
  options: {
    lease: positiveDuration('how long the claim holds if its holder dies; default 30s, at most 1d'),
    force: flag('ignore freshness and back-off, but not the claim of another'),
    ...DECISION_OPTIONS,
  },
  run(given, context) {
    const { lease = DEFAULT_LEASE_SECONDS, force } = given
    const files = filesIn(context.directory())
    const claimed = requestClaim(files, context, given, { leaseSeconds: Math.min(lease, MAX_BLOCK_SECONDS), force })
    if ('token' in claimed) {
      if (isPrinted(context, `${claimed.token}\n`)) return ExitCode.done
      // Nobody knows the token: it would keep everybody away for nothing.
      releaseClaim(files, context, claimed.token)
      return ExitCode.no
    }
    return exitOfLost(claimed, ExitCode.no)
  },
})

function isPrinted({ print }: Context, text: string): boolean {
  try {
    return print(text)
  } catch {
    return false
  }
}

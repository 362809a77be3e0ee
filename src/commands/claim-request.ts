/** What the commands that ask for the claim ask for, and what its loss means for their exit code. */
import type { Context } from '../command.ts'
import { type DecisionOptions, policyOf } from '../decision-options.ts'
import { type Claimed, takeClaim } from '../disk/lease.ts'
import type { Files } from '../disk/files.ts'
import { mtimeOf } from '../disk/read-file.ts'
import { randomToken } from '../disk/temp-name.ts'
import { ExitCode } from '../exit-codes.ts'

/** A claim of a command: its lease, and whether it takes what it may not need. */
export interface Wish {
  readonly leaseSeconds: number
  readonly force?: true | undefined
}

/** Somebody else is deciding, or no refresh is wanted. */
type Lost = Exclude<Claimed, { readonly result: 'won' | 'unavailable' }>

/** Asks for the claim; with it comes its token. Throws StoreError, also where there can be no claim. */
export function requestClaim(
  files: Files,
  context: Context,
  given: DecisionOptions,
  { leaseSeconds, force }: Wish,
): { readonly token: string } | Lost {
  const token = randomToken()
  const credentialsMtimeMs = () => mtimeOf(given['release-on'])
  const policy = policyOf(given)
  const claimed = takeClaim(files, context, { policy, force: force === true, token, leaseSeconds, credentialsMtimeMs })
  if (claimed.result === 'unavailable') throw claimed.why
  return claimed.result === 'won' ? { token } : claimed
}

/** The exit code of a command that did not get the claim; `ifFresh` where that is since there are fresh data. */
export function exitOfLost(lost: Lost, ifFresh: ExitCode): ExitCode {
  if (lost.result === 'busy') return ExitCode.no
  const { state, fetching } = lost.decision
  if (state === 'fresh') return ifFresh
  if (fetching) return ExitCode.no
  return state === 'backoff' || state === 'blocked' ? ExitCode.blocked : ExitCode.no
}

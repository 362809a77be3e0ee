/** release: gives a claim up. */
import { command } from '../command.ts'
import { filesIn } from '../disk/files.ts'
import { releaseClaim } from '../disk/lease.ts'
import { ExitCode } from '../exit-codes.ts'

export const release = command({
  name: 'release',
  operands: ['TOKEN'],
  summary: 'give a claim up; what stood in the lock before it stands there again',
  details: 'Exit 1, and nothing is changed, when that claim does not hold any more.',
  options: {},
  run(_options, context, [token = '']) {
    return releaseClaim(filesIn(context.directory()), context, token) ? ExitCode.done : ExitCode.no
  },
})

/** release: gives a claim up. */
import { command } from '../command.ts'
import { filesIn } from '../disk/files.ts'
import { releaseClaim } from '../disk/lease.ts'
import { ExitCode } from '../exit-codes.ts'

export const release = command({
  name: 'release',
  operands: ['TOKEN'],
  options: {},
  run(_options, context, [token = '']) {
    return releaseClaim(filesIn(context.directory()), context, token) ? ExitCode.done : ExitCode.no
  },
})

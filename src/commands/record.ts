/** record: stores what a fetch brought. */
import { usageError } from '../args.ts'
import { command } from '../command.ts'
import { StoreError } from '../core/errors.ts'
import { MAX_FETCH_BYTES, outcomeOfBody, outcomeOfOutput } from '../core/fetch-outcome.ts'
import { filesIn } from '../disk/files.ts'
import { storeUnderClaim, storeWithoutClaim } from '../disk/lease.ts'
import { ExitCode } from '../exit-codes.ts'
import { number, text } from '../option-types.ts'
import { underMutex } from './under-mutex.ts'

export const record = command({
  name: 'record',
  options: {
    claim: text('TOKEN', 'only if that claim still holds; otherwise exit 1, and nothing is changed'),
    status: number('N', "stdin is the body alone of a response with this status; 000 is curl's for none"),
    'retry-after': text('VALUE', 'and with this Retry-After header; goes with --status'),
    'curl-exit': number('N', 'the exit status of the curl that ran; 28 is a timeout'),
  },
  run({ claim, status, 'retry-after': retryAfter, 'curl-exit': exit = 0 }, context) {
    if (retryAfter !== undefined && status === undefined) throw usageError('--retry-after goes with --status')
    const directory = context.directory()
    const files = filesIn(directory)
    const input = context.readStdin(MAX_FETCH_BYTES)
    const outcome =
      status === undefined
        ? outcomeOfOutput(input, exit)
        : outcomeOfBody({ status, retryAfter: retryAfter ?? null }, input, exit)
    if (claim === undefined) {
      files.prepare()
      underMutex(directory, () => storeWithoutClaim(files, context, outcome))
    } else if (!storeUnderClaim(files, context, claim, outcome)) return ExitCode.no
    if (outcome.kind === 'failure' && outcome.rejected !== undefined)
      throw StoreError.tagged('BAD_INPUT', `stdin: ${outcome.rejected}`)
    return ExitCode.done
  },
})

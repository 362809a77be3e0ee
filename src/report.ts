/** A failure as its one line on stderr and its exit code. */
import { StoreError } from './core/errors.ts'
import { type ExitCode, exitCodeOf } from './exit-codes.ts'
import { plainText } from './render/text.ts'

export function report(error: unknown, printError: (text: string) => void): ExitCode {
  const { code, message } =
    error instanceof StoreError ? error : { code: 'INTERNAL', message: `internal error: ${String(error)}` }
  printError(`usage-store: ${plainText(message)} (${code})\n`)
  return exitCodeOf(code)
}

/** Exit codes: the one table that the program, its help and the README share. Pure. */
import type { ErrorTag } from './core/errors.ts'

export const ExitCode = {
  done: 0,
  no: 1,
  usage: 2,
  environment: 3,
  blocked: 4,
  badInput: 5,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done; for get: something usable was printed, stale included',
  1: 'no: nothing cached, nothing to do, somebody else is fetching, or the fetch failed',
  2: 'usage error; nothing was read or written',
  3: 'I/O or environment error',
  4: 'blocked: a back-off is running and there is nothing to serve',
  5: 'bad input on stdin or from the fetch; nothing was changed but the back-off',
}

const EXIT_BY_TAG = {
  USAGE: ExitCode.usage,
  BAD_INPUT: ExitCode.badInput,
  NO_ROOT: ExitCode.environment,
  BAD_ROOT: ExitCode.environment,
  BAD_PROFILE: ExitCode.environment,
  NOT_REGULAR: ExitCode.environment,
  NOT_OWNER: ExitCode.environment,
  NOT_RUN: ExitCode.environment,
  NODE_VERSION: ExitCode.environment,
  INTERNAL: ExitCode.environment,
} as const satisfies Record<ErrorTag, ExitCode>

/** The exit code for a tag of ours or an errno. */
export function exitCodeOf(code: string): ExitCode {
  return Object.hasOwn(EXIT_BY_TAG, code) ? EXIT_BY_TAG[code as ErrorTag] : ExitCode.environment
}

/** Exit codes; help.txt and the README say what they mean. Pure. */
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

const EXIT_BY_TAG: Readonly<Record<string, ExitCode>> = {
  USAGE: ExitCode.usage,
  BAD_INPUT: ExitCode.badInput,
} satisfies Partial<Record<ErrorTag, ExitCode>>

/** The exit code for a tag of ours or an errno: whatever else fails, the environment does. */
export function exitCodeOf(code: string): ExitCode {
  return (Object.hasOwn(EXIT_BY_TAG, code) ? EXIT_BY_TAG[code] : undefined) ?? ExitCode.environment
}

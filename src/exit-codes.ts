/** Exit codes; help.txt and the README say what they mean. Pure. */

export const ExitCode = {
  done: 0,
  no: 1,
  usage: 2,
  environment: 3,
  blocked: 4,
  badInput: 5,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** The exit code for a tag of ours or an errno: whatever else fails, the environment does. */
export function exitCodeOf(code: string): ExitCode {
  if (code === 'USAGE') return ExitCode.usage
  return code === 'BAD_INPUT' ? ExitCode.badInput : ExitCode.environment
}

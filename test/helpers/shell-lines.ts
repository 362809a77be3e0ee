// The lines of `get --shell`: which variables there are, and what they hold.
import assert from 'node:assert/strict'

/** The buckets that have variables. */
export const BUCKETS = [
  'five_hour',
  'seven_day',
  'seven_day_opus',
  'seven_day_sonnet',
  'seven_day_oauth_apps',
  'extra_usage',
]
/** Every variable, in order. */
export const NAMES = [
  'usage_state',
  'usage_age',
  'usage_error',
  'usage_retry_in',
  'usage_scoped',
  ...BUCKETS.flatMap((name) => ['', '_resets_in', '_pace', '_runs_out_in'].map((suffix) => `usage_${name}${suffix}`)),
]

/** The assignments, asserting the form of each line. */
export function parseShell(stdout: string): Record<string, string> {
  return Object.fromEntries(
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const match = /^(usage_[a-z_]+)='((?:[^']|'\\'')*)'$/.exec(line)
        assert.ok(match !== null, line)
        return [match[1] ?? '', (match[2] ?? '').replaceAll("'\\''", "'")]
      }),
  )
}

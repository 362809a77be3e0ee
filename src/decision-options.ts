/** The options of every command that decides: which data are fresh, and which block has ended. Pure. */
import type { Options } from './args.ts'
import { DEFAULT_POLICY, type Policy } from './core/decide.ts'
import { duration, text } from './option-types.ts'

export const DECISION_OPTIONS = {
  'max-age': duration('younger data are fresh; default 180s'),
  'max-stale': duration('younger data are served while stale; default 1d'),
  'error-max-age': duration('a younger error entry keeps everybody away; default 30s'),
  'max-complete-age': duration('an older whole response is to be refreshed; default 15m'),
  'release-on': text('FILE', 'a FILE (the credentials) changed since ends a block that hangs on the token'),
} as const

export type DecisionOptions = Options<typeof DECISION_OPTIONS>

export function policyOf(given: DecisionOptions): Policy {
  return {
    maxAgeSeconds: given['max-age'] ?? DEFAULT_POLICY.maxAgeSeconds,
    maxStaleSeconds: given['max-stale'] ?? DEFAULT_POLICY.maxStaleSeconds,
    errorMaxAgeSeconds: given['error-max-age'] ?? DEFAULT_POLICY.errorMaxAgeSeconds,
    maxCompleteAgeSeconds: given['max-complete-age'] ?? DEFAULT_POLICY.maxCompleteAgeSeconds,
  }
}

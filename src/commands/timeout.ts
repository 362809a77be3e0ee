/** How long a fetch may take, and the lease that covers it. Pure. */
import { MAX_BLOCK_SECONDS } from '../core/lock.ts'
import { positiveDuration } from '../option-types.ts'

const DEFAULT_TIMEOUT_SECONDS = 10

/** A lease outlives the fetch, its end by force, and a wait for the mutex after it. */
const LEASE_MARGIN_SECONDS = 5
const MIN_LEASE_SECONDS = 15
const MAX_TIMEOUT_SECONDS = MAX_BLOCK_SECONDS - LEASE_MARGIN_SECONDS

export const TIMEOUT_OPTION = positiveDuration('how long COMMAND may take; default 10s, at most a day')

export function timeoutSeconds(given: number | undefined): number {
  return Math.min(given ?? DEFAULT_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS)
}

export function leaseSecondsFor(timeout: number): number {
  return Math.max(timeout + LEASE_MARGIN_SECONDS, MIN_LEASE_SECONDS)
}

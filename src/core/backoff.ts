/**
 * How long to stay away after a failure. Pure; chance is handed in.
 * Every wait is stretched by up to a tenth, so that machines which failed together do not come back together.
 */
import { wholeSeconds } from './instant.ts'
import { MAX_BLOCK_SECONDS } from './lock.ts'
import type { BlockWithError } from './lock-change.ts'
import { parseRetryAfter } from './retry-after.ts'

/** Base and cap of the exponential back-off, in seconds. */
const LONG = { base: 300, cap: 3600 }
const SHORT = { base: 30, cap: 300 }
const LONG_ERRORS: readonly string[] = ['RateLimited', 'Forbidden']

const JITTER = 0.1

/** A failure as the back-off sees it. */
export interface Failure {
  readonly error: string
  /** Consecutive failures before this one. */
  readonly failures: number
  /** A Retry-After field value, as sent; looked at for `RateLimited` alone. */
  readonly retryAfter: string | null
}

/** The block that a failure at `nowMs` calls for. `random` is from [0, 1). */
export function blockAfter({ error, failures, retryAfter }: Failure, nowMs: number, random: number): BlockWithError {
  const asked = error === 'RateLimited' && retryAfter !== null ? parseRetryAfter(retryAfter, nowMs) : null
  const { base, cap } = LONG_ERRORS.includes(error) ? LONG : SHORT
  const wait = asked === null ? Math.min(cap, base * 2 ** failures) : Math.min(asked, MAX_BLOCK_SECONDS)
  const jitter = wait * JITTER * random
  // A server that named a time gets at least a second more: the very second is when everybody comes.
  const stretched = Math.floor(wait + (asked === null ? jitter : Math.max(1, jitter)))
  return { blockedUntil: wholeSeconds(nowMs) + Math.min(stretched, MAX_BLOCK_SECONDS), error }
}

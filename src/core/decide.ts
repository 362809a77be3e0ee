/**
 * The decision: serve or not, refresh or not. Pure and total over an entry, a lock and an instant.
 */
import { parseRfc3339, secondsBetween } from './instant.ts'
import { isJsonObject, type JsonObject, member } from './json.ts'
import { type Block, type LockFile, type LockState, readLockState } from './lock.ts'
import { type CachedUsage, dataCachedAtMs, isAnomalous, isMiss, type Miss } from './usage-entry.ts'
import { allWindows, computeWindows, NO_WINDOWS, type Windows } from './windows.ts'
import { OWN_KEY, responseMember, unknownBuckets } from './wire.ts'

/** As in RFC 9111: an age is compared with a limit. Seconds. */
export interface Policy {
  /** Younger data are fresh. */
  readonly maxAgeSeconds: number
  /** Younger data may be served while stale. */
  readonly maxStaleSeconds: number
  /** A younger error entry keeps processes away. */
  readonly errorMaxAgeSeconds: number
  /** Older than this, a whole response is wanted although the entry is fresh. */
  readonly maxCompleteAgeSeconds: number
}

export const DEFAULT_POLICY: Policy = {
  maxAgeSeconds: 180,
  maxStaleSeconds: 86_400,
  errorMaxAgeSeconds: 30,
  maxCompleteAgeSeconds: 900,
}

export type State = 'fresh' | 'stale' | 'backoff' | 'blocked' | 'miss'

export type MissReason = Miss['miss'] | 'anomalous' | 'error' | 'expired'

export interface Decision {
  readonly state: State
  /** There is something to show: fresh, stale and backoff. */
  readonly served: boolean
  readonly refresh: boolean
  readonly fetching: boolean
  /** Why nothing is served; null when something is, or when only an auth lock keeps it back. */
  readonly miss: MissReason | null
  /** The entry that was read, served or not. */
  readonly entry: CachedUsage | null
  readonly ageSeconds: number | null
  /** What is served; empty when nothing is. */
  readonly windows: Windows
  /** The active block, when the lock was looked at. */
  readonly activeBlock: Block | null
}

const AUTH_ERRORS: readonly (string | null)[] = ['Unauthorized', 'Forbidden']

/** `readLock` is called only where the lock matters: never for a fresh entry that is whole. */
export function decide(
  read: CachedUsage | Miss,
  readLock: () => LockFile | null,
  nowMs: number,
  policy: Policy,
): Decision {
  const entry = isMiss(read) ? null : read
  const data = entry === null || isAnomalous(entry) ? null : entry.data
  const ageSeconds = entry === null ? null : secondsBetween(entry.cachedAtMs, nowMs)
  const isYoungerThan = (limitSeconds: number) => ageSeconds !== null && ageSeconds < limitSeconds
  const lockState = () => readLockState(readLock(), nowMs, () => dataCachedAtMs(read))
  const decision = (state: State, lock: LockState | null, refresh: boolean, windows: Windows | null): Decision => ({
    state,
    served: windows !== null,
    refresh,
    fetching: lock?.fetching ?? false,
    miss: windows === null ? missReason(read, isYoungerThan(policy.maxStaleSeconds)) : null,
    entry,
    ageSeconds,
    windows: windows ?? NO_WINDOWS,
    activeBlock: lock?.active === true ? lock.block : null,
  })

  // A cached_at in the near future counts as now.
  const cachedAtMs = Math.min(entry?.cachedAtMs ?? nowMs, nowMs)
  const windows = data === null ? null : computeWindows((name) => responseMember(data, name), cachedAtMs, nowMs)
  const isReset = windows !== null && allWindows(windows).some((window) => window.resetPassed)
  if (data !== null && isYoungerThan(policy.maxAgeSeconds) && !isReset) {
    const lock = isCompletionWanted(data, nowMs, policy.maxCompleteAgeSeconds) ? lockState() : null
    return decision('fresh', lock, lock !== null && !lock.active && !lock.fetching, windows)
  }
  const lock = lockState()
  if (data !== null && isYoungerThan(policy.maxStaleSeconds)) {
    if (!lock.active) return decision('stale', lock, !lock.fetching, windows)
    if (!isAuthLock(lock)) return decision('backoff', lock, false, windows)
  }
  const isErrorEntry = entry !== null && entry.error !== null && !isAnomalous(entry)
  if (lock.active || (isErrorEntry && isYoungerThan(policy.errorMaxAgeSeconds))) {
    return decision('blocked', lock, false, null)
  }
  return decision('miss', lock, !lock.fetching, null)
}

/** Null for data that only an auth lock keeps back. */
function missReason(read: CachedUsage | Miss, isUsable: boolean): MissReason | null {
  if (isMiss(read)) return read.miss
  if (isAnomalous(read)) return 'anomalous'
  if (read.error !== null) return 'error'
  return isUsable ? null : 'expired'
}

function isAuthLock({ block }: LockState): boolean {
  return AUTH_ERRORS.includes(block?.error ?? null)
}

/** Whether the entry was completed from a status line's own numbers and its last whole response is too old, or never came. */
function isCompletionWanted(data: JsonObject, nowMs: number, maxCompleteAgeSeconds: number): boolean {
  const completedMs = completeAtMs(data)
  if (completedMs === undefined) return false
  return completedMs === null || secondsBetween(completedMs, nowMs) >= maxCompleteAgeSeconds
}

/**
 * When the last whole response of an entry came that a status line's own numbers have completed, in Unix milliseconds;
 * null when none ever did, undefined for any other entry.
 */
export function completeAtMs(data: JsonObject): number | null | undefined {
  const own = member(unknownBuckets(data), OWN_KEY)
  if (!isJsonObject(own)) return undefined
  const completeAt = member(own, 'complete_at')
  return typeof completeAt === 'string' ? parseRfc3339(completeAt) : null
}

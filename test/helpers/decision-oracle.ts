// The decision, written a second time and naively, from the table of the contract: what `decide` is held against.
import type { Policy } from '../../src/core/decide.ts'
import type { Lock, LockFile } from '../../src/core/lock.ts'
import type { Miss } from '../../src/core/usage-entry.ts'

/** What a generated entry is about. Instants are Unix milliseconds. */
export type EntryCase =
  | { readonly is: 'miss'; readonly reason: Miss['miss'] }
  | { readonly is: 'error'; readonly at: number }
  | { readonly is: 'both' | 'neither'; readonly at: number }
  | {
      readonly is: 'data'
      readonly at: number
      readonly resets: readonly number[]
      /** Absent: not fed by `observe`. */
      readonly completeAt: number | null | 'absent'
    }

export interface Expected {
  readonly state: string
  readonly served: boolean
  readonly refresh: boolean
  readonly fetching: boolean
  readonly miss: string | null
  readonly blockedUntil: number | null
}

const s = (ms: number) => Math.floor(ms / 1000)

interface View {
  readonly fetching: boolean
  readonly block: { readonly until: number; readonly error: string | null } | null
}

function viewLock(file: LockFile | null, now: number, dataAt: number | null): View {
  if (file === null) return { fetching: false, block: null }
  const running = (until: number, error: string | null) => (until > s(now) ? { until, error } : null)
  if (file.lock === 'legacy') {
    const tooFarAhead = file.mtimeMs > now + 30_000
    return { fetching: false, block: tooFarAhead ? null : running(s(file.mtimeMs) + 30, null) }
  }
  const cap = s(file.mtimeMs > now ? now : file.mtimeMs) + 24 * 3600
  const { claim, lease, before, error }: Lock = file.lock
  const until = Math.min(file.lock.blockedUntil, cap)
  if (claim === null) {
    const spacing =
      error === null &&
      dataAt !== null &&
      (Math.abs(until - s(dataAt)) <= 181 || Math.abs(file.mtimeMs - dataAt) <= 2000)
    return { fetching: false, block: spacing ? null : running(until, error) }
  }
  const leaseRuns = lease === null ? until > s(now) : file.mtimeMs + lease * 1000 > now
  if (leaseRuns && file.mtimeMs <= now + 2000) return { fetching: true, block: null }
  return { fetching: false, block: before === null ? null : running(Math.min(before.blockedUntil, cap), before.error) }
}

export function expectedDecision(entry: EntryCase, lock: LockFile | null, now: number, policy: Policy): Expected {
  const at = 'at' in entry ? Math.min(entry.at, now) : null
  const age = at === null ? Infinity : Math.max(0, s(now) - s(at))
  const { fetching, block } = viewLock(lock, now, entry.is === 'data' ? entry.at : null)
  const isAuth = block?.error === 'Unauthorized' || block?.error === 'Forbidden'
  const seen = { fetching, blockedUntil: block?.until ?? null }
  if (entry.is === 'data') {
    const resetPassed = entry.resets.some((reset) => reset > (at ?? 0) && reset <= now)
    if (age < policy.maxAgeSeconds && !resetPassed) {
      const { completeAt } = entry
      if (completeAt === 'absent')
        return { state: 'fresh', served: true, refresh: false, fetching: false, miss: null, blockedUntil: null }
      const old = completeAt === null || Math.max(0, s(now) - s(completeAt)) >= policy.maxCompleteAgeSeconds
      if (!old) return { state: 'fresh', served: true, refresh: false, fetching: false, miss: null, blockedUntil: null }
      return { ...seen, state: 'fresh', served: true, refresh: block === null && !fetching, miss: null }
    }
    if (age < policy.maxStaleSeconds) {
      if (block === null) return { ...seen, state: 'stale', served: true, refresh: !fetching, miss: null }
      if (!isAuth) return { ...seen, state: 'backoff', served: true, refresh: false, miss: null }
    }
  }
  const youngError = entry.is === 'error' && age < policy.errorMaxAgeSeconds
  const blocked = block !== null || youngError
  return {
    ...seen,
    state: blocked ? 'blocked' : 'miss',
    served: false,
    refresh: !blocked && !fetching,
    miss: reason(entry, age, policy),
  }
}

function reason(entry: EntryCase, age: number, policy: Policy): string | null {
  if (entry.is === 'miss') return entry.reason
  if (entry.is === 'both' || entry.is === 'neither') return 'anomalous'
  if (entry.is === 'error') return 'error'
  // Only an auth lock keeps data back that are young enough.
  return age < policy.maxStaleSeconds ? null : 'expired'
}

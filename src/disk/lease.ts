/**
 * The claim: the exclusive, expiring right to fetch. At any instant at most one process holds it, whoever is killed,
 * stopped or late, and whatever the clocks say. Two parts. The mutex, which the kernel gives to one process and takes
 * back when it dies, makes one step of a read, a decision and a write. The lease, which stands in usage.lock, is the
 * claim itself; it outlives the step, and ends by itself when its holder does not.
 *
 * INVARIANT: whatever a lease is published or stored by was read under the mutex that is still held. What was read
 * before it may be old: it only decides whether to ask for the mutex at all.
 * INVARIANT: nothing is stored for a claim but under the mutex, with its token standing there and its lease running. A
 * token never comes back, so a holder that overslept its lease finds another's, or none, and stores nothing.
 * INVARIANT: a lease is judged by the clock of the file system, the one clock that all who share the files share.
 * INVARIANT: the mutex is never held while something is fetched, started or waited for.
 */
import { blockAfter } from '../core/backoff.ts'
import { decide, type Decision, type Policy } from '../core/decide.ts'
import { CacheError, StoreError } from '../core/errors.ts'
import { clearsCache, type Failure, type FetchOutcome } from '../core/fetch-outcome.ts'
import { isHeldBy, type Lock, type LockFile, type LockState, readLockState } from '../core/lock.ts'
import {
  lockAfterFailure,
  lockAfterRelease,
  lockAfterUnblock,
  lockOfClaim,
  lockWithCredentialsOf,
} from '../core/lock-change.ts'
import { type CachedData, CachedUsage, dataCachedAtMs } from '../core/usage-entry.ts'
import type { Files } from './files.ts'
import { type Mutex, MUTEX_FILE } from './mutex.ts'

export interface Clock {
  /** Unix milliseconds by the machine's clock, for everything but leases. */
  readonly now: () => number
  /** From [0, 1). */
  readonly random: () => number
}

export interface ClaimRequest {
  readonly policy: Policy
  /** Ignore freshness and back-off, but not another's claim. */
  readonly force: boolean
  readonly token: string
  readonly leaseSeconds: number
  /** When the credentials last changed, in Unix milliseconds; null when that does not matter. Asked for with a lock. */
  readonly credentialsMtimeMs: () => number | null
}

/** `unwanted`: the decision says why. `busy`: somebody else is deciding. `unavailable`: there can be no claim here. */
export type Claimed =
  | { readonly result: 'won' }
  | { readonly result: 'unwanted'; readonly decision: Decision }
  | { readonly result: 'busy' }
  | { readonly result: 'unavailable'; readonly why: StoreError }

/** Who stores for a claim waits this long for those who are deciding: a crowd is through in milliseconds. */
const STORE_WAIT_MS = 5000

/** Takes the claim if a refresh is wanted and nobody has it. Never waits. Throws CacheError. */
export function takeClaim(files: Files, clock: Clock, request: ClaimRequest): Claimed {
  const seen = look(files.cache, () => files.lock.read(), clock, request)
  if (!seen.wanted) return { result: 'unwanted', decision: seen.decision }
  files.prepare()
  return files.exclusively(0, (mutex) => {
    if (mutex.state === 'busy') return { result: 'busy' }
    if (mutex.state === 'unavailable') return { result: 'unavailable', why: withoutLocks(mutex.why) }
    const { wanted, decision, state, nowMs } = look(files.cache, () => files.lock.readUnderMutex(), clock, request)
    if (!wanted) return { result: 'unwanted', decision }
    files.lock.leave(lockOfClaim(state(), request.token, request.leaseSeconds, nowMs))
    return { result: 'won' }
  })
}

interface Look {
  readonly wanted: boolean
  readonly decision: Decision
  readonly state: () => LockState
  readonly nowMs: number
}

/** Reads both files, the lock only where it matters, and decides. */
function look(
  cache: Files['cache'],
  readLock: () => LockFile | null,
  { now }: Clock,
  { policy, force, credentialsMtimeMs }: ClaimRequest,
): Look {
  const nowMs = now()
  const entry = cache.read(nowMs)
  let read: LockFile | null | undefined
  const lock = () => (read ??= lockWithCredentialsOf(readLock(), credentialsMtimeMs()))
  const state = () => readLockState(lock(), nowMs, () => dataCachedAtMs(entry))
  const decision = decide(entry, lock, nowMs, policy)
  return { wanted: force ? !state().fetching : decision.refresh, decision, state, nowMs }
}

/** Whether the claim holds. Throws when the mutex cannot be had. */
export function isClaimHeld(files: Files, clock: Clock, token: string): boolean {
  return underClaim(files, clock, token, () => {})
}

/** Gives the claim up; false when it does not hold. Throws CacheError, StoreError when the mutex cannot be had. */
export function releaseClaim(files: Files, clock: Clock, token: string): boolean {
  return underClaim(files, clock, token, ({ lock }) => files.lock.leave(lockAfterRelease(lock)))
}

/** Stores what a fetch brought; false when the claim does not hold. Throws like {@link releaseClaim}. */
export function storeUnderClaim(files: Files, clock: Clock, token: string, outcome: FetchOutcome): boolean {
  return underClaim(files, clock, token, (file) => {
    if (outcome.kind === 'data') storeData(files, clock, outcome.data, null)
    else storeFailure(files, clock, outcome, file)
  })
}

/** The same without a claim, under the mutex or without: another's lease survives a success, but not a failure. */
export function storeWithoutClaim(files: Files, clock: Clock, outcome: FetchOutcome): void {
  const file = files.lock.readUnderMutex()
  if (outcome.kind === 'data') storeData(files, clock, outcome.data, file)
  else storeFailure(files, clock, outcome, file)
}

/** Runs `act` under the mutex if the claim holds then, and says whether it did. */
function underClaim(
  files: Files,
  { now }: Clock,
  token: string,
  act: (file: LockFile & { readonly lock: Lock }) => void,
): boolean {
  // A token never comes back: where it does not stand, no mutex is needed to know.
  const seen = files.lock.read()?.lock
  if (seen === undefined || seen === 'legacy' || seen.claim !== token) return false
  return files.exclusively(STORE_WAIT_MS, (mutex) => {
    if (mutex.state !== 'held') throw notHeld(mutex)
    const file = files.lock.readUnderMutex()
    if (!isHeldBy(file, token, now())) return false
    act(file)
    return true
  })
}

/** `foreign` is the lock of somebody else, whose lease is left alone. The entry first: without it the lease runs out. */
function storeData(files: Files, { now }: Clock, data: CachedData, foreign: LockFile | null): void {
  const nowMs = now()
  files.cache.write(CachedUsage.withData(data, nowMs))
  files.lock.leave(lockAfterUnblock(foreign, nowMs), { keepLease: foreign })
}

/** The back-off first: where the entry cannot be cleared, it at least is there. */
function storeFailure(files: Files, { now, random }: Clock, failure: Failure, file: LockFile | null): void {
  const nowMs = now()
  const state = readLockState(file, nowMs, () => files.cache.dataCachedAtMs(nowMs))
  const wanted = blockAfter({ ...failure, failures: state.failures }, nowMs, random())
  files.lock.leave(lockAfterFailure(state, wanted))
  if (clearsCache(failure)) files.cache.clear()
}

function notHeld(mutex: Exclude<Mutex, { state: 'held' }>): StoreError {
  if (mutex.state === 'unavailable') return withoutLocks(mutex.why)
  return new CacheError('persist', MUTEX_FILE, 'EBUSY', `another process holds it for ${STORE_WAIT_MS / 1000} s`)
}

/** Without locks there can be no claim, and so no fetch: two might have it. */
function withoutLocks(why: CacheError): StoreError {
  const wayOut = 'a claim needs file locks: set USAGE_STORE_ROOT to a directory that has them'
  return new StoreError(why.code, `${why.message}; ${wayOut}`, { cause: why })
}

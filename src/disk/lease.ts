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
import { type CacheError, StoreError } from '../core/errors.ts'
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

export interface Circumstances {
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
  /** When the credentials last changed, in Unix milliseconds; null when that does not matter. Asked only where a lock stands. */
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
/** Before a fetch time is short: the lease runs. */
const LOOK_WAIT_MS = 1000

/** Takes the claim if a refresh is wanted and nobody has it. Never waits. Throws CacheError. */
export function takeClaim(files: Files, clock: Circumstances, request: ClaimRequest): Claimed {
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
  { now }: Circumstances,
  { policy, force, credentialsMtimeMs }: ClaimRequest,
): Look {
  const nowMs = now()
  const entry = cache.read(nowMs)
  let read: LockFile | null | undefined
  const lock = () => {
    if (read === undefined) read = lockWithCredentialsOf(readLock(), credentialsMtimeMs)
    return read
  }
  const state = () => readLockState(lock(), nowMs, () => dataCachedAtMs(entry))
  const decision = decide(entry, lock, nowMs, policy)
  return { wanted: force ? !state().fetching : decision.refresh, decision, state, nowMs }
}

/**
 * How long the claim still holds, in milliseconds; null when it does not, or when somebody holds the mutex for longer
 * than those who decide ever do. Throws StoreError where there are no locks.
 */
export function leaseLeftMs(files: Files, clock: Circumstances, token: string): number | null {
  const leftMs = ({ lock, mtimeMs, fileSystemNowMs = clock.now() }: HeldFile) =>
    lock.lease === null ? 0 : mtimeMs + lock.lease * 1000 - fileSystemNowMs
  return underClaim(files, clock, token, leftMs, { waitMs: LOOK_WAIT_MS, ifBusy: () => null })
}

/** Gives the claim up; false when it does not hold. Throws CacheError, StoreError when the mutex cannot be had. */
export function releaseClaim(files: Files, clock: Circumstances, token: string): boolean {
  const release = ({ lock }: HeldFile) => {
    files.lock.leave(lockAfterRelease(lock))
    return true
  }
  return underClaim(files, clock, token, release) ?? false
}

/** Stores what a fetch brought; false when the claim does not hold. Throws like {@link releaseClaim}. */
export function storeUnderClaim(files: Files, clock: Circumstances, token: string, outcome: FetchOutcome): boolean {
  const storeOwn = (file: HeldFile) => {
    store(files, clock, outcome, file, true)
    return true
  }
  return underClaim(files, clock, token, storeOwn) ?? false
}

/** The same without a claim, under the mutex or without: another's lease survives a success, but not a failure. */
export function storeWithoutClaim(files: Files, clock: Circumstances, outcome: FetchOutcome): void {
  store(files, clock, outcome, files.lock.readUnderMutex(), false)
}

type HeldFile = LockFile & { readonly lock: Lock }

const FOR_A_STORE = {
  waitMs: STORE_WAIT_MS,
  ifBusy: ({ file }: { readonly file: string }): null => {
    throw new StoreError('EBUSY', `another process holds ${file}`)
  },
}

/** What `act` gives, under the mutex and while the claim holds; null when it does not hold. */
function underClaim<T>(
  files: Files,
  { now }: Circumstances,
  token: string,
  act: (file: HeldFile) => T,
  { waitMs, ifBusy } = FOR_A_STORE,
): T | null {
  // A token never comes back: where it does not stand, no mutex is needed to know.
  const seen = files.lock.read()?.lock
  if (seen === undefined || seen === 'legacy' || seen.claim !== token) return null
  return files.exclusively(waitMs, (mutex) => {
    if (mutex.state === 'busy') return ifBusy(mutex)
    if (mutex.state === 'unavailable') throw withoutLocks(mutex.why)
    const file = files.lock.readUnderMutex()
    return isHeldBy(file, token, now()) ? act(file) : null
  })
}

/** `isOwn`: what stands in `file` is the claim that this was fetched under; else a lease there is another's. */
function store(files: Files, clock: Circumstances, outcome: FetchOutcome, file: LockFile | null, isOwn: boolean): void {
  if (outcome.kind === 'data') storeData(files, clock, outcome.data, isOwn ? null : file)
  else storeFailure(files, clock, outcome, file)
}

/** `beside` is a lock under which this was not fetched: its lease is left alone. The entry first: without it the lease runs out. */
function storeData(files: Files, { now }: Circumstances, data: CachedData, beside: LockFile | null): void {
  const nowMs = now()
  files.cache.write(CachedUsage.withData(data, nowMs), nowMs)
  files.lock.leave(lockAfterUnblock(beside, nowMs), { keepLease: beside })
}

/** The back-off first: where the entry cannot be cleared, it at least is there. */
function storeFailure(files: Files, { now, random }: Circumstances, failure: Failure, file: LockFile | null): void {
  const nowMs = now()
  const state = readLockState(file, nowMs, () => files.cache.dataCachedAtMs(nowMs))
  const wanted = blockAfter({ ...failure, failures: state.failures }, nowMs, random())
  files.lock.leave(lockAfterFailure(state, wanted))
  if (clearsCache(failure)) files.cache.clear()
}

/** Without locks there can be no claim, and so no fetch: two might have it. */
function withoutLocks(why: CacheError): StoreError {
  return new StoreError(why.code, `${why.message}; no claim can be made here: set another USAGE_STORE_ROOT`, {
    cause: why,
  })
}

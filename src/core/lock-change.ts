/**
 * What a command leaves of usage.lock. Pure: a lock as it is seen, to the lock that is to stand there, or null for none.
 * INVARIANT: a block that still runs is never shortened, but by who was told to.
 */
import { wholeSeconds } from './instant.ts'
import { type Block, isClaimRunning, type Lock, type LockFile, type LockState } from './lock.ts'

/** A block of ours: always with a reason, so that none looks like a spacing. */
export interface BlockWithError extends Block {
  readonly error: string
}

const NO_CLAIM = { claim: null, lease: null, before: null } as const

/** The block of ours that is wanted, or the one that runs if that ends later. */
function longer({ block, running }: LockState, wanted: BlockWithError): BlockWithError {
  if (!running || block === null || block.blockedUntil < wanted.blockedUntil) return wanted
  return { blockedUntil: block.blockedUntil, error: block.error ?? wanted.error }
}

/**
 * The lock that `block` leaves: what is wanted, or the longer block that runs, in place of a claim if there is one.
 * Undefined when the file may stay as it is.
 */
export function lockAfterBlock(state: LockState, wanted: BlockWithError, force: boolean): Lock | undefined {
  const left = force ? wanted : longer(state, wanted)
  if (left !== wanted && !state.fetching) return undefined
  return { ...left, failures: state.failures, ...NO_CLAIM }
}

/** The lock that a failed fetch leaves: its back-off, or the longer block that runs, and one failure more. */
export function lockAfterFailure(state: LockState, wanted: BlockWithError): Lock {
  return { ...longer(state, wanted), failures: Math.min(state.failures + 1, Number.MAX_SAFE_INTEGER), ...NO_CLAIM }
}

/** The lock that `unblock`, or a success without a claim, leaves: another's running lease without what it carries over. */
export function lockAfterUnblock(file: LockFile | null, nowMs: number): Lock | null {
  if (file === null || file.lock === 'legacy' || !isClaimRunning(file, nowMs)) return null
  return { ...file.lock, failures: 0, before: null }
}

/** The lock that publishes a claim. Foreign readers take its `blockedUntil` for a block, and stay away too. */
export function lockOfClaim(state: LockState, token: string, leaseSeconds: number, nowMs: number): Lock {
  const blockedUntil = wholeSeconds(nowMs) + leaseSeconds
  return {
    blockedUntil,
    error: null,
    failures: state.failures,
    claim: token,
    lease: leaseSeconds,
    before: state.carried,
  }
}

/** The lock that giving up a claim leaves: what stood there before. */
export function lockAfterRelease({ before, failures }: Lock): Lock | null {
  return before === null ? null : { ...before, failures, ...NO_CLAIM }
}

/** Failures that hang on the token: new credentials end them. */
const ENDED_BY_CREDENTIALS: readonly (string | null)[] = ['Unauthorized', 'Forbidden', 'RateLimited']

/**
 * The lock as it counts for whoever knows when the credentials last changed: a block that hangs on the token, and is
 * older than that, has ended. It stays in sight, ended, for the count of failures.
 */
export function lockWithCredentialsOf(file: LockFile | null, credentialsMtimeMs: () => number | null): LockFile | null {
  if (file === null || file.lock === 'legacy') return file
  const changedMs = credentialsMtimeMs()
  if (changedMs === null || changedMs <= file.mtimeMs) return file
  const ended = <T extends Block>(block: T): T =>
    ENDED_BY_CREDENTIALS.includes(block.error) ? { ...block, blockedUntil: 0 } : block
  const { lock } = file
  return { ...file, lock: { ...ended(lock), before: lock.before === null ? null : ended(lock.before) } }
}

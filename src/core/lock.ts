/**
 * usage.lock: a record of a back-off, or of a fetch under way; never a mutex. Pure.
 * Guarantees that whatever is in the file, reading it ends in a value, and that no block outlives the cap.
 */
import { wholeSeconds } from './instant.ts'
import { isJsonObject, type JsonObject, type JsonValue, member, numberSource, parseExact } from './json.ts'

/** Until when processes stay away from the endpoint, and why. */
export interface Block {
  /** Unix seconds. */
  readonly blockedUntil: number
  readonly error: string | null
}

/** The parsed usage.lock. */
export interface Lock extends Block {
  /** Consecutive failures so far. Ours; other readers ignore it. */
  readonly failures: number
  /** The token of whoever fetches; `blockedUntil` is then the end of the lease. */
  readonly claim: string | null
  /** Seconds that a claim holds, counted from the file's mtime. */
  readonly lease: number | null
  /** The block that stood there when the claim was published. */
  readonly before: Block | null
}

/** What the disk holds: a lock, or `legacy` for contents of any other shape, and the file's mtime in Unix milliseconds. */
export interface LockFile {
  readonly lock: Lock | 'legacy'
  readonly mtimeMs: number
  /** The file system's own present, asked for under the mutex: then a lease is judged by it and by no other clock. */
  readonly fileSystemNowMs?: number
}

/** Larger files are legacy locks. */
export const MAX_LOCK_BYTES = 64 * 1024

/** A block is never honoured longer than this after the file was written; linesmith has the same figure. */
export const MAX_BLOCK_SECONDS = 86_400

const LEGACY_BLOCK_SECONDS = 30

/** A lease whose file lies further in the future has run out: somebody's clock is wrong. */
const MAX_LEASE_AHEAD_MS = 2000

/** linesmith leaves a lock of this length after a success, rounded to the second. */
const SPACING_SECONDS = 180 + 1
const SPACING_MTIME_MS = 2000

const I64 = 2n ** 63n

/** Reads the text of usage.lock; anything but an object with a whole `blocked_until` and a fitting `error` is `legacy`. */
export function parseLock(text: string): Lock | 'legacy' {
  let file: JsonValue
  try {
    file = parseExact(text)
  } catch {
    return 'legacy'
  }
  if (!isJsonObject(file)) return 'legacy'
  const block = parseBlock(file)
  if (block === null) return 'legacy'
  const claim = member(file, 'claim')
  const before = member(file, 'before')
  return {
    ...block,
    failures: wholeNumber(member(file, 'failures')) ?? 0,
    claim: typeof claim === 'string' && claim !== '' ? claim : null,
    lease: wholeNumber(member(file, 'lease')),
    before: isJsonObject(before) ? parseBlock(before) : null,
  }
}

function parseBlock(object: JsonObject): Block | null {
  const blockedUntil = wholeI64(member(object, 'blocked_until'))
  const error = member(object, 'error') ?? null
  return blockedUntil !== null && (error === null || typeof error === 'string') ? { blockedUntil, error } : null
}

/** linesmith takes integer tokens within 64 bits: not `1.0`, not `1e3`, not `-0`. */
function wholeI64(value: JsonValue | undefined): number | null {
  const source = numberSource(value)
  if (source === null || source === '-0' || !/^-?\d{1,19}$/.test(source)) return null
  const whole = BigInt(source)
  return whole >= -I64 && whole < I64 ? Number(whole) : null
}

function wholeNumber(value: JsonValue | undefined): number | null {
  const whole = wholeI64(value)
  return whole !== null && whole >= 0 && Number.isSafeInteger(whole) ? whole : null
}

/** The lock as the value that usage.lock holds; members that say nothing are left out. */
export function lockToJson({ blockedUntil, error, failures, claim, lease, before }: Lock): object {
  return {
    ...blockToJson({ blockedUntil, error }),
    ...(claim === null ? {} : { claim }),
    ...(lease === null ? {} : { lease }),
    ...(failures === 0 ? {} : { failures }),
    ...(before === null ? {} : { before: blockToJson(before) }),
  }
}

function blockToJson({ blockedUntil, error }: Block): object {
  // A float near the ends of 64 bits is printed as a number beyond them; no block lasts that long.
  const until = Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, blockedUntil))
  return { blocked_until: until, ...(error === null ? {} : { error }) }
}

/**
 * Whether a fetch is under way: by the file system's clock where it was asked, else by the caller's, which may be a
 * little behind.
 */
export function isClaimRunning(file: LockFile | null, callerNowMs: number): boolean {
  if (file === null || file.lock === 'legacy' || file.lock.claim === null) return false
  const { lease, blockedUntil } = file.lock
  const nowMs = file.fileSystemNowMs ?? callerNowMs
  const aheadMs = file.fileSystemNowMs === undefined ? MAX_LEASE_AHEAD_MS : 0
  if (file.mtimeMs - nowMs > aheadMs) return false
  if (lease === null) return Math.min(blockedUntil, capSeconds(file, nowMs)) > wholeSeconds(nowMs)
  return file.mtimeMs + Math.min(lease, MAX_BLOCK_SECONDS) * 1000 > nowMs
}

/** Whether the claim of this token stands there and its lease runs. */
export function isHeldBy(
  file: LockFile | null,
  token: string,
  nowMs: number,
): file is LockFile & { readonly lock: Lock } {
  return file !== null && file.lock !== 'legacy' && file.lock.claim === token && isClaimRunning(file, nowMs)
}

/**
 * The block that the file holds, running or not, cut to the cap; what stood there before, when a claim stands there now.
 * Null when it holds none.
 */
export function standingBlock(file: LockFile | null, nowMs: number): Block | null {
  if (file === null) return null
  if (file.lock === 'legacy') {
    const ignored = file.mtimeMs - nowMs > LEGACY_BLOCK_SECONDS * 1000
    return ignored ? null : { blockedUntil: wholeSeconds(file.mtimeMs) + LEGACY_BLOCK_SECONDS, error: null }
  }
  const block = file.lock.claim === null ? file.lock : file.lock.before
  return block === null
    ? null
    : { blockedUntil: Math.min(block.blockedUntil, capSeconds(file, nowMs)), error: block.error }
}

/** INVARIANT: the cap hangs on the file's mtime and never on now alone: a cap that slides with every read never ends. */
function capSeconds(file: LockFile, nowMs: number): number {
  return wholeSeconds(Math.min(file.mtimeMs, nowMs)) + MAX_BLOCK_SECONDS
}

/**
 * Whether a block is what linesmith leaves after a success to space its requests, and no back-off.
 * `dataCachedAtMs` is the `cached_at` of a data entry, null without one.
 */
function isSpacing(file: LockFile, block: Block, dataCachedAtMs: number | null): boolean {
  if (file.lock === 'legacy' || block.error !== null || dataCachedAtMs === null) return false
  return endsAsSpacing(block, dataCachedAtMs) || Math.abs(file.mtimeMs - dataCachedAtMs) <= SPACING_MTIME_MS
}

function endsAsSpacing({ blockedUntil }: Block, dataCachedAtMs: number): boolean {
  return Math.abs(blockedUntil - wholeSeconds(dataCachedAtMs)) <= SPACING_SECONDS
}

/** A lock as a process sees it at an instant. */
export interface LockState {
  /** A claim's lease runs. */
  readonly fetching: boolean
  /** When it ends, as its holder wrote it, in Unix seconds; null when none runs. */
  readonly leaseEnds: number | null
  /** The standing block ends in the future and is no spacing. */
  readonly running: boolean
  /** It runs, and nobody is fetching: then nobody may. */
  readonly active: boolean
  /** The standing block, running or not; while fetching, what stood there before. */
  readonly block: Block | null
  /** What a claim carries over of it: all but a spacing that only the file's mtime tells from a back-off. */
  readonly carried: Block | null
  readonly failures: number
}

/** `dataCachedAtMs` is asked for only where it matters. */
export function readLockState(file: LockFile | null, nowMs: number, dataCachedAtMs: () => number | null): LockState {
  const fetching = isClaimRunning(file, nowMs)
  const block = standingBlock(file, nowMs)
  const ahead = file !== null && block !== null && block.blockedUntil > wholeSeconds(nowMs)
  const cachedAtMs = ahead && block.error === null ? dataCachedAtMs() : null
  const running = ahead && !isSpacing(file, block, cachedAtMs)
  const carries = !ahead || running || (cachedAtMs !== null && endsAsSpacing(block, cachedAtMs))
  const lock = file === null || file.lock === 'legacy' ? null : file.lock
  return {
    fetching,
    leaseEnds: fetching && lock !== null ? lock.blockedUntil : null,
    running,
    active: running && !fetching,
    block,
    carried: carries ? block : null,
    failures: lock?.failures ?? 0,
  }
}

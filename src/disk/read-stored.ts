/** usage.json and usage.lock, read. Takes no lock, writes nothing, and imports nothing that does: a hit loads no more. */
import { type CachedUsage, MAX_ENTRY_BYTES, type Miss, parseUsageEntry } from '../core/usage-entry.ts'
import { type LockFile, MAX_LOCK_BYTES, parseLock } from '../core/lock.ts'
import { readSmallFile } from './read-file.ts'

export const CACHE_FILE = 'usage.json'
export const LOCK_FILE = 'usage.lock'

/** Throws CacheError with kind `io`. */
export function readEntry(path: string, nowMs: number): CachedUsage | Miss {
  const file = readSmallFile(path, MAX_ENTRY_BYTES)
  if (file === null) return { miss: 'absent' }
  if (file.tooLarge) return { miss: 'too-large' }
  return file.text === null ? { miss: 'malformed' } : parseUsageEntry(file.text, nowMs)
}

/** Null when there is none. Throws CacheError with kind `io`. */
export function readLock(path: string): LockFile | null {
  const file = readSmallFile(path, MAX_LOCK_BYTES)
  return file === null ? null : { lock: file.text === null ? 'legacy' : parseLock(file.text), mtimeMs: file.mtimeMs }
}

/** usage.lock on disk. */
import { join } from 'node:path'
import { type Lock, type LockFile, lockToJson } from '../core/lock.ts'
import { atomicWriteJson, type WriteOptions } from './atomic-write.ts'
import { fileSystemNowMs } from './file-system-clock.ts'
import { LOCK_FILE, readLock } from './read-stored.ts'
import { removeFile, resolveTarget } from './target.ts'

export class LockStore {
  readonly file: string

  constructor(directory: string) {
    this.file = join(directory, LOCK_FILE)
  }

  /** Null when there is none. Takes no lock and writes nothing. Throws CacheError with kind `io`. */
  read(): LockFile | null {
    return readLock(this.file)
  }

  /**
   * The same for whoever holds the mutex: a lease that stands there is judged by the file system's own clock, the
   * mtime of a file just made beside it. Throws CacheError.
   */
  readUnderMutex(): LockFile | null {
    const file = this.read()
    if (file === null || file.lock === 'legacy' || file.lock.claim === null) return file
    return { ...file, fileSystemNowMs: fileSystemNowMs(resolveTarget(this.file)) }
  }

  /** Puts a lock in place of what was read, or removes it. `keepLease`: its mtime, which a lease is counted from, stays. */
  leave(lock: Lock | null, { keepLease }: { readonly keepLease?: LockFile | null } = {}): void {
    if (lock === null) this.clear()
    else this.write(lock, keepLease == null ? {} : { mtimeMs: keepLease.mtimeMs })
  }

  /** Throws CacheError with kind `persist`; the old file is then still there. */
  write(lock: Lock, options: WriteOptions = {}): void {
    atomicWriteJson(this.file, lockToJson(lock), options)
  }

  /** Fine when there is none. Throws CacheError with kind `persist`. */
  clear(): void {
    removeFile(this.file)
  }
}

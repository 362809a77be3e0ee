/** usage.lock on disk. */
import { join } from 'node:path'
import { type Lock, type LockFile, lockToJson, MAX_LOCK_BYTES, parseLock } from '../core/lock.ts'
import { atomicWriteJson, type WriteOptions } from './atomic-write.ts'
import { readSmallFile } from './read-file.ts'
import { removeFile } from './target.ts'

export const LOCK_FILE = 'usage.lock'

export class LockStore {
  readonly file: string

  constructor(directory: string) {
    this.file = join(directory, LOCK_FILE)
  }

  /** Null when there is none. Takes no lock and writes nothing. Throws CacheError with kind `io`. */
  read(): LockFile | null {
    const file = readSmallFile(this.file, MAX_LOCK_BYTES)
    return file === null ? null : { lock: file.text === null ? 'legacy' : parseLock(file.text), mtimeMs: file.mtimeMs }
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

/** The files of a directory, as the lease needs them: an interface, so that a model can stand in for the disk. */
import { CacheStore } from './cache-store.ts'
import { LockStore } from './lock-store.ts'
import { type Mutex, withMutex } from './mutex.ts'
import { ensureDirectory } from './root.ts'

export interface Files {
  readonly cache: Pick<CacheStore, 'read' | 'dataCachedAtMs' | 'write' | 'clear'>
  readonly lock: Pick<LockStore, 'read' | 'readUnderMutex' | 'leave'>
  /** Makes sure that the directory is there. */
  prepare(): void
  /** Runs `body` under the mutex, or tells it that it could not be had. */
  exclusively<T>(waitMs: number, body: (mutex: Mutex) => T): T
}

export function filesIn(directory: string): Files {
  return {
    cache: new CacheStore(directory),
    lock: new LockStore(directory),
    prepare: () => ensureDirectory(directory),
    exclusively: (waitMs, body) => withMutex(directory, waitMs, body),
  }
}

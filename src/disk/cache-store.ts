/** usage.json on disk. */
import { join } from 'node:path'
import {
  type CachedUsage,
  dataCachedAtMs,
  MAX_ENTRY_BYTES,
  type Miss,
  parseUsageEntry,
  usageEntryToJson,
} from '../core/usage-entry.ts'
import { atomicWriteJson } from './atomic-write.ts'
import { readSmallFile } from './read-file.ts'
import { removeFile } from './target.ts'

export const CACHE_FILE = 'usage.json'

export class CacheStore {
  readonly file: string

  constructor(directory: string) {
    this.file = join(directory, CACHE_FILE)
  }

  /** Takes no lock and writes nothing. `exact` keeps the source of every number. Throws CacheError with kind `io`. */
  read(nowMs: number, exact = false): CachedUsage | Miss {
    const file = readSmallFile(this.file, MAX_ENTRY_BYTES)
    if (file === null) return { miss: 'absent' }
    if (file.tooLarge) return { miss: 'too-large' }
    return file.text === null ? { miss: 'malformed' } : parseUsageEntry(file.text, nowMs, exact)
  }

  /** The `cached_at` of a data entry; null when there is none, or none that can be read. */
  dataCachedAtMs(nowMs: number): number | null {
    try {
      return dataCachedAtMs(this.read(nowMs))
    } catch {
      return null
    }
  }

  /** Throws CacheError with kind `persist`; the old file is then still there. */
  write(entry: CachedUsage): void {
    atomicWriteJson(this.file, usageEntryToJson(entry), { prettyUpToBytes: MAX_ENTRY_BYTES })
  }

  /** Fine when there is none. Throws CacheError with kind `persist`. */
  clear(): void {
    removeFile(this.file)
  }
}

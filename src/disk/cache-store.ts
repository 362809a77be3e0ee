/** usage.json on disk, and the view that is derived from it. */
import { join } from 'node:path'
import { type CachedUsage, dataCachedAtMs, MAX_ENTRY_BYTES, type Miss, usageEntryToJson } from '../core/usage-entry.ts'
import { renderView } from '../render/view.ts'
import { atomicWriteJson } from './atomic-write.ts'
import { CACHE_FILE, readEntry } from './read-stored.ts'
import { sweepLeftovers } from './sweep.ts'
import { removeFile } from './target.ts'
import { ViewStore } from './view-store.ts'

export class CacheStore {
  readonly file: string
  readonly #view: ViewStore

  constructor(directory: string) {
    this.file = join(directory, CACHE_FILE)
    this.#view = new ViewStore(directory)
  }

  /** Takes no lock and writes nothing. Throws CacheError with kind `io`. */
  read(nowMs: number): CachedUsage | Miss {
    return readEntry(this.file, nowMs)
  }

  /** The `cached_at` of a data entry; null when there is none, or none that can be read. */
  dataCachedAtMs(nowMs: number): number | null {
    try {
      return dataCachedAtMs(this.read(nowMs))
    } catch {
      return null
    }
  }

  /**
   * Throws CacheError with kind `persist`; the old file is then still there.
   * INVARIANT: the view is written after the data that it shows, and removed before what it does not show is gone.
   */
  write(entry: CachedUsage, nowMs: number): void {
    const data = entry.wholeData()
    if (data === null) this.#view.remove()
    const target = atomicWriteJson(this.file, usageEntryToJson(entry), { prettyUpToBytes: MAX_ENTRY_BYTES })
    if (data === null) return
    this.#view.write(renderView(data, entry.cachedAtMs, nowMs))
    // Behind a link the entry lies in another directory, and its leftovers with it.
    if (target !== this.file) sweepLeftovers(this.#view.file)
  }

  /** Fine when there is none. Throws CacheError with kind `persist`. */
  clear(): void {
    this.#view.remove()
    removeFile(this.file)
  }
}

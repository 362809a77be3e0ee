// usage.view beside usage.json, as the program writes it and as a shell believes it.
import { statSync } from 'node:fs'
import type { JsonObject } from '../../src/core/json.ts'
import { renderView } from '../../src/render/view.ts'
import { dataEntry, type Place, readText, writeState } from './place.ts'

/** The view of data that were written at `cachedAt`, in Unix seconds. */
export function viewText(data: Readonly<Record<string, unknown>>, cachedAt: number): string {
  const text = renderView({ unknown_buckets: {}, ...data } as JsonObject, cachedAt * 1000, cachedAt * 1000)
  if (text === null) throw new Error('too large for a view')
  return text
}

/** An entry as the program has left it at `cachedAt`: with its view. */
export function writeStored(place: Place, cachedAt: number, data: Readonly<Record<string, unknown>>): void {
  writeState(place.cache, dataEntry(cachedAt, data), cachedAt)
  writeState(place.view, viewText(data, cachedAt), cachedAt)
}

/** The view where a shell would believe it: usage.json is there, and is not newer. */
export function believedView({ cache, view }: Place): string | null {
  const [viewNs, cacheNs] = [view, cache].map(
    (file) => statSync(file, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? null,
  )
  return viewNs == null || cacheNs == null || cacheNs > viewNs ? null : readText(view)
}

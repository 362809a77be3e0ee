/**
 * The endpoint's response to the shape of usage.json and back, without loss. Pure.
 * INVARIANT: responseFromData(dataFromResponse(r)) equals r for every object r without a key `usage_store`.
 */
import { isJsonObject, type JsonObject, type JsonValue, member } from './json.ts'
import { RECOGNISED_KEYS, type RecognisedKey, isTakenByStrictReader } from './strict-reader.ts'
import type { CachedData } from './usage-entry.ts'

/** The one name under `unknown_buckets` that is ours: what `observe` notes down there. */
export const OWN_KEY = 'usage_store'

/**
 * A response as it is stored. A recognised key of a shape that would make linesmith refuse the whole file stands
 * under `unknown_buckets`, its own place being null; a key that the response lacks is absent, so that it comes back absent.
 */
export function dataFromResponse(response: JsonObject): CachedData {
  const own: [string, JsonValue][] = []
  const unknown: [string, JsonValue][] = []
  for (const key of RECOGNISED_KEYS) {
    const value = member(response, key)
    if (value === undefined) continue
    const taken = isTakenByStrictReader(key, value)
    own.push([key, taken ? value : null])
    if (!taken) unknown.push([key, value])
  }
  for (const [key, value] of Object.entries(response)) {
    if (!isRecognisedKey(key) && key !== OWN_KEY) unknown.push([key, value])
  }
  return Object.fromEntries([...own, ['unknown_buckets', Object.fromEntries(unknown)]])
}

/** The response that was stored. Tolerant of foreign files: what is not where it should be is left out. */
export function responseFromData(data: CachedData): JsonObject {
  const unknown = unknownBuckets(data)
  const own = Object.entries(data).filter(
    ([key, value]) => key !== 'unknown_buckets' && !isElsewhere(value, key, unknown),
  )
  const taken = new Set(own.map(([key]) => key))
  const rest = Object.entries(unknown).filter(([key]) => key !== OWN_KEY && !taken.has(key))
  return Object.fromEntries([...own, ...rest])
}

/** A member of that response, without making all of it, which costs a hit milliseconds for a large one. */
export function responseMember(data: CachedData, name: string): JsonValue | undefined {
  const unknown = unknownBuckets(data)
  const own = name === 'unknown_buckets' ? undefined : member(data, name)
  if (own !== undefined && !isElsewhere(own, name, unknown)) return own
  return name === OWN_KEY ? undefined : member(unknown, name)
}

/** Of a shape that made it stand among the unknown ones, its own place being null. */
function isElsewhere(atOwnPlace: JsonValue, key: string, unknown: JsonObject): boolean {
  return atOwnPlace === null && Object.hasOwn(unknown, key)
}

export function unknownBuckets(data: CachedData): JsonObject {
  const unknown = member(data, 'unknown_buckets')
  return isJsonObject(unknown) ? unknown : {}
}

function isRecognisedKey(key: string): key is RecognisedKey {
  return (RECOGNISED_KEYS as readonly string[]).includes(key)
}

/** The body of a response, as it came: text to an object that can be stored, or the reason why not. Pure. */
import { isJsonObject, isNestedDeeperThan, type JsonObject, type JsonValue, member, parseExact } from './json.ts'
import { MAX_RESPONSE_DEPTH, RECOGNISED_KEYS, unholdable } from './strict-reader.ts'

/** Real responses have 1 to 3 KB; linesmith stops reading at the same size. */
export const MAX_RESPONSE_BYTES = 64 * 1024

/** What came in. `fault` says in a few words why it is not all there, or not as it came: too large, not UTF-8. */
export interface Body {
  readonly text: string
  readonly fault: string | null
}

/** A body that is not stored, and why, in a few words for a message. */
export interface Rejection {
  readonly rejected: string
  /** The `error.type` of an API error, where it has one. */
  readonly errorType?: string | null
}

export type Parsed = { readonly response: JsonObject } | Rejection

/**
 * Takes a usage response: a JSON object with a recognised key, or an empty one.
 * An API error body is refused, since data must never be overwritten by an error dressed as data.
 */
export function parseResponse({ text, fault }: Body): Parsed {
  if (fault !== null) return { rejected: fault }
  if (new TextEncoder().encode(text).length > MAX_RESPONSE_BYTES)
    return { rejected: `larger than ${MAX_RESPONSE_BYTES / 1024} KiB` }
  if (isNestedDeeperThan(text, MAX_RESPONSE_DEPTH))
    return { rejected: `nested deeper than ${MAX_RESPONSE_DEPTH} levels` }
  let response: JsonValue
  try {
    response = parseExact(text)
  } catch {
    return { rejected: 'not JSON' }
  }
  if (!isJsonObject(response)) return { rejected: 'not a JSON object' }
  const recognised = RECOGNISED_KEYS.some((key) => Object.hasOwn(response, key))
  const error = member(response, 'error')
  if (!recognised && isJsonObject(error)) {
    const type = member(error, 'type')
    return { rejected: 'an API error, not a usage response', errorType: typeof type === 'string' ? type : null }
  }
  const found = unholdable(response)
  if (found !== null) return { rejected: `${found} cannot be stored` }
  if (!recognised && Object.keys(response).length > 0) return { rejected: 'not a usage response: no key of one' }
  return { response }
}

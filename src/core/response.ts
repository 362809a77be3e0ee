/** The body of a response, as it came: text to an object that can be stored, or the reason why not. Pure. */
import { isJsonObject, isNestedDeeperThan, type JsonObject, type JsonValue, member, parseExact } from './json.ts'
import { MAX_RESPONSE_DEPTH, RECOGNISED_KEYS, unholdable } from './strict-reader.ts'

/** Real responses have 1 to 3 KB; linesmith stops reading at the same size. */
export const MAX_RESPONSE_BYTES = 64 * 1024

/** A body as text. `fault` says in a few words why it is not all there, or not as it came. */
export interface Body {
  readonly text: string
  readonly fault: string | null
}

const BOM = [0xef, 0xbb, 0xbf]

/** Without a byte order mark. */
export function withoutBom(bytes: Uint8Array): Uint8Array {
  return BOM.every((byte, n) => bytes[n] === byte) ? bytes.subarray(BOM.length) : bytes
}

/** The bytes of a body as text, without a byte order mark. */
export function bodyOf(bytes: Uint8Array): Body {
  const body = decoded(bytes)
  if (withoutBom(bytes).length <= MAX_RESPONSE_BYTES) return body
  return { ...body, fault: `larger than ${MAX_RESPONSE_BYTES / 1024} KiB` }
}

function decoded(bytes: Uint8Array): Body {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), fault: null }
  } catch {
    return { text: new TextDecoder().decode(bytes), fault: 'not UTF-8' }
  }
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

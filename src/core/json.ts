/**
 * JSON as text and as values, with numbers kept as they were written.
 * Pure. Guarantees that a number which a 64-bit float cannot hold, or would print differently
 * (`22.0`, `1e2`, twenty digits), survives parse and encode unchanged.
 */

/** A number together with its source text, as made by `JSON.rawJSON` (ECMA-262, JSON.parse source text access). */
export interface RawNumber {
  readonly rawJSON: string
}
export type JsonArray = readonly JsonValue[]
export interface JsonObject {
  readonly [name: string]: JsonValue
}
export type JsonValue = null | boolean | number | string | RawNumber | JsonArray | JsonObject

/** Source text access is in V8 since 11.4 and not yet in TypeScript's library. */
interface JsonWithSource {
  parse(text: string, reviver: (name: string, value: JsonValue, context: { source?: string }) => JsonValue): JsonValue
  rawJSON(text: string): RawNumber
  isRawJSON(value: unknown): value is RawNumber
}
const json: JsonWithSource = JSON as never

/** Parses quickly; numbers become 64-bit floats. Throws SyntaxError. Recursive, as {@link parseExact} is. */
export function parsePlain(text: string): JsonValue {
  return withoutEscapedNames(text, (plain) => JSON.parse(plain) as JsonValue)
}

/**
 * Parses without loss: a number that JavaScript would print otherwise becomes a {@link RawNumber}.
 * Throws SyntaxError. Recursive: bound the depth first ({@link isNestedDeeperThan}).
 */
export function parseExact(text: string): JsonValue {
  return withoutEscapedNames(text, (plain) =>
    json.parse(plain, (_name, value, { source }) =>
      typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
    ),
  )
}

/** Also one that never ends, so that no text is looked at twice. */
const STRING = /"[^"\\]*(?:"|(?:\\.?[^"\\]*)*(?:"|$))/gs
/** Begins the names that stand in for others, and so those that begin with it are stood in for too. */
const MARK = '\uE000'
/** What makes a name of the string before it. */
const COLON = /\s*:/y

/** Without one, no name has a backslash. */
const ESCAPED_BACKSLASH = /\\(?:\\|u005c)/i
/** Of this text or one before: V8 keeps the names that it has met. */
let mayHaveBackslash = false

/**
 * V8 13.6 takes an escaped name for another one that it has met in the same place, if that one reads as the escape is
 * written: after `{"\\": 1}`, `{"\t": 1}` has the name `\`. So once a name may have had a backslash, V8 gets to see no
 * escapes in names.
 */
function withoutEscapedNames(text: string, parse: (text: string) => JsonValue): JsonValue {
  mayHaveBackslash ||= ESCAPED_BACKSLASH.test(text)
  if (!mayHaveBackslash || !text.includes('\\')) return parse(text)
  const standIns = new Map<string, string>()
  eachName(text, (token) => {
    const name = nameIn(token)
    if ((token.includes('\\') || token.startsWith(MARK, 1)) && !standIns.has(name))
      standIns.set(name, `${MARK}${standIns.size}`)
    return token
  })
  if (standIns.size === 0) return parse(text)
  // However it is written: of two members of one name the last counts.
  const plain = eachName(text, (token) => {
    const standIn = standIns.get(nameIn(token))
    return standIn === undefined ? token : `"${standIn}"`
  })
  const names = new Map(Array.from(standIns, ([name, standIn]) => [standIn, name]))
  return renamed(parse(plain), (name) => names.get(name) ?? name)
}

/** The text with another token for each name. */
function eachName(text: string, tokenFor: (token: string) => string): string {
  return text.replace(STRING, (token, offset: number) => {
    COLON.lastIndex = offset + token.length
    return COLON.test(text) ? tokenFor(token) : token
  })
}

function nameIn(token: string): string {
  return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1)
}

function renamed(value: JsonValue, nameOf: (name: string) => string): JsonValue {
  if (Array.isArray(value)) return (value as JsonArray).map((item) => renamed(item, nameOf))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [nameOf(name), renamed(item, nameOf)]))
}

/** A number as it is written; `source` must be one of JSON. */
export function rawNumber(source: string): RawNumber {
  return json.rawJSON(source)
}

export function isRawNumber(value: JsonValue): value is RawNumber {
  return json.isRawJSON(value)
}

/** A JSON object: not null, not an array, not a number in disguise. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value as RawNumber)
}

/** The text of a number as JSON has it, or null when the value is no number. */
export function numberSource(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return String(value)
  return value !== undefined && isRawNumber(value) ? value.rawJSON : null
}

/** The value as a finite 64-bit float, or null when it is no number or beyond that range. */
export function finiteNumber(value: JsonValue | undefined): number | null {
  const number =
    typeof value === 'number' ? value : value !== undefined && isRawNumber(value) ? Number(value.rawJSON) : NaN
  return Number.isFinite(number) ? number : null
}

/** An own member of an object; undefined when absent. Names such as `__proto__` are members like any other. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** Everything but the brackets outside strings. */
const NO_BRACKETS = new RegExp(`${STRING.source}|[^"[\\]{}]+`, 'gs')
const INNERMOST = /\{\}|\[\]/g

/**
 * Whether the arrays and objects of a JSON text are nested deeper than `levels`, the outermost counting as the first;
 * false where the text is no JSON. Not recursive, so that it can stand before everything that is.
 */
export function isNestedDeeperThan(text: string, levels: number): boolean {
  // Nearly always there are not even that many of them.
  const [most, some] = [text.split('{', levels + 2).length, text.split('[', levels + 2).length]
  return most + some - 2 > levels && bracketsBeyond(text, levels).search(INNERMOST) >= 0
}

/** The brackets of a text, `{` for an object that has begun, without those that are closed within `levels`. */
export function bracketsBeyond(text: string, levels: number): string {
  // Level by level, since a loop over the text would run cold: 5 ms for 250 KB.
  let brackets = text.replace(NO_BRACKETS, '')
  for (let level = 0; level < levels; level++) {
    const outer = brackets.replace(INNERMOST, '')
    if (outer === brackets) return brackets
    brackets = outer
  }
  return brackets
}

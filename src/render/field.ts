/** PATHs into the document of `get`: parse, look up, print. Pure. */
import { isJsonObject, type JsonObject, type JsonValue, member } from '../core/json.ts'
import { unknownBuckets } from '../core/wire.ts'
import { jsonText, plainText } from './text.ts'

/** The names of a path, outermost first. A dot inside a name is `\.`, a backslash `\\`. */
export type FieldPath = readonly [string, ...string[]]

const NAME = /\.((?:\\[\\.]|[^.])*)/g

/** Null when the path is empty. A backslash before anything else stands for itself. */
export function parseFieldPath(text: string): FieldPath | null {
  const names = Array.from(`.${text}`.matchAll(NAME), ([, name = '']) => name.replace(/\\([\\.])/g, '$1'))
  return text === '' ? null : (names as [string, ...string[]])
}

/**
 * The value at a path, undefined when there is none. The first name, and only that, is looked up in the document,
 * then in its windows, then in its data, then among the data's unknown buckets.
 */
export function lookUp(document: JsonObject, [first, ...rest]: FieldPath): JsonValue | undefined {
  let value = firstMember(document, first)
  for (const name of rest) value = inner(value, name)
  return value
}

function firstMember(document: JsonObject, name: string): JsonValue | undefined {
  for (const place of [document, document['windows']])
    if (isJsonObject(place) && Object.hasOwn(place, name)) return place[name]
  const { data } = document
  if (!isJsonObject(data)) return undefined
  // A recognised key whose shape does not fit is null at its own place and stands among the unknown ones.
  return member(data, name) ?? member(unknownBuckets(data), name)
}

function inner(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (Array.isArray(value))
    return /^(0|[1-9]\d*)$/.test(name) ? (value[Number(name)] as JsonValue | undefined) : undefined
  return isJsonObject(value) ? member(value, name) : undefined
}

/** A value a line; `complete` when none is absent or null, or there is a default that stands in. */
export function renderFields(
  document: JsonObject,
  paths: readonly FieldPath[],
  byDefault: string | undefined,
): { readonly text: string; readonly complete: boolean } {
  const values = paths.map((path) => lookUp(document, path) ?? null)
  const lines = values.map((value) => (value === null ? (byDefault ?? '') : valueText(value)))
  return {
    text: lines.map((line) => `${line}\n`).join(''),
    complete: byDefault !== undefined || !values.includes(null),
  }
}

/** Strings raw, everything else as JSON. */
function valueText(value: JsonValue): string {
  return typeof value === 'string' ? plainText(value) : jsonText(value)
}

/**
 * What linesmith's reader (Rust, serde) takes. It refuses a whole usage.json for one member of the wrong shape,
 * so that nothing else may ever be written. Pure. Source: verdicts of linesmith 0.4.1 on 371 files.
 */
import { parseRfc3339 } from './instant.ts'
import { finiteNumber, isJsonObject, isRawNumber, type JsonValue, member } from './json.ts'

/** The keys of a response that have a place of their own in usage.json. */
export const RECOGNISED_KEYS = [
  'five_hour',
  'seven_day',
  'seven_day_opus',
  'seven_day_sonnet',
  'seven_day_oauth_apps',
  'extra_usage',
  'limits',
] as const
export type RecognisedKey = (typeof RECOGNISED_KEYS)[number]

type Shape = (value: JsonValue | undefined) => boolean

const isString: Shape = (value) => typeof value === 'string'
const isFinite: Shape = (value) => finiteNumber(value) !== null
const isTimestamp: Shape = (value) => typeof value === 'string' && parseRfc3339(value) !== null
const absentOr =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value)
const nullOr =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || value === null || shape(value)
/** An object with the given members; others may have any shape. */
const object =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isJsonObject(value) && Object.entries(members).every(([name, shape]) => shape(member(value, name)))

const bucket = nullOr(object({ utilization: isFinite, resets_at: nullOr(isTimestamp) }))
const extraUsage = nullOr(
  object({
    is_enabled: nullOr((value) => typeof value === 'boolean'),
    utilization: nullOr(isFinite),
    monthly_limit: nullOr(isFinite),
    used_credits: nullOr(isFinite),
    currency: nullOr(isString),
  }),
)
const limit = object({
  kind: isString,
  percent: isFinite,
  resets_at: nullOr(isTimestamp),
  severity: absentOr(isString),
  scope: nullOr(object({ model: nullOr(object({ display_name: nullOr(isString), id: nullOr(isString) })) })),
})
const limits = nullOr((value) => Array.isArray(value) && value.every(limit))

const SHAPES: Readonly<Record<RecognisedKey, Shape>> = {
  five_hour: bucket,
  seven_day: bucket,
  seven_day_opus: bucket,
  seven_day_sonnet: bucket,
  seven_day_oauth_apps: bucket,
  extra_usage: extraUsage,
  limits,
}

/** Whether linesmith takes this value at the place of this key. */
export function isTakenByStrictReader(key: RecognisedKey, value: JsonValue): boolean {
  return SHAPES[key](value)
}

/** Levels of nesting of a response, the object itself the first, that still fit below serde's 127 once wrapped. */
export const MAX_RESPONSE_DEPTH = 100

/**
 * What no place in the file can hold, as a few words for a message; null when all can be held.
 * Recursive: bound the depth first.
 */
export function unholdable(value: JsonValue): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : 'a lone surrogate'
  if (typeof value === 'number' || (value !== null && typeof value === 'object' && isRawNumber(value))) {
    return finiteNumber(value) === null ? 'a number beyond double range' : null
  }
  if (value === null || typeof value !== 'object') return null
  for (const [name, inner] of Object.entries(value)) {
    const found = name.isWellFormed() ? unholdable(inner as JsonValue) : 'a lone surrogate'
    if (found !== null) return found
  }
  return null
}

/**
 * Windows: what the numbers of a response mean at an instant. Pure, and tolerant of any response.
 * Computed once for a decision; every output renders these and computes nothing of its own.
 */
import { parseRfc3339, secondsBetween } from './instant.ts'
import { finiteNumber, isJsonObject, type JsonObject, type JsonValue, member } from './json.ts'

/** The buckets that have a name of their own, in the order of every output. */
export const BUCKET_NAMES = [
  'five_hour',
  'seven_day',
  'seven_day_opus',
  'seven_day_sonnet',
  'seven_day_oauth_apps',
  'extra_usage',
] as const
export type BucketName = (typeof BUCKET_NAMES)[number]

/** A window at the instant it was asked for. */
export interface Window {
  /** 0 to 100; null once the reset has passed, since nobody knows it then. */
  readonly percent: number | null
  /** What was stored, 0 to 100; set once the reset has passed. */
  readonly lastPercent: number | null
  /** The reset as the endpoint wrote it; null when there is none or it is not RFC 3339. */
  readonly resetsAt: string | null
  readonly resetsAtMs: number | null
  readonly resetsInSeconds: number | null
  /** The reset lies in (cached_at, now]. */
  readonly resetPassed: boolean
  /** Percent used minus percent of the window's time gone, both at cached_at; positive is too fast. Not rounded. */
  readonly pace: number | null
  /** When 100 % is reached at the average rate so far; null when the reset comes first. Unix milliseconds. */
  readonly runsOutAtMs: number | null
  readonly runsOutInSeconds: number | null
}

export interface Windows {
  readonly buckets: ReadonlyMap<BucketName, Window>
  /** By name of model or surface, in the order of the response. */
  readonly scoped: ReadonlyMap<string, Window>
}

/** What a response has under a name. */
type Members = (name: string) => JsonValue | undefined

export const NO_WINDOWS: Windows = { buckets: new Map(), scoped: new Map() }

const HOUR_MS = 3_600_000
const FIVE_HOURS_MS = 5 * HOUR_MS
const SEVEN_DAYS_MS = 7 * 24 * HOUR_MS

/** Below this share of a window an average rate is noise. */
const MIN_SHARE_GONE = 0.05

/** Unscoped `limits` entries of these kinds stand in for a bucket that is not usable. */
const STAND_INS: Readonly<Partial<Record<BucketName, string>>> = { five_hour: 'session', seven_day: 'weekly_all' }

/** The windows of a response that was stored at `cachedAtMs`, seen at `nowMs`; `response` gives its members by name. */
export function computeWindows(response: Members, cachedAtMs: number, nowMs: number): Windows {
  const at = (used: JsonValue | undefined, reset: JsonValue | undefined, lengthMs: number | null) => {
    const percent = finiteNumber(used)
    return percent === null ? null : computeWindow(clampPercent(percent), reset, lengthMs, cachedAtMs, nowMs)
  }
  const limits = limitEntries(response)
  const ofLimit = (limit: JsonObject) => at(member(limit, 'percent'), member(limit, 'resets_at'), limitLengthMs(limit))
  const standIn = (kind: string) => {
    for (const limit of limits) {
      const window = member(limit, 'kind') === kind && !isScoped(limit) ? ofLimit(limit) : null
      if (window !== null) return window
    }
    return null
  }
  const buckets = new Map<BucketName, Window>()
  for (const name of BUCKET_NAMES) {
    const bucket = response(name)
    const window = isJsonObject(bucket)
      ? at(member(bucket, 'utilization'), member(bucket, 'resets_at'), bucketLengthMs(name))
      : null
    const kind = STAND_INS[name]
    const usable = window ?? (kind === undefined ? null : standIn(kind))
    if (usable !== null) buckets.set(name, usable)
  }
  const scoped = new Map<string, Window>()
  const uniqueName = uniqueNames(scoped)
  for (const limit of limits) {
    const name = scopeName(limit)
    const window = name === null ? null : ofLimit(limit)
    if (name !== null && window !== null) scoped.set(uniqueName(name), window)
  }
  return { buckets, scoped }
}

export function allWindows({ buckets, scoped }: Windows): Window[] {
  return [...buckets.values(), ...scoped.values()]
}

/** Gives a name, or the first of `name_2`, `name_3` … that is not `taken`, from which nothing may be removed. */
export function uniqueNames(taken: { has(name: string): boolean }): (name: string) => string {
  // Thousands of equal names are not counted from 2 each.
  const next = new Map<string, number>()
  return (name) => {
    if (!taken.has(name)) return name
    let n = next.get(name) ?? 2
    while (taken.has(`${name}_${n}`)) n++
    next.set(name, n + 1)
    return `${name}_${n}`
  }
}

function computeWindow(
  percent: number,
  reset: JsonValue | undefined,
  lengthMs: number | null,
  cachedAtMs: number,
  nowMs: number,
): Window {
  const resetsAtMs = typeof reset === 'string' ? parseRfc3339(reset) : null
  const resetPassed = resetsAtMs !== null && cachedAtMs < resetsAtMs && resetsAtMs <= nowMs
  const goneMs = resetsAtMs === null || lengthMs === null ? null : cachedAtMs - (resetsAtMs - lengthMs)
  const hasPace =
    goneMs !== null && lengthMs !== null && goneMs >= MIN_SHARE_GONE * lengthMs && goneMs < lengthMs && !resetPassed
  const runsOutAtMs = hasPace ? runOut(percent, goneMs, lengthMs, cachedAtMs, nowMs) : null
  return {
    percent: resetPassed ? null : percent,
    lastPercent: resetPassed ? percent : null,
    resetsAt: resetsAtMs === null ? null : (reset as string),
    resetsAtMs,
    resetsInSeconds: resetsAtMs === null ? null : secondsBetween(nowMs, resetsAtMs),
    resetPassed,
    pace: hasPace ? percent - (100 * goneMs) / lengthMs : null,
    runsOutAtMs,
    runsOutInSeconds: runsOutAtMs === null ? null : secondsBetween(nowMs, runsOutAtMs),
  }
}

/** When `percent`, used in `goneMs`, becomes 100; null when the window is over before that. */
function runOut(percent: number, goneMs: number, lengthMs: number, cachedAtMs: number, nowMs: number): number | null {
  if (percent === 100) return nowMs
  const leftMs = (goneMs * (100 - percent)) / percent
  return leftMs < lengthMs - goneMs ? cachedAtMs + leftMs : null
}

/** Rounds half up, without a minus before zero. */
export function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.round(value * factor) / factor + 0
}

/** A whole percent, half up, that never says "full" for less nor "nothing" for more. */
export function wholePercent(percent: number): number {
  const whole = roundTo(percent, 0)
  if (whole >= 100 && percent < 100) return 99
  return whole <= 0 && percent > 0 ? 1 : whole
}

function clampPercent(percent: number): number {
  return Math.min(100, Math.max(0, percent)) + 0
}

function bucketLengthMs(name: BucketName): number | null {
  if (name === 'five_hour') return FIVE_HOURS_MS
  return name.startsWith('seven_day') ? SEVEN_DAYS_MS : null
}

function limitLengthMs(limit: JsonObject): number | null {
  const kind = member(limit, 'kind')
  if (typeof kind !== 'string') return null
  if (kind.startsWith('weekly')) return SEVEN_DAYS_MS
  return kind.startsWith('session') ? FIVE_HOURS_MS : null
}

function limitEntries(response: Members): JsonObject[] {
  const limits = response('limits')
  return Array.isArray(limits) ? (limits as JsonValue[]).filter(isJsonObject) : []
}

/** A scope that names nothing, such as `{"model":{"id":null}}`, is none. */
function isScoped(limit: JsonObject): boolean {
  return !namesNothing(member(limit, 'scope'))
}

function namesNothing(scope: JsonValue | undefined): boolean {
  return scope == null || (isJsonObject(scope) && Object.values(scope).every(namesNothing))
}

function scopeName(limit: JsonObject): string | null {
  const scope = member(limit, 'scope')
  if (!isJsonObject(scope)) return null
  const model = member(scope, 'model')
  const names = [
    ...(isJsonObject(model) ? [member(model, 'display_name'), member(model, 'id')] : []),
    member(scope, 'surface'),
  ]
  return (names.find((name) => typeof name === 'string' && name !== '') as string | undefined) ?? null
}

/**
 * Instants: RFC 3339 text to Unix milliseconds and back. Pure; knows no present.
 */

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/
const MINUTE_MS = 60_000

/**
 * 9999-12-30T22:00:00Z: the last second, fractions of it included, that linesmith's time library can represent;
 * whatever is later makes it refuse the file.
 */
const LAST_INSTANT_MS = 253_402_207_200_000

/**
 * An RFC 3339 timestamp as Unix milliseconds, rounded down; null when it is none, has more than nine fraction
 * digits, or lies after 9999-12-30T22:00:00Z. A leap second counts as the second before it, as linesmith has it.
 */
export function parseRfc3339(text: string): number | null {
  const parts = RFC_3339.exec(text)
  if (parts === null) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (hour > 23 || minute > 59 || second > 60 || !isDayOfMonth(year, month, day)) return null
  const offsetHours = Number(parts[9] ?? 0)
  const offsetMinutes = Number(parts[10] ?? 0)
  if (offsetHours > 23 || offsetMinutes > 59) return null
  const offsetMs = (parts[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * MINUTE_MS
  const wholeMs = utcMs(year, month, day) + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000 - offsetMs
  if (wholeMs > LAST_INSTANT_MS) return null
  return wholeMs + Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3))
}

/** `2026-11-22T09:00:00.000Z` */
export function formatInstant(ms: number): string {
  return new Date(ms).toISOString()
}

/** An instant in whole Unix seconds, rounded down: what every age and countdown is the difference of. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000)
}

/** Seconds from one instant to a later one, each rounded down to the whole second; never below 0. */
export function secondsBetween(fromMs: number, toMs: number): number {
  return Math.max(0, wholeSeconds(toMs) - wholeSeconds(fromMs))
}

/** Midnight UTC; `Date.UTC` would take the years 0 to 99 for 1900 to 1999. */
function utcMs(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day)
}

function isDayOfMonth(year: number, month: number, day: number): boolean {
  const date = new Date(utcMs(year, month, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** The Retry-After field (RFC 9110 §10.2.3): seconds, or an HTTP-date in any of its three forms (§5.6.7). Pure. */
import { parseRfc3339, wholeSeconds } from './instant.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Sun, 06 Nov 1994 08:49:37 GMT` */
const IMF_FIXDATE =
  /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/
/** `Sunday, 06-Nov-94 08:49:37 GMT` */
const RFC_850 = /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/
/** `Sun Nov  6 08:49:37 1994` */
const ASCTIME = /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/

const FIFTY_YEARS_MS = 50 * 365.2425 * 86_400_000

/**
 * Seconds to wait, above 0; null when the value is not usable. `0` and dates in the past are not: they are what a
 * rate-limited endpoint says that does not know better, and to believe them is to have no back-off.
 */
export function parseRetryAfter(value: string, nowMs: number): number | null {
  const text = value.trim()
  if (/^\d+$/.test(text)) return Number(text) > 0 ? Number(text) : null
  const dateMs = parseHttpDate(text, nowMs)
  if (dateMs === null) return null
  const seconds = wholeSeconds(dateMs) - wholeSeconds(nowMs)
  return seconds > 0 ? seconds : null
}

/** An HTTP-date in Unix milliseconds, null when it is none. `nowMs` decides the century of a two-digit year. */
export function parseHttpDate(text: string, nowMs: number): number | null {
  const parts = (IMF_FIXDATE.exec(text) ?? RFC_850.exec(text) ?? ASCTIME.exec(text))?.groups
  if (parts === undefined) return null
  const { day = '', month = '', year = '', time = '' } = parts
  const monthNumber = String(MONTHS.indexOf(month) + 1).padStart(2, '0')
  const instant = (fullYear: string) =>
    parseRfc3339(`${fullYear}-${monthNumber}-${day.trim().padStart(2, '0')}T${time}Z`)
  if (year.length === 4) return instant(year)
  const century = Math.floor(new Date(nowMs).getUTCFullYear() / 100)
  const thisCentury = instant(`${century}${year}`)
  // RFC 9110: a date that seems more than 50 years ahead is the most recent past year with those digits.
  return thisCentury !== null && thisCentury - nowMs > FIFTY_YEARS_MS ? instant(`${century - 1}${year}`) : thisCentury
}

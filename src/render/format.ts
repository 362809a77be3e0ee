/** Templates of `get --format`: parse, fill in. Pure. */
import { StoreError } from '../core/errors.ts'
import { parseRfc3339, secondsBetween } from '../core/instant.ts'
import { finiteNumber, type JsonObject, type JsonValue, rawNumber } from '../core/json.ts'
import { roundTo, wholePercent } from '../core/windows.ts'
import { type FieldPath, lookUp, parseFieldPath } from './field.ts'
import { jsonText, plainText } from './text.ts'

/** What is no value of its kind passes as it is; null, which is what an absent value becomes, too. */
type Filter = (value: JsonValue, nowMs: number) => JsonValue

interface Placeholder {
  readonly path: FieldPath
  readonly filters: readonly Filter[]
}

/** Text as it is, and what is to be filled in. */
export type Template = readonly (string | Placeholder)[]

/** An `esc` doubles what it gets: more of them would double it out of all bounds. */
const MAX_FILTERS = 8

const TOKENS = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g

/** Throws a usage error that says what is wrong. */
export function parseTemplate(text: string): Template {
  return Array.from(text.matchAll(TOKENS), ([token, inner]) => {
    if (inner !== undefined) return parsePlaceholder(inner)
    if (token === '{' || token === '}') throw bad(`a lone ${token}; a brace is written ${token}${token}`)
    return token === '{{' || token === '}}' ? token.charAt(0) : token
  })
}

function parsePlaceholder(text: string): Placeholder {
  const [name = '', ...filters] = text.split('|')
  const path = parseFieldPath(name)
  if (path === null) throw bad('a placeholder without a PATH')
  if (filters.length > MAX_FILTERS) throw bad(`more than ${MAX_FILTERS} filters in one placeholder`)
  return { path, filters: filters.map((filter) => parseFilter(filter, path)) }
}

function parseFilter(text: string, path: FieldPath): Filter {
  const [, name = '', argument] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? []
  const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name]?.(argument, path) : undefined
  if (filter == null) throw bad(`no filter ${JSON.stringify(text)}`)
  return filter
}

function bad(what: string): StoreError {
  return StoreError.tagged('USAGE', `--format has ${what}`)
}

/** By name: from the text behind the colon, if there is one, to what it does; null for a text that it does not take. */
const FILTERS: Readonly<Record<string, (argument: string | undefined, path: FieldPath) => Filter | null>> = {
  round(decimals, path) {
    if (decimals === undefined) return ofNumber(isPercent(path) ? wholePercent : (value) => roundTo(value, 0))
    return /^\d$/.test(decimals) ? ofNumber((value) => fixed(value, Number(decimals))) : null
  },
  in: (none) => (none === undefined ? remaining : null),
  at: (none) => (none === undefined ? localTime : null),
  bar: (cells = '') => (/^[1-9]\d{0,2}$/.test(cells) ? ofNumber((percent) => bar(percent, Number(cells))) : null),
  or(text) {
    if (text === undefined) return null
    const standIn = NUMBER.test(text) ? rawNumber(text) : text
    return (value) => value ?? standIn
  },
  esc(shell) {
    const special = shell === 'zsh' ? '%' : shell === 'tmux' ? '#' : null
    return special === null ? null : (value) => value && textOf(value).replaceAll(special, special + special)
  },
}

function ofNumber(made: (number: number) => JsonValue): Filter {
  return (value) => {
    const number = finiteNumber(value)
    return number === null ? value : made(number)
  }
}

/** A number that a filter after it may take as one. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** As --shell has it, only percentages are never rounded to all or nothing. */
function isPercent(path: FieldPath): boolean {
  return /percent$|^utilization$/.test(path.at(-1) ?? '')
}

function fixed(value: number, decimals: number): JsonValue {
  // Scaled, a large one would lose digits, or its end.
  return rawNumber((Number.isInteger(value) ? value : roundTo(value, decimals)).toFixed(decimals))
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : jsonText(value)
}

/** As with a percentage in words, the bar is never full for less than all, nor empty for more than nothing. */
function bar(percent: number, cells: number): string {
  const share = Math.min(100, Math.max(0, percent)) / 100
  const whole = roundTo(share * cells, 0)
  const full = share < 1 ? Math.min(cells - 1, Math.max(share > 0 ? 1 : 0, whole)) : cells
  return '█'.repeat(full) + '░'.repeat(cells - full)
}

/** Numbers from here on are instants in Unix seconds, not spans: it was reached in 2001, and is 31 years. */
const FIRST_UNIX_SECONDS = 1e9
/** What a Date can hold, ECMA-262 21.4.1.1. */
const LAST_UNIX_SECONDS = 8.64e12

/** An instant in Unix milliseconds; null for what is none. */
function instantMs(value: JsonValue): number | null {
  if (typeof value === 'string') return parseRfc3339(value)
  const seconds = finiteNumber(value)
  return seconds !== null && seconds >= FIRST_UNIX_SECONDS && seconds <= LAST_UNIX_SECONDS ? seconds * 1000 : null
}

function remaining(value: JsonValue, nowMs: number): JsonValue {
  const ms = instantMs(value)
  return ofNumber(span)(ms === null ? value : secondsBetween(nowMs, ms), nowMs)
}

/** Its two largest units: `3d4h`, `2h0m`, `45m`, `<1m`. */
function span(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  if (days > 0) return `${days}d${hours % 24}h`
  if (hours > 0) return `${hours}h${minutes % 60}m`
  return minutes > 0 ? `${minutes}m` : '<1m'
}

/** `14:00` today, `Mon 14:00` on another day. By the getters of Date: Intl would cost 11 ms. */
function localTime(value: JsonValue, nowMs: number): JsonValue {
  const ms = instantMs(value)
  if (ms === null) return value
  const date = new Date(ms)
  const [hour, minute] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0'))
  // `Mon Nov 23 2026`, in any locale: ECMA-262 21.4.4.35.
  const day = date.toDateString()
  return `${day === new Date(nowMs).toDateString() ? '' : day.slice(0, 4)}${hour}:${minute}`
}

/** The template with the values of the document at `nowMs`; nothing where there is no value. */
export function renderTemplate(template: Template, document: JsonObject, nowMs: number): string {
  return template
    .map((part) => {
      if (typeof part === 'string') return part
      const found = lookUp(document, part.path) ?? null
      // What the caller himself has written, in `or:`, is no text from a file.
      const safe = typeof found === 'string' ? plainText(found) : found
      const value = part.filters.reduce((made, filter) => filter(made, nowMs), safe)
      return value === null ? '' : textOf(value)
    })
    .join('')
}

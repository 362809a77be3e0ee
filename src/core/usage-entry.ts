/**
 * usage.json: its text to an entry or a miss, and back. Pure.
 * Guarantees that whatever is in the file, reading it ends in a value and never in an error.
 */
import { formatInstant, parseRfc3339 } from './instant.ts'
import {
  isJsonObject,
  isNestedDeeperThan,
  type JsonObject,
  type JsonValue,
  member,
  numberSource,
  parseExact,
  parsePlain,
} from './json.ts'
import { RECOGNISED_KEYS } from './strict-reader.ts'
import { withoutUnreadMembers } from './unread-members.ts'
import { OWN_KEY } from './wire.ts'

/** The only `schema_version` that is read or written; linesmith 0.4.1 has the same. @public */
export const CACHE_SCHEMA_VERSION = 1

/** Larger files are misses; what is written stays below. */
export const MAX_ENTRY_BYTES = 256 * 1024

/** serde_json, and so linesmith, refuses what is nested deeper. */
const MAX_DEPTH = 127

/** What a decision may read in there: a recognised key can stand among the unknown ones. */
const READ_AMONG_UNKNOWN = [...RECOGNISED_KEYS, OWN_KEY]

/** Clocks step: up to here `cached_at` may lie in the future and counts as now. */
const MAX_AHEAD_MS = 60_000

/** A response in the shape of the file: recognised keys by name, every other key under `unknown_buckets`. */
export type CachedData = JsonObject

/** A failure, as a tag and nothing more. */
export interface CachedError {
  readonly code: string
}

/** The parsed usage.json. Exactly one of `data` and `error` is set in what is written; a foreign file may hold both or neither. */
export interface CachedUsage {
  /** Unix milliseconds, as stored: up to 60 s may lie in the future. */
  readonly cachedAtMs: number
  readonly data: CachedData | null
  readonly error: CachedError | null
  /**
   * Every member, numbers as they were sent. `data` of an entry that was read is enough for a decision, and far cheaper:
   * it may have floats, and lack members that no response is known to have.
   */
  readonly wholeData: () => CachedData | null
}

export const CachedUsage = {
  withData(data: CachedData, cachedAtMs: number): CachedUsage {
    return { cachedAtMs, data, error: null, wholeData: () => data }
  },
  withError(code: string, cachedAtMs: number): CachedUsage {
    return { cachedAtMs, data: null, error: { code }, wholeData: () => null }
  },
}

/** Why a file counts for nothing. */
export type Miss =
  | { readonly miss: 'absent' | 'malformed' | 'other-schema' | 'too-large' }
  /** The clock was set back: whose file it is can still be told by its time. Null where it holds no data. */
  | { readonly miss: 'future-dated'; readonly dataCachedAtMs: number | null }

export function isMiss(entry: CachedUsage | Miss): entry is Miss {
  return 'miss' in entry
}

/** A foreign file with both `data` and `error`, or neither: nobody can tell what it means. */
export function isAnomalous({ data, error }: CachedUsage): boolean {
  return (data === null) === (error === null)
}

/** The `cached_at` of a data entry, also of one from the future; null for anything else. */
export function dataCachedAtMs(read: CachedUsage | Miss): number | null {
  if (isMiss(read)) return read.miss === 'future-dated' ? read.dataCachedAtMs : null
  return isAnomalous(read) || read.data === null ? null : read.cachedAtMs
}

/** Reads the text of usage.json at the instant `nowMs`. */
export function parseUsageEntry(source: string, nowMs: number): CachedUsage | Miss {
  const malformed: Miss = { miss: 'malformed' }
  const text = withoutUnreadMembers(source, 'unknown_buckets', READ_AMONG_UNKNOWN)
  if (isNestedDeeperThan(text, MAX_DEPTH)) return malformed
  let file: JsonValue
  try {
    file = isVersionPlain(text) ? parsePlain(text) : parseExact(text)
  } catch {
    return malformed
  }
  if (!isJsonObject(file)) return malformed
  const version = member(file, 'schema_version')
  if (version === undefined) return malformed
  if (numberSource(version) !== VERSION_TOKEN) return { miss: 'other-schema' }
  const cachedAt = member(file, 'cached_at')
  const cachedAtMs = typeof cachedAt === 'string' ? parseRfc3339(cachedAt) : null
  const data = member(file, 'data') ?? null
  const error = member(file, 'error') ?? null
  if (cachedAtMs === null || !(data === null || isJsonObject(data)) || !(error === null || isJsonObject(error)))
    return malformed
  const code = error === null ? null : member(error, 'code')
  if (error !== null && typeof code !== 'string') return malformed
  let whole: CachedData | undefined
  const entry = {
    cachedAtMs,
    data,
    error: typeof code === 'string' ? { code } : null,
    wholeData: () =>
      data === null ? null : (whole ??= member(parseExact(source) as JsonObject, 'data') as CachedData),
  }
  return cachedAtMs - nowMs > MAX_AHEAD_MS ? { miss: 'future-dated', dataCachedAtMs: dataCachedAtMs(entry) } : entry
}

const VERSION_TOKEN = String(CACHE_SCHEMA_VERSION)
const VERSION_FIRST = /^\s*\{\s*"schema_version"\s*:\s*1\s*,/

/** How it begins, as written here and by linesmith: told without compiling an expression. */
const AS_WRITTEN = ['{\n  "schema_version": 1,', '{"schema_version":1,']
const AFTER_FIRST = 20

/**
 * Whether the text shows, unparsed, that the version is the token `1`, as every writer has it: `1.0` and `1e0` make
 * linesmith refuse the file, and to parse all numbers exactly would cost a hit more than all the rest.
 */
function isVersionPlain(text: string): boolean {
  // Of two the last counts, and the escape of a small letter or `_` may hide one.
  const isOne = text.indexOf('schema_version"', AFTER_FIRST) < 0 && !/\\u00[5-7]/.test(text)
  return isOne && (AS_WRITTEN.some((start) => text.startsWith(start)) || VERSION_FIRST.test(text))
}

/** The entry as the value that usage.json holds. */
export function usageEntryToJson({ cachedAtMs, wholeData, error }: CachedUsage): object {
  return { schema_version: CACHE_SCHEMA_VERSION, cached_at: formatInstant(cachedAtMs), data: wholeData(), error }
}

// What holds for every run, whatever was read.
import assert from 'node:assert/strict'
import { NAMES, parseShell } from '../helpers/shell-lines.ts'

export interface Seen {
  readonly argv: readonly string[]
  /** Null: it was killed since it hung. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly elapsedMs: number
}

/** Exit codes by command; what is not a command exits 2, the help 0. */
const CODES: Readonly<Record<string, readonly number[]>> = {
  get: [0, 1, 2, 3, 4],
  put: [0, 1, 2, 3, 5],
  clear: [0, 2, 3],
  lock: [0, 2, 3, 4],
  block: [0, 2, 3],
  unblock: [0, 2, 3],
  claim: [0, 1, 2, 3, 4],
  release: [0, 1, 2, 3],
  record: [0, 1, 2, 3, 5],
  refresh: [0, 1, 2, 3, 4, 5],
  path: [0, 2, 3],
}
const TAGS: Readonly<Record<number, RegExp>> = {
  2: /^USAGE$/,
  3: /^(E[A-Z0-9]+|NO_ROOT|BAD_ROOT|BAD_PROFILE|NOT_REGULAR|NOT_RUN)$/,
  5: /^BAD_INPUT$/,
}
const ERROR_LINE = /^usage-store: [^\n]+ \(([A-Z][A-Z0-9_]*)\)\n$/
/** C0 but the line feed, DEL, C1, and what reorders text (Unicode UAX #9). */
const ACTIVE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
const TOO_LONG_MS = 60_000
const DOCUMENT_KEYS = [
  ...['state', 'refresh', 'fetching', 'cached_at', 'age_seconds', 'miss', 'error', 'lock', 'data', 'windows'],
]
/** Behind a character beyond ASCII the quotes end before what is escaped. */
export const FISH_LINE = /^set -g (usage_[a-z_]+) '((?:[^'\\]|\\['\\]|(?<=[^\x00-\x7f])'\\['\\]')*)'$/

/** `command` is null where the arguments may be no command at all. */
export function assertSound(seen: Seen, command: string | null): void {
  const { code, stdout, stderr } = seen
  const context = JSON.stringify(seen)
  const codes = command === null ? [0, 1, 2, 3, 4, 5] : (CODES[command] ?? [])
  assert.ok(code !== null && codes.includes(code), `exit code: ${context}`)
  const tag = ERROR_LINE.exec(stderr)?.[1]
  if (code === 2 || code === 3 || code === 5) {
    assert.ok(tag !== undefined && TAGS[code]?.test(tag) === true, `error line: ${context}`)
    assert.equal(stdout, '', `stdout beside an error: ${context}`)
  } else assert.equal(stderr, '', `stderr without an error: ${context}`)
  assert.doesNotMatch(stderr, ACTIVE, `stderr: ${context}`)
  // A path that the caller himself gave is printed as he gave it.
  if (command !== null && command !== 'path') assert.doesNotMatch(stdout, ACTIVE, `stdout: ${context}`)
  assert.ok(seen.elapsedMs < TOO_LONG_MS, `time: ${context}`)
}

/** One line of JSON with these members. */
function parseLine(seen: Seen, keys: readonly string[]): Record<string, unknown> {
  assert.match(seen.stdout, /^\{[^\n]*\}\n$/, JSON.stringify(seen))
  const value = JSON.parse(seen.stdout) as Record<string, unknown>
  assert.deepEqual(Object.keys(value), keys, JSON.stringify(seen))
  return value
}

const SERVED = { fresh: 0, stale: 0, backoff: 0, blocked: 4, miss: 1 }
const FRESH_ONLY = { ...SERVED, stale: 1, backoff: 4 }

export function assertDocument(seen: Seen): void {
  const state = parseLine(seen, DOCUMENT_KEYS)['state'] as keyof typeof SERVED
  const codes = seen.argv.includes('--fresh-only') ? FRESH_ONLY : SERVED
  assert.equal(seen.code, codes[state], JSON.stringify(seen))
}

export function assertLockDocument(seen: Seen): void {
  const lock = parseLine(seen, ['active', 'fetching', 'blocked_until', 'retry_in_seconds', 'error', 'failures'])
  assert.equal(seen.code, lock['active'] === true ? 4 : 0, JSON.stringify(seen))
  assert.ok(Number(lock['retry_in_seconds']) <= 86_400, `past the cap: ${JSON.stringify(seen)}`)
}

/** With nothing to serve, nothing. */
export function assertWire(seen: Seen): void {
  if (seen.code === 0) assert.doesNotThrow(() => JSON.parse(seen.stdout), JSON.stringify(seen))
  else assert.equal(seen.stdout, '', JSON.stringify(seen))
}

/** Every variable once, in order; gives their values. */
export function assertShell(seen: Seen): Record<string, string> {
  const values = parseShell(seen.stdout)
  assert.deepEqual(Object.keys(values), NAMES, JSON.stringify(seen))
  assert.equal(seen.stdout.split('\n').length, NAMES.length + 1, JSON.stringify(seen))
  return values
}

export function assertFish(seen: Seen): Record<string, string> {
  const values = seen.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [, name = '', value = ''] = FISH_LINE.exec(line) ?? []
      return [name, value.replace(/(?<=[^\x00-\x7f])'\\(['\\])'|\\(['\\])/g, '$1$2')] as const
    })
  assert.deepEqual(
    values.map(([name]) => name),
    NAMES,
    JSON.stringify(seen),
  )
  return Object.fromEntries(values)
}

// Every command that writes, the state that it finds, and the states that it may leave: the first is the old one, the
// last what it is for, and between them those that a command of two writes passes through.
import { iso } from '../helpers/place.ts'

/** A file as it was, no file, or JSON of ours with just these members; a function judges a value that varies. */
export type Shape = 'old' | 'none' | Readonly<Record<string, unknown>>
export type Step = readonly [cache: Shape, lock: Shape]

export interface Scenario {
  readonly name: string
  readonly args: (now: number, response: string) => readonly string[]
  readonly stdin?: string
  /** The root is yet to be made. */
  readonly bare?: true
  /** usage.json is a link to `real/usage.json`, as dotfiles are. */
  readonly linked?: true
  readonly lock?: (now: number) => object
  readonly code?: number
  readonly steps: (now: number) => readonly Step[]
  /** What the command does without the mutex: go ahead, not claim, or not store. */
  readonly mutex: 'go ahead' | 'claim' | 'store'
}

const TOKEN = '0123456789abcdef0123456789'
export const RESPONSE = '{"five_hour":{"utilization":41,"resets_at":null},"tangelo":null}'
const DATA = { five_hour: { utilization: 41, resets_at: null }, unknown_buckets: { tangelo: null } }

/** What is there before. */
export const OLD_DATA = { five_hour: { utilization: 3, resets_at: null } }

const between = (low: number, high: number) => (value: unknown) =>
  typeof value === 'number' && value >= low && value <= high
/** A run is started after `now` was read, and on a crowded machine a good deal after. */
const soonAfter = (now: number) => (value: unknown) =>
  typeof value === 'string' && between(now * 1000, (now + 60) * 1000)(Date.parse(value))
const isToken = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{26}$/.test(value)

const entry = (now: number): Shape => ({ schema_version: 1, cached_at: soonAfter(now), data: DATA, error: null })

const ended = (now: number) => ({ blocked_until: now - 100, error: 'Timeout' })
const over = (now: number) => ({ ...ended(now), failures: 2 })
const running = (now: number) => ({ blocked_until: now + 60, error: 'Timeout', failures: 2 })
const leased = (now: number) => ({
  blocked_until: now + 90,
  claim: TOKEN,
  lease: 90,
  failures: 2,
  before: ended(now),
})
const claimed = (now: number, lease: number): Shape => ({
  blocked_until: between(now + lease, now + lease + 60),
  claim: isToken,
  lease,
  failures: 2,
  before: ended(now),
})
const backOff = (now: number, error: string, base: number): Shape => ({
  blocked_until: between(now + base * 4, now + base * 4.4 + 61),
  error,
  failures: 3,
})
const OLD: Step = ['old', 'old']
const stored = (now: number): readonly Step[] => [OLD, [entry(now), 'old'], [entry(now), 'none']]
const message = (status: string, body: string) => `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n\r\n${body}`

const FETCHED: Readonly<Record<string, { readonly stdin: string; readonly steps: Scenario['steps'] }>> = {
  '2xx': { stdin: message('200 OK', RESPONSE), steps: stored },
  '429': {
    stdin: message('429 Too Many Requests', '{}'),
    steps: (now) => [OLD, ['old', backOff(now, 'RateLimited', 300)]],
  },
  // The back-off first: an entry that is cleared without one would have everybody ask again with the same token.
  '401': {
    stdin: message('401 Unauthorized', '{}'),
    steps: (now) => [OLD, ['old', backOff(now, 'Unauthorized', 30)], ['none', backOff(now, 'Unauthorized', 30)]],
  },
}

const records = Object.entries(FETCHED).flatMap(([status, { stdin, steps }]): Scenario[] => [
  { name: `record of a ${status}`, args: () => ['record'], lock: over, stdin, steps, mutex: 'go ahead' },
  {
    name: `record --claim of a ${status}`,
    args: () => ['record', '--claim', TOKEN],
    lock: leased,
    stdin,
    steps,
    mutex: 'store',
  },
])

const fetched = (now: number): readonly Step[] => {
  const lease = claimed(now, 15)
  return [OLD, ['old', lease], [entry(now), lease], [entry(now), 'none']]
}

/** What `get --refresh` starts. */
export const BACKGROUND = 'refresh --claim'
export const GET_REFRESH = 'get --refresh'

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'put',
    args: () => ['put'],
    lock: running,
    stdin: RESPONSE,
    steps: (now) => [OLD, [entry(now), 'old']],
    mutex: 'go ahead',
  },
  {
    name: 'put into a directory to be made',
    args: () => ['put'],
    bare: true,
    stdin: RESPONSE,
    steps: (now) => [OLD, [entry(now), 'none']],
    mutex: 'go ahead',
  },
  {
    name: 'put through a link',
    args: () => ['put'],
    linked: true,
    stdin: RESPONSE,
    steps: (now) => [OLD, [entry(now), 'none']],
    mutex: 'go ahead',
  },
  {
    name: 'put --error',
    args: () => ['put', '--error', 'Timeout'],
    steps: (now) => [
      OLD,
      [{ schema_version: 1, cached_at: soonAfter(now), data: null, error: { code: 'Timeout' } }, 'none'],
    ],
    mutex: 'go ahead',
  },
  {
    name: 'put --at',
    args: (now) => ['put', '--at', String(now - 300)],
    stdin: RESPONSE,
    steps: (now) => [OLD, [{ schema_version: 1, cached_at: iso(now - 300), data: DATA, error: null }, 'none']],
    mutex: 'go ahead',
  },
  { name: 'clear', args: () => ['clear'], lock: running, steps: () => [OLD, ['none', 'old']], mutex: 'go ahead' },
  {
    name: 'block',
    args: () => ['block', '--for', '600'],
    lock: running,
    steps: (now) => [OLD, ['old', { blocked_until: between(now + 600, now + 660), error: 'RateLimited', failures: 2 }]],
    mutex: 'go ahead',
  },
  { name: 'unblock', args: () => ['unblock'], lock: running, steps: () => [OLD, ['old', 'none']], mutex: 'go ahead' },
  {
    name: 'unblock while somebody fetches',
    args: () => ['unblock'],
    lock: leased,
    steps: (now) => [OLD, ['old', { blocked_until: now + 90, claim: TOKEN, lease: 90 }]],
    mutex: 'go ahead',
  },
  {
    name: 'claim',
    args: () => ['claim'],
    lock: over,
    steps: (now) => [OLD, ['old', claimed(now, 30)]],
    mutex: 'claim',
  },
  {
    name: 'release',
    args: () => ['release', TOKEN],
    lock: leased,
    steps: (now) => [OLD, ['old', over(now)]],
    mutex: 'store',
  },
  {
    name: 'release of a claim before which nothing stood',
    args: () => ['release', TOKEN],
    lock: (now) => ({ blocked_until: now + 90, claim: TOKEN, lease: 90 }),
    steps: () => [OLD, ['old', 'none']],
    mutex: 'store',
  },
  ...records,
  {
    name: 'refresh',
    args: (_now, response) => ['refresh', '--', 'cat', response],
    lock: over,
    steps: fetched,
    mutex: 'claim',
  },
  {
    name: BACKGROUND,
    args: (_now, response) => ['refresh', '--claim', TOKEN, '--timeout=10', '--', 'sh', '-c', `cat '${response}'`],
    lock: leased,
    steps: stored,
    mutex: 'store',
  },
  {
    name: GET_REFRESH,
    args: (_now, response) => ['get', '--refresh', `cat '${response}'`],
    lock: over,
    steps: fetched,
    mutex: 'claim',
  },
]

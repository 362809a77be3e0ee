// The five states of the decision, at their borders, with what each serves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectJson } from '../helpers/expect.ts'
import { dataEntry, errorEntry, iso, makePlace, us, withinOneSecond, writeState } from '../helpers/place.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

interface Situation {
  /** Seconds since `cached_at`; null: no entry. */
  readonly age: number | null
  readonly error?: string
  readonly lock?: (now: number) => unknown
  readonly lockAge?: number
  readonly args?: readonly string[]
  readonly state: string
  readonly code?: number
  readonly refresh: boolean
  readonly fetching?: boolean
  /** Seconds of the lock that is shown, and its error; null: none is shown. */
  readonly shown?: readonly [number, string | null]
  readonly miss?: string | null
}

const block = (seconds: number, error?: string) => (now: number) => ({
  blocked_until: now + seconds,
  ...(error === undefined ? {} : { error }),
})
const claim = (lease: number, before?: readonly [number, string]) => (now: number) => ({
  blocked_until: now + lease,
  claim: 'somebody',
  lease,
  ...(before === undefined ? {} : { before: { blocked_until: now + before[0], error: before[1] } }),
})
const DAY = 86_400

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'young data are fresh': { age: 0, state: 'fresh', refresh: false },
  'data of 179 s are fresh': { age: 179, state: 'fresh', refresh: false },
  'data of 180 s are stale': { age: 180, state: 'stale', refresh: true },
  'data a second short of a day are stale': { age: DAY - 1, state: 'stale', refresh: true },
  'data of a day are a miss': { age: DAY, state: 'miss', code: 1, refresh: true, miss: 'expired' },
  'data from 60 s ahead count as now': { age: -60, state: 'fresh', refresh: false },
  'data from 61 s ahead are a miss': { age: -61, state: 'miss', code: 1, refresh: true, miss: 'future-dated' },
  'a lock does not matter to fresh data': {
    age: 10,
    lock: block(1000, 'Unauthorized'),
    state: 'fresh',
    refresh: false,
  },
  'stale data under a block': {
    age: 500,
    lock: block(1000, 'RateLimited'),
    state: 'backoff',
    refresh: false,
    shown: [1000, 'RateLimited'],
  },
  'stale data under a block without an error': {
    age: 500,
    lock: block(1000),
    state: 'backoff',
    refresh: false,
    shown: [1000, null],
  },
  'a code of someone else is shown as it is': {
    age: 500,
    lock: block(1000, 'Their_own-1'),
    state: 'backoff',
    refresh: false,
    shown: [1000, 'Their_own-1'],
  },
  'a block for a second longer': {
    age: 500,
    lock: block(1, 'Timeout'),
    state: 'backoff',
    refresh: false,
    shown: [1, 'Timeout'],
  },
  'a block that ends now': { age: 500, lock: block(0, 'Timeout'), state: 'stale', refresh: true },
  'stale data without a login': {
    age: 500,
    lock: block(1000, 'Unauthorized'),
    state: 'blocked',
    code: 4,
    refresh: false,
    shown: [1000, 'Unauthorized'],
  },
  'stale data that are forbidden': {
    age: 500,
    lock: block(1000, 'Forbidden'),
    state: 'blocked',
    code: 4,
    refresh: false,
    shown: [1000, 'Forbidden'],
  },
  'an expired block of the login': { age: 500, lock: block(-1, 'Unauthorized'), state: 'stale', refresh: true },
  'data past max-stale under a block': {
    age: DAY,
    lock: block(1000, 'Timeout'),
    state: 'blocked',
    code: 4,
    refresh: false,
    shown: [1000, 'Timeout'],
    miss: 'expired',
  },
  'nothing under a block': {
    age: null,
    lock: block(1000, 'Timeout'),
    state: 'blocked',
    code: 4,
    refresh: false,
    shown: [1000, 'Timeout'],
    miss: 'absent',
  },
  'nothing at all': { age: null, state: 'miss', code: 1, refresh: true, miss: 'absent' },
  'a young error': { age: 29, error: 'Timeout', state: 'blocked', code: 4, refresh: false },
  'an error of 30 s': { age: 30, error: 'Timeout', state: 'miss', code: 1, refresh: true, miss: 'error' },
  'an old error under a block': {
    age: 500,
    error: 'Timeout',
    lock: block(9, 'RateLimited'),
    state: 'blocked',
    code: 4,
    refresh: false,
    shown: [9, 'RateLimited'],
    miss: 'error',
  },
  'somebody fetches for stale data': { age: 500, lock: claim(30), state: 'stale', refresh: false, fetching: true },
  'somebody fetches for nothing': {
    age: null,
    lock: claim(30),
    state: 'miss',
    code: 1,
    refresh: false,
    fetching: true,
    miss: 'absent',
  },
  'a block that a running claim carries is not looked at': {
    age: 500,
    lock: claim(30, [1000, 'Timeout']),
    state: 'stale',
    refresh: false,
    fetching: true,
  },
  'a lease that has run out': { age: 500, lock: claim(30), lockAge: 31, state: 'stale', refresh: true },
  'a lease by its own length, not by blocked_until': {
    age: 500,
    lock: (now) => ({ blocked_until: now + 5000, claim: 'x', lease: 30 }),
    lockAge: 31,
    state: 'stale',
    refresh: true,
  },
  'a claim without a lease goes by blocked_until': {
    age: 500,
    lock: (now) => ({ blocked_until: now + 9, claim: 'x' }),
    lockAge: 5,
    state: 'stale',
    refresh: false,
    fetching: true,
  },
  'the block before a claim that has run out': {
    age: 500,
    lock: claim(30, [1000, 'Timeout']),
    lockAge: 31,
    state: 'backoff',
    refresh: false,
    shown: [1000, 'Timeout'],
  },
  'a lease from the future does not run': { age: 500, lock: claim(30), lockAge: -10, state: 'stale', refresh: true },
  'spacing after a success is no block': {
    age: 200,
    lock: (now) => ({ blocked_until: now - 20 + 60 }),
    lockAge: 200,
    args: ['--max-age', '60'],
    state: 'stale',
    refresh: true,
  },
}

eachTarget((target) => {
  for (const [name, s] of thinned(target, Object.entries(SITUATIONS))) {
    test(name, async (t) => {
      const place = makePlace(t)
      const data = { five_hour: { utilization: 22, resets_at: null } }
      const [outcome, now] = await withinOneSecond(async (second) => {
        if (s.age !== null)
          writeState(
            place.cache,
            s.error === undefined ? dataEntry(second - s.age, data) : errorEntry(second - s.age, s.error),
          )
        if (s.lock !== undefined) writeState(place.lock, s.lock(second), second - (s.lockAge ?? 1))
        return [await us(target, place, ['get', ...(s.args ?? [])]), second] as const
      })
      const answer = expectJson(outcome, s.code ?? 0)
      const served = s.code === undefined
      const { miss, cached_at, age_seconds, error, ...rest } = answer
      assert.deepEqual(rest, {
        state: s.state,
        refresh: s.refresh,
        fetching: s.fetching ?? false,
        lock:
          s.shown === undefined
            ? null
            : { blocked_until: now + s.shown[0], retry_in_seconds: s.shown[0], error: s.shown[1] },
        data: served ? { unknown_buckets: {}, ...data } : null,
        windows: served
          ? {
              five_hour: {
                percent: 22,
                resets_at: null,
                resets_in_seconds: null,
                reset_passed: false,
                pace: null,
                runs_out_in_seconds: null,
              },
            }
          : {},
      })
      if (served) assert.equal(miss, null)
      if (s.miss !== undefined) assert.equal(miss, s.miss)
      if (s.error !== undefined) assert.deepEqual(error, { code: s.error })
      else assert.equal(error, null)
      if (served && s.age !== null) {
        assert.equal(Date.parse(cached_at), Date.parse(iso(now - s.age)))
        assert.equal(age_seconds, Math.max(0, s.age))
      }
      if (s.age === null) assert.deepEqual([cached_at, age_seconds], [null, null])
    })
  }
})

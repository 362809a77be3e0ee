// lock: what stands in the file, what of it counts, and for how long.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectJson, expectMembers } from '../helpers/expect.ts'
import { makePlace, us, withinOneSecond, writeState } from '../helpers/place.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

const DAY = 86_400
const HOUR = 3600
const NONE = { active: false, fetching: false, blocked_until: null, retry_in_seconds: 0, error: null, failures: 0 }

interface Sample {
  readonly content: (now: number) => unknown
  /** Seconds since the file was written; negative: its mtime lies in the future. */
  readonly age?: number
  /** Seconds from now on, for an active lock; everything else is `members`. */
  readonly active?: number
  readonly members?: Readonly<Record<string, unknown>>
}

const json = (members: (now: number) => unknown): ((now: number) => unknown) => members
const text =
  (content: string): ((now: number) => unknown) =>
  () =>
    content
const LEGACY = { error: null, failures: 0, fetching: false }

const SAMPLES: Readonly<Record<string, Sample>> = {
  'a block': {
    content: json((now) => ({ blocked_until: now + 77, error: 'RateLimited', failures: 2 })),
    active: 77,
    members: { error: 'RateLimited', failures: 2, fetching: false },
  },
  'a block without more': {
    content: json((now) => ({ blocked_until: now + 1 })),
    active: 1,
    members: { error: null, failures: 0 },
  },
  'unknown members and spaces': {
    content: (now) => ` {\n"x": [1], "blocked_until": ${now + 5}, "error": null}\n`,
    active: 5,
    members: { error: null },
  },
  'a block that has ended': {
    content: json((now) => ({ blocked_until: now, error: 'Timeout', failures: 3 })),
    members: { active: false, retry_in_seconds: 0, failures: 3, fetching: false },
  },
  'an ended block of the distant past': {
    content: json(() => ({ blocked_until: 0, error: 'Timeout' })),
    members: { active: false, retry_in_seconds: 0 },
  },
  'failures of another type count as absent': {
    content: json((now) => ({ blocked_until: now + 9, error: 'Timeout', failures: 'many' })),
    active: 9,
    members: { failures: 0 },
  },
  'a claim of another type counts as absent': {
    content: json((now) => ({ blocked_until: now + 9, error: 'Timeout', claim: 5, lease: 'x', before: 1 })),
    active: 9,
    members: { fetching: false },
  },

  'a running claim': {
    content: json((now) => ({ blocked_until: now + 30, claim: 'x', lease: 30 })),
    members: { active: false, fetching: true, error: null },
  },
  'a running claim with what stood there': {
    content: json((now) => ({
      blocked_until: now + 30,
      claim: 'x',
      lease: 30,
      failures: 4,
      before: { blocked_until: now + 500, error: 'Timeout' },
    })),
    members: { active: false, fetching: true },
  },
  'a lease in its last second': {
    content: json((now) => ({ blocked_until: now - 5, claim: 'x', lease: 30 })),
    age: 28,
    members: { active: false, fetching: true },
  },
  'a claim that has run out': {
    content: json((now) => ({ blocked_until: now + 30, claim: 'x', lease: 30 })),
    age: 31,
    members: { active: false, fetching: false, blocked_until: null, retry_in_seconds: 0, error: null },
  },
  'what stood before it': {
    content: json((now) => ({
      blocked_until: now + 30,
      claim: 'x',
      lease: 30,
      failures: 4,
      before: { blocked_until: now + 500, error: 'Timeout' },
    })),
    age: 31,
    active: 500,
    members: { error: 'Timeout', failures: 4, fetching: false },
  },
  'a block before it that has ended': {
    content: json((now) => ({
      blocked_until: now + 30,
      claim: 'x',
      lease: 30,
      before: { blocked_until: now - 1, error: 'Timeout' },
    })),
    age: 31,
    members: { active: false, fetching: false },
  },
  'a claim from the future': {
    content: json((now) => ({ blocked_until: now + 30, claim: 'x', lease: 30 })),
    age: -10,
    members: { active: false, fetching: false },
  },

  'an empty file': { content: text(''), age: 10, active: 20, members: LEGACY },
  rubbish: { content: text('12345\n'), age: 29, active: 1, members: LEGACY },
  'rubbish of 30 s': { content: text('12345\n'), age: 30, members: { active: false, ...LEGACY } },
  'an array': { content: text('[1]'), age: 5, active: 25, members: LEGACY },
  null: { content: text('null'), age: 5, active: 25, members: LEGACY },
  'no blocked_until': { content: text('{"error":"Timeout"}'), age: 5, active: 25, members: LEGACY },
  'blocked_until as text': { content: text('{"blocked_until":"2030"}'), age: 5, active: 25, members: LEGACY },
  'blocked_until with a fraction': {
    content: json((now) => ({ blocked_until: now + 900.5 })),
    age: 5,
    active: 25,
    members: LEGACY,
  },
  'an error that is no text': {
    content: json((now) => ({ blocked_until: now + 900, error: 5 })),
    age: 5,
    active: 25,
    members: LEGACY,
  },
  'bytes that are no UTF-8': {
    content: () => Buffer.from('{"blocked_until":9999999999,"error":"\xff"}', 'latin1'),
    age: 5,
    active: 25,
    members: LEGACY,
  },
  'more than 64 KiB': {
    content: (now) => JSON.stringify({ blocked_until: now + 900, error: 'Timeout' }).padEnd(65_537),
    age: 5,
    active: 25,
    members: LEGACY,
  },
  'exactly 64 KiB': {
    content: (now) => JSON.stringify({ blocked_until: now + 900, error: 'Timeout' }).padEnd(65_536),
    age: 5,
    active: 900,
    members: { error: 'Timeout' },
  },
  'rubbish from a little ahead': { content: text('x'), age: -20, active: 50, members: LEGACY },
  'rubbish from far ahead is ignored': {
    content: text('x'),
    age: -40,
    members: { active: false, retry_in_seconds: 0 },
  },

  'the far future, written now': {
    content: json(() => ({ blocked_until: 9_999_999_999, error: 'RateLimited' })),
    age: 0,
    active: DAY,
    members: { error: 'RateLimited' },
  },
  'the far future, written an hour ago': {
    content: json(() => ({ blocked_until: 9_999_999_999, error: 'RateLimited' })),
    age: HOUR,
    active: DAY - HOUR,
  },
  'the far future, written a day ago': {
    content: json(() => ({ blocked_until: 9_999_999_999, error: 'RateLimited' })),
    age: DAY,
    members: { active: false, retry_in_seconds: 0 },
  },
  'the far future, written in the future': {
    content: json(() => ({ blocked_until: 9_999_999_999, error: 'RateLimited' })),
    age: -30 * DAY,
    active: DAY,
  },
  'beyond what a double holds': {
    content: text('{"blocked_until":99999999999999999999,"error":"RateLimited"}'),
    age: DAY + 1,
    members: { active: false, retry_in_seconds: 0 },
  },
  'in milliseconds': {
    content: json((now) => ({ blocked_until: now * 1000, error: 'RateLimited' })),
    age: 2 * HOUR,
    active: DAY - 2 * HOUR,
  },
  'a cap on what stood before a claim': {
    content: json(() => ({
      blocked_until: 1,
      claim: 'x',
      lease: 30,
      before: { blocked_until: 9_999_999_999, error: 'Timeout' },
    })),
    age: HOUR,
    active: DAY - HOUR,
    members: { error: 'Timeout' },
  },
}

eachTarget((target) => {
  test('no file and no root', async (t) => {
    const place = makePlace(t)
    assert.deepEqual(expectJson(await us(target, place, ['lock']), 0), NONE)
    assert.deepEqual(expectJson(await us(target, { ...place, root: `${place.dir}/none` }, ['lock']), 0), NONE)
  })

  for (const [name, { content, age = 0, active, members = {} }] of thinned(target, Object.entries(SAMPLES))) {
    test(name, async (t) => {
      const place = makePlace(t)
      const [outcome, now] = await withinOneSecond(async (second) => {
        writeState(place.lock, content(second), second - age)
        return [await us(target, place, ['lock']), second] as const
      })
      const answer = expectJson(outcome, active === undefined ? 0 : 4)
      assert.deepEqual(Object.keys(answer), Object.keys(NONE))
      if (active !== undefined)
        expectMembers(answer, { active: true, blocked_until: now + active, retry_in_seconds: active })
      expectMembers(answer, members)
    })
  }
})

// record: how long a failure keeps everybody away, how failures add up, and what ends them. No claim is involved.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { expectBadInput, expectBetween, expectJson, expectOutput } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, type Place, readJson, us, writeState } from '../helpers/place.ts'
import { eachTarget, type Target, thinned } from '../helpers/targets.ts'

const DAY = 86_400
const GOOD = '{"five_hour":null}'

/** Records a failure and returns the lock with what it waits at least and at most, for the second it fell into. */
async function fail(target: Target, place: Place, status: string, ...flags: readonly string[]) {
  const from = nowSeconds()
  expectOutput(await us(target, place, ['record', '--status', status, ...flags]), 0, '')
  const lock = readJson(place.lock)
  return { lock, least: lock.blocked_until - nowSeconds(), most: lock.blocked_until - from }
}

const SHORT = [30, 60, 120, 240, 300, 300, 300]
const LONG = [300, 600, 1200, 2400, 3600, 3600, 3600]
const COUNTED: readonly (readonly [status: string, error: string, waits: readonly number[]])[] = [
  ['500', 'NetworkError', SHORT],
  ['429', 'RateLimited', LONG],
  ['403', 'Forbidden', LONG],
  ['401', 'Unauthorized', SHORT],
]

/** A Retry-After and the seconds that it is worth; 300 for one that is not usable. `now` is taken as it is run. */
const RETRY_AFTER: readonly (readonly [name: string, value: (now: number) => string, seconds: number])[] = [
  ['seconds', () => '1000', 1000],
  ['less than any back-off', () => '1', 1],
  ['zeros before it', () => '0090', 90],
  ['a date', (now) => new Date((now + 2000) * 1000).toUTCString(), 2000],
  ['more than a day', () => '999999', DAY],
  ['a date next year', (now) => new Date((now + 400 * DAY) * 1000).toUTCString(), DAY],
  ['more digits than a number holds', () => '9'.repeat(400), DAY],
  ['zero', () => '0', 300],
  ['a date that is past', (now) => new Date((now - 5) * 1000).toUTCString(), 300],
  ['a negative number', () => '-5', 300],
  ['a fraction', () => '1.5', 300],
  ['rubbish', () => 'soon', 300],
  ['nothing', () => '', 300],
]

eachTarget((target) => {
  for (const [status, error, waits] of COUNTED) {
    test(`${status}: each failure doubles the wait up to the cap`, async (t) => {
      for (const [failures, wait] of thinned(target, [...waits.entries()])) {
        const place = makePlace(t)
        // The failures before have ended: what blocks now is this one alone.
        if (failures > 0) writeState(place.lock, { blocked_until: nowSeconds() - 5, error: 'Timeout', failures })
        const { lock, least, most } = await fail(target, place, status)
        assert.deepEqual([lock.error, lock.failures], [error, failures + 1])
        assert.ok(most >= wait && least <= wait * 1.1, `${least}..${most} after ${failures} failures`)
      }
    })
  }

  for (const [name, value, seconds] of thinned(target, RETRY_AFTER)) {
    test(`Retry-After: ${name}`, async (t) => {
      const [byFlag, byHeader] = [makePlace(t), makePlace(t)]
      // A failure before this one: a Retry-After stands in place of what would be doubled, and rubbish does not.
      const before = { blocked_until: nowSeconds() - 5, error: 'RateLimited', failures: 1 }
      for (const place of [byFlag, byHeader]) writeState(place.lock, before)
      const isUsed = seconds !== 300
      const low = isUsed ? Math.min(seconds + 1, DAY) : 600
      const high = isUsed ? Math.min(Math.max(seconds * 1.1, seconds + 1), DAY) : 660
      const given = value(nowSeconds())
      const { lock, least, most } = await fail(target, byFlag, '429', `--retry-after=${given}`)
      assert.deepEqual([lock.error, lock.failures], ['RateLimited', 2])
      // The date was written a moment before the wait began.
      assert.ok(most >= low - 2 && least <= high, `${least}..${most} by the flag`)
      const from = nowSeconds()
      const stdin = `HTTP/2 429 \r\nretry-after: ${value(from)}\r\n\r\n`
      expectOutput(await us(target, byHeader, ['record'], { stdin }), 0, '')
      const { blocked_until } = readJson(byHeader.lock)
      expectBetween(blocked_until, from + low - 1, nowSeconds() + high, 'blocked_until by the header')
    })
  }

  test('a Retry-After of anything but a 429 says nothing', async (t) => {
    for (const [status, wait] of [
      ['503', 30],
      ['401', 30],
      ['403', 300],
    ] as const) {
      const { least, most } = await fail(target, makePlace(t), status, '--retry-after', '5000')
      assert.ok(most >= wait && least <= wait * 1.1, `${least}..${most} after ${status}`)
    }
  })

  test('failures in a row, of several kinds, and a success that ends them', async (t) => {
    const place = makePlace(t)
    const first = await fail(target, place, '500')
    const second = await fail(target, place, '500')
    assert.ok(second.lock.blocked_until > first.lock.blocked_until)
    assert.deepEqual([first.lock.failures, second.lock.failures], [1, 2])
    expectBadInput(await us(target, place, ['record'], { stdin: '<html>' }))
    const third = readJson(place.lock)
    assert.deepEqual([third.error, third.failures], ['ParseError', 3])
    expectBetween(third.blocked_until, nowSeconds() + 100, nowSeconds() + 132, 'the third')
    assert.equal((await us(target, place, ['get'])).code, 4)

    expectOutput(await us(target, place, ['record'], { stdin: GOOD }), 0, '')
    assert.equal(existsSync(place.lock), false)
    const { state, lock } = expectJson(await us(target, place, ['get']), 0)
    assert.deepEqual([state, lock], ['fresh', null])
    assert.equal((await fail(target, place, '500')).lock.failures, 1, 'counted from the start again')
  })

  test('a longer block keeps its end and its error, and the failure counts', async (t) => {
    const now = nowSeconds()
    for (const [before, left] of [
      [
        { blocked_until: now + 5000, error: 'Forbidden', failures: 2 },
        { blocked_until: now + 5000, error: 'Forbidden', failures: 3 },
      ],
      [
        { blocked_until: now + 5000, error: 'Odd-1' },
        { blocked_until: now + 5000, error: 'Odd-1', failures: 1 },
      ],
      [
        {
          blocked_until: now + 9,
          claim: 'dead',
          lease: 30,
          failures: 4,
          before: { blocked_until: now + 5000, error: 'RateLimited' },
        },
        { blocked_until: now + 5000, error: 'RateLimited', failures: 5 },
      ],
    ] as const) {
      const place = makePlace(t)
      writeState(place.lock, before, now - 60)
      await fail(target, place, '500')
      assert.deepEqual(readJson(place.lock), left)
    }
  })

  test('what only looks like a block is no longer one: a spacing, rubbish, the far future', async (t) => {
    const now = nowSeconds()
    const spaced = makePlace(t)
    writeState(spaced.cache, dataEntry(now - 10, { five_hour: null }))
    writeState(spaced.lock, { blocked_until: now + 170 }, now - 10)
    const { lock, least, most } = await fail(target, spaced, '500')
    assert.deepEqual([lock.error, lock.failures], ['NetworkError', 1])
    assert.ok(most >= 30 && least <= 33, `${least}..${most}`)

    const rubbish = makePlace(t)
    writeState(rubbish.lock, 'rubbish', now - 5)
    assert.deepEqual((await fail(target, rubbish, '500')).lock.failures, 1)

    const future = makePlace(t)
    writeState(future.lock, { blocked_until: 9_999_999_999, error: 'RateLimited' }, now - 3600)
    assert.equal((await fail(target, future, '500')).lock.blocked_until, now - 3600 + DAY)
  })

  test('a success ends whatever blocks', async (t) => {
    const now = nowSeconds()
    for (const lock of [
      { blocked_until: now + 5000, error: 'Unauthorized', failures: 3 },
      { blocked_until: now + 170 },
      { blocked_until: now - 5, error: 'Timeout', failures: 3 },
      'rubbish',
      '',
    ]) {
      const place = makePlace(t)
      writeState(place.lock, lock)
      expectOutput(await us(target, place, ['record'], { stdin: GOOD }), 0, '')
      assert.equal(existsSync(place.lock), false, JSON.stringify(lock))
    }
  })
})

// block: how long in each form, and what it never does to a longer block or a claim.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectBetween, expectJson, expectOutput } from '../helpers/expect.ts'
import { makePlace, nowSeconds, readJson, readText, us, writeState } from '../helpers/place.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

const DAY = 86_400
const http = (seconds: number): string => new Date((nowSeconds() + seconds) * 1000).toUTCString()

/** Arguments, and the range of seconds for which it blocks; jitter is at most a tenth. */
const FORMS: Readonly<Record<string, readonly [args: () => readonly string[], low: number, high: number]>> = {
  'without anything': [() => [], 300, 330],
  seconds: [() => ['--for', '90'], 90, 90],
  minutes: [() => ['--for=2m'], 120, 120],
  'a day': [() => ['--for', '1d'], DAY, DAY],
  'longer than a day': [() => ['--for', '30d'], DAY, DAY],
  'until then': [() => ['--until', String(nowSeconds() + 500)], 500, 500],
  'until a day after tomorrow': [() => ['--until', '9999999999'], DAY, DAY],
  'Retry-After in seconds': [() => ['--retry-after', '245'], 246, 270],
  'Retry-After of a second': [() => ['--retry-after', '1'], 2, 2],
  'Retry-After as a date': [() => ['--retry-after', http(600)], 601, 661],
  'Retry-After of a year': [() => ['--retry-after', '31536000'], DAY, DAY],
  'Retry-After zero': [() => ['--retry-after', '0'], 300, 330],
  'Retry-After in the past': [() => ['--retry-after', http(-600)], 300, 330],
  'Retry-After rubbish': [() => ['--retry-after', 'soon'], 300, 330],
  'Retry-After negative': [() => ['--retry-after=-5'], 300, 330],
  'Retry-After with a fraction': [() => ['--retry-after', '1.5'], 300, 330],
  'Retry-After empty': [() => ['--retry-after='], 300, 330],
}

eachTarget((target) => {
  for (const [name, [args, low, high]] of thinned(target, Object.entries(FORMS))) {
    test(name, async (t) => {
      const place = makePlace(t)
      const from = nowSeconds()
      expectOutput(await us(target, place, ['block', ...args()]), 0, '')
      const { blocked_until, ...rest } = readJson(place.lock)
      assert.deepEqual(rest, { error: 'RateLimited' })
      assert.ok(Number.isInteger(blocked_until))
      expectBetween(blocked_until, from + low - 1, nowSeconds() + high + 1, 'blocked_until')
    })
  }

  test('the moment that has passed blocks nobody', async (t) => {
    const place = makePlace(t)
    for (const args of [
      ['--until', '1'],
      ['--until', String(nowSeconds() - 1)],
      ['--for', '0'],
    ]) {
      expectOutput(await us(target, place, ['block', ...args]), 0, '')
      assert.equal(expectJson(await us(target, place, ['lock']), 0).active, false)
    }
  })

  test('--error names the reason, any code that has the form of one', async (t) => {
    const place = makePlace(t)
    for (const code of ['Unauthorized', 'Their_own-1', 'x', 'A'.repeat(64)]) {
      expectOutput(await us(target, place, ['block', '--for', '60', '--force', '--error', code]), 0, '')
      assert.equal(readJson(place.lock).error, code)
    }
  })

  test('a longer block stays, a shorter one gives way, --force decides otherwise; failures are kept', async (t) => {
    const place = makePlace(t)
    const end = nowSeconds() + 2400
    const running = { blocked_until: end, error: 'Timeout', failures: 2 }
    writeState(place.lock, running)
    for (const args of [['--for', '60'], [], ['--until', '1'], ['--retry-after', '9', '--error', 'Forbidden']]) {
      expectOutput(await us(target, place, ['block', ...args]), 0, '')
      assert.deepEqual(readJson(place.lock), running)
    }
    const from = nowSeconds()
    expectOutput(await us(target, place, ['block', '--for', '2h', '--error', 'Forbidden']), 0, '')
    const longer = readJson(place.lock)
    expectBetween(longer.blocked_until, from + 7200, nowSeconds() + 7201)
    assert.deepEqual(longer, { blocked_until: longer.blocked_until, error: 'Forbidden', failures: 2 })
    expectOutput(await us(target, place, ['block', '--for', '60', '--force']), 0, '')
    const shorter = readJson(place.lock)
    expectBetween(shorter.blocked_until, from + 60, nowSeconds() + 61)
    assert.deepEqual(shorter, { blocked_until: shorter.blocked_until, error: 'RateLimited', failures: 2 })
  })

  test('without a duration it blocks as a 429 would after as many failures', async (t) => {
    const place = makePlace(t)
    for (const [failures, low, high] of [
      [1, 600, 660],
      [2, 1200, 1320],
      [9, 3600, 3960],
    ] as const) {
      writeState(place.lock, { blocked_until: nowSeconds() - 5, error: 'RateLimited', failures })
      const from = nowSeconds()
      expectOutput(await us(target, place, ['block']), 0, '')
      const { blocked_until, ...rest } = readJson(place.lock)
      assert.deepEqual(rest, { error: 'RateLimited', failures })
      expectBetween(blocked_until, from + low - 1, nowSeconds() + high + 1, `after ${failures} failures`)
    }
  })

  test('spacing, rubbish and the far future do not count as longer blocks', async (t) => {
    const place = makePlace(t)
    for (const [content, mtime] of [
      ['rubbish', nowSeconds() - 60],
      [{ blocked_until: 9_999_999_999, error: 'Timeout' }, nowSeconds() - 2 * DAY],
      [{ blocked_until: nowSeconds() - 1, error: 'Timeout' }, nowSeconds()],
    ] as const) {
      writeState(place.lock, content, mtime)
      const from = nowSeconds()
      expectOutput(await us(target, place, ['block', '--for', '60']), 0, '')
      const { blocked_until, ...rest } = readJson(place.lock)
      assert.deepEqual(rest, { error: 'RateLimited' })
      expectBetween(blocked_until, from + 60, nowSeconds() + 61)
    }
  })

  test('a running claim is replaced; the block that it carried still counts', async (t) => {
    const place = makePlace(t)
    const end = nowSeconds() + 2400
    const claim = { blocked_until: nowSeconds() + 30, claim: 'x', lease: 30, failures: 3 }
    writeState(place.lock, { ...claim, before: { blocked_until: end, error: 'Timeout' } })
    expectOutput(await us(target, place, ['block', '--for', '60']), 0, '')
    assert.deepEqual(readJson(place.lock), { blocked_until: end, error: 'Timeout', failures: 3 })
    writeState(place.lock, { ...claim, before: { blocked_until: end, error: 'Timeout' } })
    const from = nowSeconds()
    expectOutput(await us(target, place, ['block', '--for', '2h']), 0, '')
    const { blocked_until, ...rest } = readJson(place.lock)
    assert.deepEqual(rest, { error: 'RateLimited', failures: 3 })
    expectBetween(blocked_until, from + 7200, nowSeconds() + 7201)
    writeState(place.lock, { ...claim, blocked_until: nowSeconds() + 5000, lease: 5000 })
    expectOutput(await us(target, place, ['block', '--for', '60']), 0, '')
    expectBetween(readJson(place.lock).blocked_until, from + 60, nowSeconds() + 61, 'a lease is no block')
  })

  test('jitter: not everybody comes back at the same second', async (t) => {
    const place = makePlace(t)
    const ends = new Set<unknown>()
    for (let round = 0; round < 8 && ends.size < 3; round += 1) {
      expectOutput(await us(target, place, ['block', '--force', '--retry-after', '80000']), 0, '')
      ends.add(readJson(place.lock).blocked_until)
    }
    assert.ok(ends.size >= 3, readText(place.lock))
  })
})

// The flags of the decision: the ages, --fresh-only, --ok, and what a completed entry wants.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectJson, expectMembers, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, errorEntry, iso, makePlace, nowSeconds, us, withinOneSecond, writeState } from '../helpers/place.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

const BUCKET = { five_hour: { utilization: 22, resets_at: null } }

/** Age of the entry, arguments, state. */
const AGES: readonly (readonly [age: number, args: readonly string[], state: string])[] = [
  [89, ['--max-age', '90'], 'fresh'],
  [90, ['--max-age', '90'], 'stale'],
  [90, ['--max-age=90s'], 'stale'],
  [179, ['--max-age', '3m'], 'fresh'],
  [180, ['--max-age', '3m'], 'stale'],
  [7199, ['--max-age', '2h'], 'fresh'],
  [7200, ['--max-age', '2h'], 'stale'],
  [86_399, ['--max-age', '1d', '--max-stale', '2d'], 'fresh'],
  [86_400, ['--max-age', '1d', '--max-stale', '2d'], 'stale'],
  [172_799, ['--max-stale', '2d'], 'stale'],
  [172_800, ['--max-stale', '2d'], 'miss'],
  [0, ['--max-age', '0'], 'stale'],
  [200, ['--max-stale', '100'], 'miss'],
  [59, ['--max-age', '60', '--max-stale', '30'], 'fresh'],
]

const ERROR_AGES: readonly (readonly [age: number, args: readonly string[], state: string])[] = [
  [59, ['--error-max-age', '1m'], 'blocked'],
  [60, ['--error-max-age', '1m'], 'miss'],
  [0, ['--error-max-age', '0s'], 'miss'],
]

const CODE: Readonly<Record<string, number>> = { fresh: 0, stale: 0, backoff: 0, blocked: 4, miss: 1 }

/** Seconds since the last whole response (null: never), arguments, whether a refresh is wanted. */
const COMPLETE: readonly (readonly [age: number | null, args: readonly string[], refresh: boolean])[] = [
  [0, [], false],
  [899, [], false],
  [901, [], true],
  [null, [], true],
  [901, ['--max-complete-age', '1h'], false],
  [3601, ['--max-complete-age', '1h'], true],
  [61, ['--max-complete-age=1m'], true],
]

eachTarget((target) => {
  for (const [entry, table] of [
    [dataEntry, AGES],
    [errorEntry, ERROR_AGES],
  ] as const) {
    for (const [age, args, state] of thinned(target, table)) {
      test(`${entry === dataEntry ? 'data' : 'an error'} of ${age} s with ${args.join(' ')}: ${state}`, async (t) => {
        const place = makePlace(t)
        const outcome = await withinOneSecond((now) => {
          writeState(place.cache, entry === dataEntry ? dataEntry(now - age, BUCKET) : errorEntry(now - age, 'Timeout'))
          return us(target, place, ['get', ...args])
        })
        assert.equal(expectJson(outcome, CODE[state] ?? -1).state, state)
      })
    }
  }

  for (const [state, age, lock, code] of [
    ['fresh', 10, 1000, 0],
    ['stale', 500, null, 1],
    ['backoff', 500, 1000, 4],
  ] as const) {
    test(`--fresh-only with ${state} data, --ok with it`, async (t) => {
      const place = makePlace(t)
      writeState(place.cache, dataEntry(nowSeconds() - age, BUCKET))
      if (lock !== null) writeState(place.lock, { blocked_until: nowSeconds() + lock, error: 'RateLimited' })
      const answer = expectJson(await us(target, place, ['get', '--fresh-only']), code)
      assert.equal(answer.state, state)
      assert.equal(answer.data === null, code !== 0)
      assert.deepEqual(Object.keys(answer.windows), code === 0 ? ['five_hour'] : [])
      assert.deepEqual(expectJson(await us(target, place, ['get', '--json', '--fresh-only', '--ok']), 0).state, state)
      const wire = await us(target, place, ['get', '--fresh-only', '--wire'])
      if (code === 0) expectQuiet(wire, 0)
      else expectOutput(wire, code, '')
      const field = await us(target, place, ['get', '--fresh-only', '--field', 'five_hour.percent', '--default', '-'])
      expectOutput(field, code, code === 0 ? '22\n' : '-\n')
    })
  }

  test('--ok makes a miss and a block a success, and changes nothing else', async (t) => {
    const place = makePlace(t)
    for (const code of [1, 4]) {
      if (code === 4) writeState(place.lock, { blocked_until: nowSeconds() + 5000, error: 'Unauthorized' })
      for (const output of [['--wire'], ['--shell'], ['--field', 'windows.five_hour.percent', '--field', 'state']]) {
        const [plain, ok] = await withinOneSecond(() =>
          Promise.all([us(target, place, ['get', ...output]), us(target, place, ['get', '--ok', ...output])]),
        )
        expectQuiet(plain, code)
        expectOutput(ok, 0, plain.stdout)
      }
      assert.equal(expectJson(await us(target, place, ['get', '--ok']), 0).state, code === 1 ? 'miss' : 'blocked')
    }
    writeState(place.cache, dataEntry(nowSeconds(), BUCKET))
    expectOutput(await us(target, place, ['get', '--field', 'nosuch']), 1, '\n')
    expectOutput(await us(target, place, ['get', '--field', 'nosuch', '--ok']), 0, '\n')
  })

  test('a completed entry wants the whole response again', async (t) => {
    const place = makePlace(t)
    for (const [age, args, refresh] of thinned(target, COMPLETE)) {
      const outcome = await withinOneSecond((now) => {
        const complete_at = age === null ? null : iso(now - age)
        writeState(place.cache, dataEntry(now - 10, { ...BUCKET, unknown_buckets: { usage_store: { complete_at } } }))
        return us(target, place, ['get', ...args])
      })
      expectMembers(expectJson(outcome, 0), { state: 'fresh', refresh })
    }
  })

  test('a completed entry under a block or a fetch wants nothing', async (t) => {
    const place = makePlace(t)
    const now = nowSeconds()
    writeState(place.cache, dataEntry(now - 10, { ...BUCKET, unknown_buckets: { usage_store: { complete_at: null } } }))
    for (const lock of [
      { blocked_until: now + 900, error: 'Timeout' },
      { blocked_until: now + 60, claim: 'x', lease: 60 },
    ]) {
      writeState(place.lock, lock)
      expectMembers(expectJson(await us(target, place, ['get']), 0), { state: 'fresh', refresh: false })
    }
    writeState(place.lock, { blocked_until: now - 1, error: 'Timeout' })
    expectMembers(expectJson(await us(target, place, ['get']), 0), { state: 'fresh', refresh: true })
  })
})

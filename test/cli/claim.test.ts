// claim: who gets the right to fetch, what its token is, and what it leaves in usage.lock.
import assert from 'node:assert/strict'
import { readdirSync, readlinkSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectBetween, expectIoError, expectOutput, expectQuiet, expectUsageError } from '../helpers/expect.ts'
import {
  dataEntry,
  errorEntry,
  iso,
  makePlace,
  modeOf,
  nowSeconds,
  readJson,
  readText,
  us,
  withinOneSecond,
  writeState,
  type Place,
} from '../helpers/place.ts'
import type { Outcome } from '../helpers/run.ts'
import { eachTarget, thinned, type Target } from '../helpers/targets.ts'

const DAY = 86_400
const WON = ['usage.lock', 'usage.mutex']

/** Ended with a token, alone on its line, that stands in the lock now. */
function expectWon(place: Place, outcome: Outcome): void {
  expectQuiet(outcome, 0)
  assert.match(outcome.stdout, /^[!-~]+\n$/)
  assert.equal(readJson(place.lock).claim, outcome.stdout.trimEnd())
}

function names(place: Place): string[] {
  return readdirSync(place.root).sort()
}

interface Situation {
  readonly cache?: (now: number) => unknown
  readonly lock?: (now: number) => unknown
  readonly lockAge?: number
  readonly args?: readonly string[]
  readonly code: 0 | 1 | 4
}

const data = (age: number) => ({
  cache: (now: number) => dataEntry(now - age, { five_hour: { utilization: 3, resets_at: null } }),
})
const observed = (age: number, completeAge: number | null) => ({
  cache: (now: number) =>
    dataEntry(now - age, {
      five_hour: { utilization: 3, resets_at: null },
      unknown_buckets: { usage_store: { complete_at: completeAge === null ? null : iso(now - completeAge) } },
    }),
})
const reset = {
  cache: (now: number) =>
    dataEntry(now - 100, { five_hour: null, seven_day: { utilization: 9, resets_at: iso(now - 60) } }),
}
const error = (age: number) => ({ cache: (now: number) => errorEntry(now - age, 'Timeout') })
const raw = (text: string) => ({ cache: () => text })
const block = (seconds: number, code?: string) => ({
  lock: (now: number) => ({ blocked_until: now + seconds, ...(code === undefined ? {} : { error: code }) }),
})
const lease = {
  lock: (now: number) => ({ blocked_until: now + 60, claim: 'somebody', lease: 60 }),
}
const anomalous = (now: number) => ({ ...dataEntry(now - 10, {}), error: { code: 'Timeout' } })

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'nothing there': { code: 0 },
  'nothing there, a block': { ...block(100, 'Timeout'), code: 4 },
  'nothing there, a block that has ended': { ...block(0, 'Timeout'), code: 0 },
  'nothing there, somebody fetching': { ...lease, code: 1 },
  'nothing there, a lock of no known shape': { lock: () => 'rubbish', lockAge: 5, code: 4 },
  'the same of 30 s': { lock: () => 'rubbish', lockAge: 30, code: 0 },
  'young data': { ...data(0), code: 1 },
  'data of 179 s': { ...data(179), code: 1 },
  'data of 180 s': { ...data(180), code: 0 },
  'young data under a block': { ...data(10), ...block(100, 'RateLimited'), code: 1 },
  'young data, somebody fetching': { ...data(10), ...lease, code: 1 },
  'young data whose window was reset': { ...reset, code: 0 },
  'stale data under a block': { ...data(500), ...block(100, 'RateLimited'), code: 4 },
  'stale data under a block without an error': { ...data(500), ...block(100), lockAge: 50, code: 4 },
  'stale data behind a spacing of another length': { ...data(500), ...block(900), lockAge: 500, code: 0 },
  'data reset meanwhile, behind a spacing that runs': { ...reset, ...block(80), lockAge: 50, code: 0 },
  'stale data under an auth lock': { ...data(500), ...block(100, 'Unauthorized'), code: 4 },
  'stale data, somebody fetching': { ...data(500), ...lease, code: 1 },
  'data of a day': { ...data(DAY), code: 0 },
  'data of a day under a block': { ...data(DAY), ...block(100, 'Timeout'), code: 4 },
  'a young error': { ...error(29), code: 4 },
  'an error of 30 s': { ...error(30), code: 0 },
  'an error of 30 s, somebody fetching': { ...error(30), ...lease, code: 1 },
  'rubbish in the cache': { ...raw('{"schema_version":'), code: 0 },
  'another schema': { ...raw('{"schema_version":2,"cached_at":"2026-11-22T09:00:00Z","data":{}}'), code: 0 },
  'data from the future': { ...data(-61), code: 0 },
  'data and error at once': { cache: anomalous, code: 0 },
  'observed data, never whole': { ...observed(10, null), code: 0 },
  'observed data, whole 899 s ago': { ...observed(10, 899), code: 1 },
  'observed data, whole 900 s ago': { ...observed(10, 900), code: 0 },
  'observed data, never whole, under a block': { ...observed(10, null), ...block(100, 'Timeout'), code: 1 },
  'observed data, never whole, somebody fetching': { ...observed(10, null), ...lease, code: 1 },
}

const FLAGS: Readonly<Record<string, Situation>> = {
  '--max-age 0: nothing is fresh': { ...data(0), args: ['--max-age', '0'], code: 0 },
  '--max-age 10m: 599 s are fresh': { ...data(599), args: ['--max-age=10m'], code: 1 },
  '--max-age 10m: 600 s are not': { ...data(600), args: ['--max-age=10m'], code: 0 },
  '--max-age makes no way through a block': {
    ...data(10),
    ...block(100, 'Timeout'),
    args: ['--max-age', '0'],
    code: 4,
  },
  '--max-stale 5m: nothing served, a refresh wanted': { ...data(500), args: ['--max-stale', '5m'], code: 0 },
  '--max-stale 5m under a block': { ...data(500), ...block(9, 'Timeout'), args: ['--max-stale', '5m'], code: 4 },
  '--error-max-age 0: no error keeps anybody away': { ...error(0), args: ['--error-max-age', '0'], code: 0 },
  '--error-max-age 1h: one of 59 minutes does': { ...error(3540), args: ['--error-max-age', '1h'], code: 4 },
  '--max-complete-age 1h: whole 20 minutes ago': { ...observed(10, 1200), args: ['--max-complete-age=1h'], code: 1 },
  '--max-complete-age 1m: whole 61 s ago': { ...observed(10, 61), args: ['--max-complete-age=1m'], code: 0 },
  '--force: young data': { ...data(0), args: ['--force'], code: 0 },
  '--force: stale data under a block': { ...data(500), ...block(100, 'RateLimited'), args: ['--force'], code: 0 },
  '--force: nothing there, an auth lock': { ...block(100, 'Forbidden'), args: ['--force'], code: 0 },
  '--force: a young error': { ...error(0), args: ['--force'], code: 0 },
  '--force: a lock of no known shape': { lock: () => '', args: ['--force'], code: 0 },
  '--force: not the claim of another': { ...data(500), ...lease, args: ['--force'], code: 1 },
  '--force: nor beside young data': { ...data(0), ...lease, args: ['--force'], code: 1 },
}

function states(target: Target, situations: Readonly<Record<string, Situation>>): void {
  for (const [name, { cache, lock, lockAge = 0, args = [], code }] of thinned(target, Object.entries(situations))) {
    test(`${name}: exit ${code}`, async (t) => {
      const { place, outcome, before } = await withinOneSecond(async (second) => {
        const fresh = makePlace(t)
        if (cache !== undefined) writeState(fresh.cache, cache(second))
        if (lock !== undefined) writeState(fresh.lock, lock(second), second - lockAge)
        const texts = names(fresh).map((file) => readText(join(fresh.root, file)))
        return { place: fresh, before: texts, outcome: await us(target, fresh, ['claim', ...args]) }
      })
      if (code === 0) {
        expectWon(place, outcome)
        assert.deepEqual(names(place), cache === undefined ? WON : ['usage.json', ...WON])
        return
      }
      expectOutput(outcome, code, '')
      const after = names(place).filter((file) => file !== 'usage.mutex')
      assert.deepEqual(
        after.map((file) => readText(join(place.root, file))),
        before,
      )
    })
  }
}

eachTarget((target) => {
  states(target, SITUATIONS)
  states(target, FLAGS)

  test('what stands in usage.lock: the lease, and when it ends for those who know nothing of claims', async (t) => {
    for (const [args, seconds] of [
      [[], 30],
      [['--lease', '90'], 90],
      [['--lease=2h'], 7200],
      [['--lease', '1s'], 1],
    ] as const) {
      const place = makePlace(t)
      const from = nowSeconds()
      const outcome = await us(target, place, ['claim', ...args])
      expectWon(place, outcome)
      const { blocked_until, ...rest } = readJson(place.lock)
      expectBetween(blocked_until, from + seconds, nowSeconds() + seconds, 'end of the lease')
      assert.deepEqual(rest, { claim: outcome.stdout.trimEnd(), lease: seconds })
    }
  })

  test('no two claims have the same token', async (t) => {
    const claims = await Promise.all([1, 2, 3, 4].map(() => us(target, makePlace(t), ['claim'])))
    assert.equal(new Set(claims.map(({ stdout }) => stdout)).size, 4)
  })

  test('a root that is not there is made, and a umask does not matter', async (t) => {
    for (const umask of ['000', '777']) {
      const place = makePlace(t)
      const below = join(place.root, 'a')
      const made = { ...place, root: below, lock: join(below, 'usage.lock'), mutex: join(below, 'usage.mutex') }
      expectWon(made, await us(target, made, ['claim'], { umask }))
      assert.deepEqual([modeOf(below), modeOf(made.lock), modeOf(made.mutex)], ['700', '600', '600'])
      assert.deepEqual(names(made), WON)
    }
  })

  test('a link at usage.lock is written through, and nothing is left where it leads', async (t) => {
    const place = makePlace(t)
    const away = makePlace(t)
    writeState(away.lock, { blocked_until: 5, claim: 'gone', lease: 30, failures: 2 }, nowSeconds() - 60)
    symlinkSync(away.lock, place.lock)
    expectWon(place, await us(target, place, ['claim']))
    assert.equal(readlinkSync(place.lock), away.lock)
    assert.deepEqual([names(place), names(away)], [WON, ['usage.lock']])
    assert.equal(modeOf(away.lock), '600')
  })

  test('a usage error changes nothing', async (t) => {
    const place = makePlace(t)
    const bad = ['0', '0s', '', '-1', '1.5', 'soon', '30 s', '1h30m']
    const refused: readonly (readonly string[])[] = [
      ...bad.map((value) => [`--lease=${value}`]),
      ['--lease'],
      ['--force=1'],
      ['--release-on'],
      ['--max-age', 'x'],
      ['--max-stale', 'x'],
      ['--error-max-age', 'x'],
      ['--max-complete-age', 'x'],
      ['--nosuch'],
      ['token'],
    ]
    for (const args of thinned(target, refused)) expectUsageError(await us(target, place, ['claim', ...args]))
    assert.deepEqual(names(place), [])
  })

  test('a directory in the place of a file is an error, and no claim', async (t) => {
    for (const name of ['usage.json', 'usage.lock']) {
      const place = makePlace(t)
      const elsewhere = makePlace(t)
      symlinkSync(elsewhere.root, join(place.root, name))
      expectIoError(await us(target, place, ['claim']), name, /^EISDIR$/)
      assert.deepEqual(names(elsewhere), [])
    }
  })

  test('sixteen at once: exactly one wins, the others say nothing', async (t) => {
    for (const args of [[], ['--force']]) {
      const place = makePlace(t)
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, () => us(target, place, ['claim', '--lease', '10m', ...args], { limitMs: 90_000 })),
      )
      const [won, ...more] = outcomes.filter(({ code }) => code === 0)
      assert.ok(won !== undefined && more.length === 0, `${outcomes.map(({ code }) => code).join()}`)
      expectWon(place, won)
      for (const lost of outcomes) if (lost !== won) expectOutput(lost, 1, '')
      assert.deepEqual(names(place), WON)
    }
  })
})

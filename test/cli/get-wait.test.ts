// get --refresh --wait: with nothing to serve, winner and loser look at the files until the refresh has landed.
import assert from 'node:assert/strict'
import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { holdMutex } from '../helpers/mutex.ts'
import {
  expectLanding,
  getRefresh,
  isRunning,
  makeStage,
  makeStaleStage,
  NEW,
  OLD,
  PATH_ONLY,
  RESPONSE,
  untilEnded,
  untilStarted,
} from '../helpers/background.ts'
import { expectBetween, expectJson, expectMembers, expectOutput, expectUsageError } from '../helpers/expect.ts'
import { dataEntry, errorEntry, makePlace, nowSeconds, readJson, us, writeState } from '../helpers/place.ts'
import type { Outcome } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'

/** Longer than what is asserted not to last that long, and shorter than the patience of `getRefresh`. */
const LONG = ['--wait', '60s']
const NOT_LONG_MS = 45_000

const BAD: Readonly<Record<string, readonly string[]>> = {
  '--wait alone': ['--wait', '1s'],
  '--timeout alone': ['--timeout', '1s'],
  'both without --refresh': ['--wait', '1s', '--timeout', '1s', '--json'],
  'an empty COMMAND': ['--refresh', ''],
  'an empty COMMAND with --wait': ['--refresh=', '--wait', '1s'],
  '--refresh without a value': ['--refresh'],
  '--wait without a value': ['--refresh', 'exit 77', '--wait'],
  'no duration to wait': ['--refresh', 'exit 77', '--wait', 'soon'],
  'a negative duration': ['--refresh', 'exit 77', '--wait', '-1s'],
  'no duration for --timeout': ['--refresh', 'exit 77', '--timeout', '1w'],
  'a timeout of nothing': ['--refresh', 'exit 77', '--timeout', '0'],
}

interface Unfetchable {
  readonly cache?: (now: number) => unknown
  readonly lock?: (now: number) => unknown
  readonly link?: true
  readonly args?: readonly string[]
  readonly code: number
  readonly members: Readonly<Record<string, unknown>>
}

const stale = (now: number) => dataEntry(now - 500, OLD)
const rateLimited = (now: number) => ({ blocked_until: now + 600, error: 'RateLimited' })

const NOTHING_TO_WAIT_FOR: Readonly<Record<string, Unfetchable>> = {
  'a back-off': { lock: rateLimited, code: 4, members: { state: 'blocked' } },
  'a young error entry': {
    cache: (now) => errorEntry(now - 5, 'Timeout'),
    args: ['--error-max-age', '1h'],
    code: 4,
    members: { state: 'blocked' },
  },
  'a back-off, fresh only': {
    cache: stale,
    lock: rateLimited,
    args: ['--fresh-only'],
    code: 4,
    members: { state: 'backoff', data: null },
  },
  'no locks': { link: true, code: 1, members: { state: 'miss', refresh: true } },
}

const FAILURES: Readonly<Record<string, { readonly text: string; readonly error: string }>> = {
  'a 429': { text: 'HTTP/2 429\r\n\r\n', error: 'RateLimited' },
  'a 403 for the token': { text: 'HTTP/2 403\r\n\r\n', error: 'Forbidden' },
  'no usage response': { text: 'no JSON', error: 'ParseError' },
}

const miss = { state: 'miss', data: null, windows: {} }

function expectNew(outcome: Outcome): void {
  const printed = expectJson(outcome, 0)
  expectMembers(printed, { state: 'fresh', refresh: false, fetching: false, miss: null })
  assert.deepEqual(printed.data.five_hour, NEW.five_hour)
}

eachTarget((target) => {
  for (const [name, args] of Object.entries(BAD)) {
    test(`${name} is a usage error that touches nothing`, async (t) => {
      const place = makePlace(t)
      expectUsageError(await us(target, place, ['get', ...args], { env: PATH_ONLY }))
      assert.deepEqual(readdirSync(place.root), [])
    })
  }

  test('on a cold cache winner and losers print what COMMAND brings, which starts once', async (t) => {
    const stage = makeStage(t)
    let ended = 0
    const started = Array.from({ length: 6 }, async () => {
      const outcome = await getRefresh(target, stage, { args: LONG })
      ended += 1
      return outcome
    })
    await untilStarted(stage)
    const shell = getRefresh(target, stage, { args: [...LONG, '--shell', '--max-age', '1h'] })
    const field = getRefresh(target, stage, { args: [...LONG, '--field', 'five_hour.percent', '--ok'] })
    // One that does not wait for the data would have ended by now.
    await sleep(500)
    assert.equal(ended, 0)
    stage.land(RESPONSE)
    for (const outcome of await Promise.all(started)) expectNew(outcome)
    assert.match((await shell).stdout, /^usage_state='fresh'\n[^]*^usage_five_hour='61'$/m)
    expectOutput(await field, 0, '61\n')
    await untilEnded(stage)
    assert.equal(stage.starts().length, 1)
  })

  for (const [name, { text, error }] of Object.entries(FAILURES)) {
    test(`the wait ends early with ${name}, for winner and loser`, async (t) => {
      const stage = makeStage(t)
      const winner = getRefresh(target, stage, { args: LONG })
      await untilStarted(stage)
      const loser = getRefresh(target, stage, { args: LONG })
      stage.land(text)
      for (const outcome of await Promise.all([winner, loser])) {
        const printed = expectJson(outcome, 4)
        expectMembers(printed, { state: 'blocked', refresh: false, fetching: false, data: null })
        assert.equal(printed.lock.error, error)
        expectBetween(outcome.elapsedMs, 0, NOT_LONG_MS, 'milliseconds')
      }
      assert.equal(stage.starts().length, 1)
    })
  }

  for (const [name, { cache, lock, link, args = [], code, members }] of Object.entries(NOTHING_TO_WAIT_FOR)) {
    test(`nothing is waited for in ${name}`, async (t) => {
      const stage = makeStage(t)
      const { place } = stage
      if (cache !== undefined) writeState(place.cache, cache(nowSeconds()))
      if (lock !== undefined) writeState(place.lock, lock(nowSeconds()))
      if (link === true) symlinkSync(join(place.dir, 'elsewhere'), place.mutex)
      const outcome = await getRefresh(target, stage, { args: [...LONG, ...args] })
      expectMembers(expectJson(outcome, code), members)
      expectBetween(outcome.elapsedMs, 0, NOT_LONG_MS, 'milliseconds')
      assert.deepEqual(stage.starts(), [])
    })
  }

  test('it lasts no longer than asked when COMMAND hangs, for winner and loser, and leaves it running', async (t) => {
    const stage = makeStage(t)
    const winner = getRefresh(target, stage, { args: ['--wait=1s'] })
    await untilStarted(stage)
    const loser = getRefresh(target, stage, { args: ['--wait', '1', '--ok'] })
    for (const [outcome, code] of [
      [await winner, 1],
      [await loser, 0],
    ] as const) {
      expectMembers(expectJson(outcome, code), { ...miss, refresh: false, fetching: true })
      expectBetween(outcome.elapsedMs, 950, NOT_LONG_MS, 'milliseconds')
    }
    for (const { command } of stage.starts()) assert.equal(isRunning(command), true)
    await expectLanding(stage)
  })

  test('without --wait, or for no time, a cold cache is a miss at once', async (t) => {
    for (const args of [[], ['--wait', '0']]) {
      const stage = makeStage(t)
      // With COMMAND waiting for this test, get could not end if it waited for it.
      expectMembers(expectJson(await getRefresh(target, stage, { args }), 1), {
        ...miss,
        refresh: true,
        fetching: false,
      })
      await expectLanding(stage)
    }
  })

  test('nothing is waited for with something to serve', async (t) => {
    const stage = makeStaleStage(t)
    for (const fetching of [false, true]) {
      const outcome = await getRefresh(target, stage, { args: LONG })
      expectMembers(expectJson(outcome, 0), { state: 'stale', refresh: !fetching, fetching })
      expectBetween(outcome.elapsedMs, 0, NOT_LONG_MS, 'milliseconds')
      await untilStarted(stage)
    }
    await expectLanding(stage)
  })

  test('stale data are nothing to serve with --fresh-only', async (t) => {
    const stage = makeStaleStage(t)
    const waiting = getRefresh(target, stage, { args: [...LONG, '--fresh-only'] })
    await expectLanding(stage)
    expectNew(await waiting)
  })

  for (const [name, age] of [
    ['long ago', 100],
    ['while it is waited for', 13],
  ] as const) {
    test(`where the holder of the claim has died, and its lease ends ${name}, it takes over`, async (t) => {
      const stage = makeStage(t)
      const claim = { blocked_until: nowSeconds() + 900, claim: 'c'.repeat(26), lease: 15, failures: 2 }
      writeState(stage.place.lock, claim, nowSeconds() - age)
      const waiting = getRefresh(target, stage, { args: LONG })
      await expectLanding(stage)
      expectNew(await waiting)
      assert.equal(stage.starts().length, 1)
    })
  }

  test('where the claim is given up it takes over', async (t) => {
    const stage = makeStage(t)
    const token = (await us(target, stage.place, ['claim'])).stdout.trim()
    const waiting = [1, 2, 3].map(() => getRefresh(target, stage, { args: LONG }))
    await sleep(300)
    assert.deepEqual(stage.starts(), [])
    expectOutput(await us(target, stage.place, ['release', token]), 0, '')
    await expectLanding(stage)
    for (const outcome of await Promise.all(waiting)) expectNew(outcome)
    assert.equal(stage.starts().length, 1)
  })

  test('a busy mutex is waited out', async (t) => {
    const stage = makeStage(t)
    const release = holdMutex(t, stage.place)
    const waiting = getRefresh(target, stage, { args: LONG })
    await sleep(500)
    assert.deepEqual(stage.starts(), [])
    release()
    await untilStarted(stage)
    assert.equal(readJson(stage.place.lock).lease, 65)
    await expectLanding(stage)
    expectNew(await waiting)
  })
})

// When a lease has run out: by the clock of the file system, whatever the clocks of those say who ask.
import assert from 'node:assert/strict'
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectBetween, expectJson, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { makePlace, nowSeconds, readJson, readText, us, withinOneSecond, writeState } from '../helpers/place.ts'
import type { Place } from '../helpers/place.ts'
import type { Outcome } from '../helpers/run.ts'
import { eachTarget, onlyTarget, thinned, type Target } from '../helpers/targets.ts'

const HELD = 'a0b1c2d3e4f5'
const BODY = '{"five_hour":{"utilization":77,"resets_at":null}}'
const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

interface Sample {
  /** Seconds, counted from the mtime; without it `blocked_until` counts. */
  readonly lease?: number
  /** Seconds from now. */
  readonly until?: number
  /** Seconds since the file was written; negative: its mtime lies in the future. */
  readonly age: number
  /** By the clock of who asks, without the mutex, and so what keeps a claim away without asking for it. */
  readonly runs: boolean
  /** By the clock of the file system: what its holder may still do. */
  readonly holds: boolean
  /** It is so for a second at most. */
  readonly brief?: true
}

const RUNS = { runs: true, holds: true } as const
const OVER = { runs: false, holds: false } as const
/** Not far enough ahead to be over for a reader whose clock may be a little behind. */
const FUTURE = { runs: true, holds: false } as const

const SAMPLES: Readonly<Record<string, Sample>> = {
  'just written': { lease: 30, age: 0, ...RUNS },
  'in its last second': { lease: 30, age: 29, ...RUNS, brief: true },
  'exactly run out': { lease: 30, age: 30, ...OVER },
  'a second over': { lease: 30, age: 31, ...OVER },
  'an hour over': { lease: 30, age: HOUR, ...OVER },
  'an hour old, of two': { lease: 2 * HOUR, age: HOUR, ...RUNS },
  '1 s from the future': { lease: 30, age: -1, ...FUTURE, brief: true },
  '3 s from the future': { lease: 30, age: -3, ...OVER, brief: true },
  'an hour from the future': { lease: 30, age: -HOUR, ...OVER },
  'a long one from the future': { lease: 2 * HOUR, age: -HOUR, ...OVER },
  'blocked_until ended, the lease not': { lease: 30, until: -9, age: 10, ...RUNS },
  'the lease ended, blocked_until not': { lease: 30, until: 900, age: 30, ...OVER },
  'none at all': { lease: 0, age: 0, ...OVER },
  'longer than a day, a day old': { lease: 9 * DAY, age: DAY, ...OVER },
  'without lease: blocked_until runs': { until: 30, age: 0, ...RUNS },
  'without lease: its last second': { until: 1, age: HOUR, ...RUNS, brief: true },
  'without lease: exactly run out': { until: 0, age: 30, ...OVER },
  'without lease: an hour over': { until: -HOUR, age: HOUR, ...OVER },
  'without lease: 1 s from the future': { until: 30, age: -1, ...FUTURE, brief: true },
  'without lease: 3 s from the future': { until: 30, age: -3, ...OVER, brief: true },
  'without lease: an hour from the future': { until: 2 * HOUR, age: -HOUR, ...OVER },
  'without lease: for ever, a day old': { until: 30 * DAY, age: DAY, ...OVER },
}

function writeLease(
  place: Place,
  now: number,
  { lease, until = 30, age }: Omit<Sample, 'runs' | 'holds' | 'brief'>,
): void {
  const claim = { blocked_until: now + until, claim: HELD, ...(lease === undefined ? {} : { lease }) }
  writeState(place.lock, claim, now - age)
}

/** Loaded before the program: sets its clock, and that alone, apart from the file system's. */
const SHIM = 'const now = Date.now; Date.now = () => now() + Number(process.env.SKEW) * 1000'

/** Runs the target with a clock that is `skew` seconds ahead. */
function skewed(
  target: Target,
  place: Place,
  skew: number,
  args: readonly string[],
  stdin: string = '',
): Promise<Outcome> {
  const shim = join(place.dir, 'clock.cjs')
  writeFileSync(shim, SHIM)
  return us(target, place, args, {
    stdin,
    limitMs: 90_000,
    env: { PATH: process.env['PATH'] ?? '', NODE_OPTIONS: `--require ${shim}`, SKEW: String(skew) },
  })
}

const SKEWS = [-30 * DAY, -2 * HOUR, -3, 3, 5 * MINUTE, 30 * DAY]
/** Those that are right are among them, for one that is behind may see a lease run longer. */
const CROWD = [...SKEWS, -5 * MINUTE, 0, 0, 1]

eachTarget((target) => {
  for (const [name, sample] of thinned(target, Object.entries(SAMPLES))) {
    test(`a lease: ${name}`, async (t) => {
      const one = (args: readonly string[]) => {
        const at = (second: number) => {
          const place = makePlace(t)
          writeLease(place, second, sample)
          return us(target, place, args, { stdin: BODY })
        }
        return sample.brief === true ? withinOneSecond(at) : at(nowSeconds())
      }
      assert.equal(expectJson(await one(['lock']), 0).fetching, sample.runs)
      const claimed = await one(['claim'])
      expectQuiet(claimed, sample.runs ? 1 : 0)
      assert.equal(claimed.stdout === '', sample.runs)
      for (const args of [
        ['release', HELD],
        ['record', '--claim', HELD],
      ])
        expectOutput(await one(args), sample.holds ? 0 : 1, '')
    })
  }

  // On the executable all clocks are the same, and only the files' times are moved.
  test('many clocks: one winner while nobody holds it, none while somebody does', async (t) => {
    const place = makePlace(t)
    const winners = async (): Promise<string[]> => {
      const outcomes = await Promise.all(CROWD.map((skew) => skewed(target, place, skew, ['claim', '--lease', '10m'])))
      for (const outcome of outcomes) expectQuiet(outcome, outcome.stdout === '' ? 1 : 0)
      return outcomes.flatMap(({ stdout }) => (stdout === '' ? [] : [stdout.trimEnd()]))
    }
    const ages: readonly (number | null)[] = [null, 10 * MINUTE, -HOUR]
    for (const age of ages) {
      if (age !== null) utimesSync(place.lock, nowSeconds() - age, nowSeconds() - age)
      const won = await winners()
      assert.equal(won.length, 1, `${won.length} winners after ${age} s`)
      assert.equal(readJson(place.lock).claim, won[0])
      utimesSync(place.lock, nowSeconds() - 5 * MINUTE, nowSeconds() - 5 * MINUTE)
      assert.deepEqual(await winners(), [], 'halfway through the lease')
      assert.equal(readJson(place.lock).claim, won[0])
    }
    assert.deepEqual(readdirSync(place.root).sort(), ['usage.lock', 'usage.mutex'])
  })
})

// The executable takes no NODE_OPTIONS, and so no other clock.
onlyTarget('bundle', (target) => {
  test('the clock of the program is set apart, and that of the file system is not', async (t) => {
    for (const skew of SKEWS) {
      const place = makePlace(t)
      const from = nowSeconds()
      expectOutput(await skewed(target, place, skew, ['block', '--for', '60']), 0, '')
      expectBetween(readJson(place.lock).blocked_until, from + skew + 60, nowSeconds() + skew + 60)
      expectBetween(statSync(place.lock).mtimeMs / 1000, from - 1, nowSeconds() + 1, 'mtime')
    }
  })

  test('a lease that runs keeps everybody away, and its holder keeps it, with any clock', async (t) => {
    for (const skew of SKEWS) {
      for (const sample of [
        { lease: MINUTE, age: 20 },
        { until: MINUTE, age: 20 },
      ]) {
        const place = makePlace(t)
        writeLease(place, nowSeconds(), sample)
        const before = readText(place.lock)
        expectOutput(await skewed(target, place, skew, ['claim', '--force']), 1, '')
        assert.equal(readText(place.lock), before)
        expectOutput(await skewed(target, place, skew, ['release', HELD]), 0, '')
        writeLease(place, nowSeconds(), sample)
        expectOutput(await skewed(target, place, skew, ['record', '--claim', HELD], BODY), 0, '')
        assert.deepEqual(readdirSync(place.root).sort(), ['usage.json', 'usage.mutex', 'usage.view'])
        if (sample.lease === undefined) continue
        writeLease(place, nowSeconds(), sample)
        const fetch = ['sh', '-c', `echo '${BODY}'`]
        expectOutput(await skewed(target, place, skew, ['refresh', '--claim', HELD, '--', ...fetch]), 0, '')
      }
    }
  })

  test('a lease that has run out holds for nobody, with any clock', async (t) => {
    for (const skew of SKEWS) {
      for (const sample of [
        { lease: 30, age: 31 },
        { lease: 30, age: -HOUR },
        { until: -1, age: 31 },
      ]) {
        const place = makePlace(t)
        writeLease(place, nowSeconds(), sample)
        const before = readText(place.lock)
        expectOutput(await skewed(target, place, skew, ['record', '--claim', HELD], BODY), 1, '')
        assert.equal(readText(place.lock), before)
        assert.deepEqual(readdirSync(place.root).sort(), ['usage.lock', 'usage.mutex'])
      }
    }
  })

  test('under the mutex any file from the future has run out', async (t) => {
    for (const sample of [
      { lease: 30, age: -1 },
      { until: 30, age: -1 },
    ]) {
      const outcome = await withinOneSecond((second) => {
        const place = makePlace(t)
        writeLease(place, second, sample)
        // For this clock the file lies hours ahead: it asks for the mutex.
        return skewed(target, place, -2 * HOUR, ['claim'])
      })
      expectQuiet(outcome, 0)
    }
  })

  test('a claim of one clock is stored by another', async (t) => {
    for (const [claims, stores] of [
      [-2 * HOUR, 2 * HOUR],
      [2 * HOUR, -2 * HOUR],
    ] as const) {
      const place = makePlace(t)
      const { stdout } = await skewed(target, place, claims, ['claim'])
      expectOutput(await skewed(target, place, stores, ['claim']), 1, '')
      expectOutput(await skewed(target, place, stores, ['record', '--claim', stdout.trimEnd()], BODY), 0, '')
      assert.equal(readJson(place.cache).data.five_hour.utilization, 77)
    }
  })
})

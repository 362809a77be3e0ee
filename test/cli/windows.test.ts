// What the numbers are: clamped, reset, paced, substituted and named, in the one form that every output renders.
/* oxlint-disable typescript/no-explicit-any -- documents of any shape, pinned down by what is asserted */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectBetween, expectJson } from '../helpers/expect.ts'
import { dataEntry, iso, makePlace, nowSeconds, us, withinOneSecond, writeState } from '../helpers/place.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import type { TestContext } from 'node:test'

const HOUR = 3600
const DAY = 86_400
const AGE = 100

/** The windows of an entry `AGE` seconds old; `data` sees that instant. */
async function windowsOf(
  t: TestContext,
  target: Target,
  data: (cachedAt: number) => Record<string, unknown>,
  args: string[] = [],
): Promise<any> {
  const place = makePlace(t)
  const outcome = await withinOneSecond((now) => {
    writeState(place.cache, dataEntry(now - AGE, data(now - AGE)))
    return us(target, place, ['get', ...args])
  })
  return expectJson(outcome, 0).windows
}

const scoped = (percent: unknown, scope: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  kind: 'weekly_scoped',
  percent,
  resets_at: null,
  scope,
  ...more,
})
const named = (percent: number, display_name: string) => scoped(percent, { model: { display_name } })

// oxlint-disable-next-line typescript/no-explicit-any
const percents = (windows: any): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(windows ?? {}).map(([name, window]) => [name, (window as { percent: unknown }).percent]),
  )

eachTarget((target) => {
  test('every recognised bucket that is usable, clamped to 0..100', async (t) => {
    const windows = await windowsOf(t, target, () => ({
      five_hour: { utilization: 150, resets_at: null },
      seven_day: { utilization: -3 },
      seven_day_opus: { utilization: 45.5, resets_at: null, surplus: true },
      seven_day_sonnet: { utilization: 1e300, resets_at: null },
      seven_day_oauth_apps: null,
      extra_usage: { is_enabled: true, utilization: 12.25, monthly_limit: 5000 },
      unknown_buckets: { tangelo: { utilization: 5, resets_at: null } },
    }))
    assert.deepEqual(percents(windows), {
      five_hour: 100,
      seven_day: 0,
      seven_day_opus: 45.5,
      seven_day_sonnet: 100,
      extra_usage: 12.25,
    })
  })

  test('what is not usable is no window', async (t) => {
    const windows = await windowsOf(t, target, () => ({
      extra_usage: { is_enabled: false },
      unknown_buckets: {
        five_hour: { utilization: '22' },
        seven_day: { resets_at: null },
        seven_day_opus: [1],
        seven_day_sonnet: { utilization: null },
        seven_day_oauth_apps: 7,
      },
    }))
    assert.deepEqual(windows, {})
  })

  test('a quarantined bucket is read tolerantly, a reset that is none counts as null', async (t) => {
    const bare = {
      resets_at: null,
      resets_in_seconds: null,
      reset_passed: false,
      pace: null,
      runs_out_in_seconds: null,
    }
    const windows = await windowsOf(t, target, () => ({
      five_hour: null,
      seven_day: null,
      unknown_buckets: {
        five_hour: { utilization: 22, resets_at: 'soon' },
        seven_day: { utilization: 23, resets_at: 1_795_338_100 },
      },
    }))
    assert.deepEqual(windows, { five_hour: { percent: 22, ...bare }, seven_day: { percent: 23, ...bare } })
  })

  test('a reset ahead: its seconds and nothing more than the six members', async (t) => {
    const windows = await windowsOf(t, target, (cachedAt) => ({
      five_hour: { utilization: 47, resets_at: iso(cachedAt + 3 * HOUR) },
    }))
    const { resets_at, runs_out_in_seconds, ...rest } = windows.five_hour
    assert.deepEqual(rest, { percent: 47, resets_in_seconds: 3 * HOUR - AGE, reset_passed: false, pace: 7 })
    expectBetween(Date.parse(resets_at), (nowSeconds() + 2 * HOUR) * 1000, (nowSeconds() + 3 * HOUR) * 1000)
    // 47 % in two hours: 53 % more take 8119 s from the answer.
    expectBetween(runs_out_in_seconds, 8119 - AGE - 1, 8119 - AGE + 1, 'runs_out_in_seconds')
  })

  test('a passed reset: the percent is not known, the entry is stale', async (t) => {
    const place = makePlace(t)
    for (const [name, data] of [
      ['five_hour', (at: number) => ({ five_hour: { utilization: 80, resets_at: iso(at) } })],
      ['extra_usage', (at: number) => ({ extra_usage: { is_enabled: true, utilization: 80, resets_at: iso(at) } })],
      ['scoped', (at: number) => ({ limits: [{ ...named(80, 'Opus'), resets_at: iso(at) }] })],
    ] as const) {
      for (const ago of [50, 0]) {
        const outcome = await withinOneSecond((now) => {
          writeState(place.cache, dataEntry(now - AGE, data(now - ago)))
          return us(target, place, ['get'])
        })
        const answer = expectJson(outcome, 0)
        assert.deepEqual([answer.state, answer.refresh], ['stale', true], name)
        const { resets_at, ...rest } = name === 'scoped' ? answer.windows.scoped.Opus : answer.windows[name]
        assert.equal(typeof resets_at, 'string')
        assert.deepEqual(rest, {
          percent: null,
          last_percent: 80,
          resets_in_seconds: 0,
          reset_passed: true,
          pace: null,
          runs_out_in_seconds: null,
        })
      }
    }
  })

  test('a reset before the answer, or of something that is no window, does not make it stale', async (t) => {
    const place = makePlace(t)
    for (const data of [
      (at: number) => ({ five_hour: { utilization: 80, resets_at: iso(at - AGE) } }),
      (at: number) => ({ unknown_buckets: { tangelo: { utilization: 80, resets_at: iso(at) } } }),
      (at: number) => ({ limits: [{ kind: 'weekly_scoped', percent: 5, resets_at: iso(at), scope: { model: null } }] }),
    ]) {
      const outcome = await withinOneSecond((now) => {
        writeState(place.cache, dataEntry(now - AGE, data(now)))
        return us(target, place, ['get'])
      })
      assert.equal(expectJson(outcome, 0).state, 'fresh')
    }
  })

  test('pace: by the length of each window, null where there is nothing to go by', async (t) => {
    const windows = await windowsOf(t, target, (at) => ({
      five_hour: { utilization: 3, resets_at: iso(at + 4.75 * HOUR + 1) },
      seven_day: { utilization: 50, resets_at: iso(at + 4.9 * DAY) },
      seven_day_opus: { utilization: 30.5, resets_at: iso(at + 3.5 * DAY) },
      seven_day_sonnet: { utilization: 100, resets_at: iso(at + 3.5 * DAY) },
      seven_day_oauth_apps: { utilization: 0, resets_at: iso(at + 3.5 * DAY) },
      extra_usage: { is_enabled: true, utilization: 40, resets_at: iso(at + 3.5 * DAY) },
      limits: [
        { ...named(60, 'week'), resets_at: iso(at + 3.5 * DAY) },
        { ...named(60, 'five'), kind: 'session_scoped', resets_at: iso(at + 2.5 * HOUR) },
        { ...named(60, 'month'), kind: 'monthly_scoped', resets_at: iso(at + 3.5 * DAY) },
        { ...named(160, 'over'), resets_at: iso(at + 3.5 * DAY) },
      ],
    }))
    // oxlint-disable-next-line typescript/no-explicit-any
    const pace = (all: any): Record<string, unknown> =>
      Object.fromEntries(Object.entries(all).map(([name, w]) => [name, (w as { pace?: unknown }).pace]))
    const { scoped: byModel, ...buckets } = windows
    assert.deepEqual(pace(buckets), {
      five_hour: null,
      seven_day: 20,
      seven_day_opus: -19.5,
      seven_day_sonnet: 50,
      seven_day_oauth_apps: -50,
      extra_usage: null,
    })
    const { over, ...others } = pace(byModel)
    assert.deepEqual(others, { week: 10, five: 10, month: null })
    expectBetween(over, 50, 110, 'pace of more than all')
    assert.equal(windows.seven_day_opus.runs_out_in_seconds, null)
    assert.equal(windows.seven_day_sonnet.runs_out_in_seconds, 0)
    assert.equal(windows.seven_day_oauth_apps.runs_out_in_seconds, null)
    assert.equal(byModel.over.runs_out_in_seconds, 0)
    // half of it in 2.1 days: the other half in as many, before the reset in 4.9
    expectBetween(windows.seven_day.runs_out_in_seconds, 2.1 * DAY - AGE - 1, 2.1 * DAY - AGE + 1)
  })

  test('an unscoped limit takes the place of a bucket that is not usable', async (t) => {
    const limits = [
      { kind: 'session', percent: 9, resets_at: null, scope: null },
      { kind: 'weekly_all', percent: 12.5, resets_at: null },
    ]
    assert.deepEqual(percents(await windowsOf(t, target, () => ({ five_hour: null, limits }))), {
      five_hour: 9,
      seven_day: 12.5,
    })
    const own = await windowsOf(t, target, () => ({
      five_hour: { utilization: 1 },
      unknown_buckets: { seven_day: { utilization: 'x' } },
      limits,
    }))
    assert.deepEqual(percents(own), { five_hour: 1, seven_day: 12.5 })
    const scopedOnly = await windowsOf(t, target, () => ({
      limits: [scoped(9, { model: { display_name: 'Opus' } }, { kind: 'session' })],
    }))
    assert.deepEqual([Object.keys(scopedOnly), percents(scopedOnly.scoped)], [['scoped'], { Opus: 9 }])
  })

  test('scoped limits: named by model, id or surface, equal names counted on', async (t) => {
    const { scoped: all } = await windowsOf(t, target, () => ({
      limits: [
        named(1, 'A'),
        named(2, 'A_2'),
        named(3, 'A'),
        named(4, 'A'),
        scoped(5, { model: { display_name: null, id: 'claude-x' }, surface: 'web' }),
        scoped(6, { model: null, surface: 'cowork' }),
        scoped(7, { model: { display_name: null, id: null } }),
        scoped(8, null),
        named(9, '__proto__'),
        named(10, 'claude-x'),
      ],
    }))
    assert.deepEqual(Object.entries(percents(all)), [
      ['A', 1],
      ['A_2', 2],
      ['A_3', 3],
      ['A_4', 4],
      ['claude-x', 5],
      ['cowork', 6],
      ['__proto__', 9],
      ['claude-x_2', 10],
    ])
  })
})

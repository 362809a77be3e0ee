// Resets and pace: what a window says about time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectBetween, expectJson } from '../helpers/expect.ts'
import { dataEntry, iso, makePlace, nowSeconds, us, withinOneSecond, writeState } from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'
import { AGE, namedLimit, windowsOf } from '../helpers/windows.ts'

const HOUR = 3600
const DAY = 86_400

eachTarget((target) => {
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
      ['scoped', (at: number) => ({ limits: [{ ...namedLimit(80, 'Opus'), resets_at: iso(at) }] })],
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
        { ...namedLimit(60, 'week'), resets_at: iso(at + 3.5 * DAY) },
        { ...namedLimit(60, 'five'), kind: 'session_scoped', resets_at: iso(at + 2.5 * HOUR) },
        { ...namedLimit(60, 'month'), kind: 'monthly_scoped', resets_at: iso(at + 3.5 * DAY) },
        { ...namedLimit(160, 'over'), resets_at: iso(at + 3.5 * DAY) },
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
})

// Which windows there are, and under which names.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachTarget } from '../helpers/targets.ts'
import { namedLimit, scopedLimit, windowsOf } from '../helpers/windows.ts'

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
      limits: [{ ...namedLimit(9, 'Opus'), kind: 'session' }],
    }))
    assert.deepEqual([Object.keys(scopedOnly), percents(scopedOnly.scoped)], [['scoped'], { Opus: 9 }])
  })

  test('scoped limits: named by model, id or surface, equal names counted on', async (t) => {
    const { scoped: all } = await windowsOf(t, target, () => ({
      limits: [
        namedLimit(1, 'A'),
        namedLimit(2, 'A_2'),
        namedLimit(3, 'A'),
        namedLimit(4, 'A'),
        scopedLimit(5, { model: { display_name: null, id: 'claude-x' }, surface: 'web' }),
        scopedLimit(6, { model: null, surface: 'cowork' }),
        scopedLimit(7, { model: { display_name: null, id: null } }),
        scopedLimit(8, null),
        namedLimit(9, '__proto__'),
        namedLimit(10, 'claude-x'),
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

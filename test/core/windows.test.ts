// What the numbers of a response mean.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isJsonObject, type JsonObject, member, parseExact } from '../../src/core/json.ts'
import { allWindows, computeWindows, roundTo, wholePercent, type Window, type Windows } from '../../src/core/windows.ts'
import { responseText, unholdableText } from '../helpers/generate.ts'

const NOW_MS = Date.parse('2026-11-22T09:01:40.250Z')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const inHours = (hours: number) => new Date(NOW_MS + hours * HOUR_MS).toISOString()

function windows(response: object, cachedAtMs = NOW_MS, nowMs = NOW_MS): Windows {
  return computeWindows((name) => member(response as JsonObject, name), cachedAtMs, nowMs)
}
function fiveHour(utilization: unknown, resetInHours: number | null, cachedAgoMs = 0): Window {
  const resets_at = resetInHours === null ? null : inHours(resetInHours)
  return (
    windows({ five_hour: { utilization, resets_at } }, NOW_MS - cachedAgoMs).buckets.get('five_hour') ?? assert.fail()
  )
}

test('property: any response has windows, whose numbers are in range', () => {
  const instant = fc.integer({ min: NOW_MS - 10 * 24 * HOUR_MS, max: NOW_MS + 10 * 24 * HOUR_MS })
  fc.assert(
    fc.property(
      fc.oneof(responseText, unholdableText),
      instant,
      fc.nat(20 * 24 * HOUR_MS),
      (text, cachedAtMs, ageMs) => {
        const response = parseExact(text)
        assert.ok(isJsonObject(response))
        const nowMs = cachedAtMs + ageMs
        for (const window of allWindows(windows(response, cachedAtMs, nowMs))) {
          const percent = window.percent ?? window.lastPercent
          assert.ok(percent !== null && percent >= 0 && percent <= 100 && !Object.is(percent, -0), `percent ${percent}`)
          assert.equal(window.percent === null, window.resetPassed)
          for (const seconds of [window.resetsInSeconds, window.runsOutInSeconds])
            assert.ok(seconds === null || (Number.isInteger(seconds) && seconds >= 0), `seconds ${seconds}`)
          const { pace, resetsAtMs } = window
          assert.ok(pace === null || (pace >= -100 && pace <= 100), `pace ${pace}`)
          assert.equal(window.resetPassed, resetsAtMs !== null && resetsAtMs > cachedAtMs && resetsAtMs <= nowMs)
          if (window.runsOutInSeconds !== null && percent < 100)
            assert.ok(
              resetsAtMs !== null && window.runsOutInSeconds <= (resetsAtMs - nowMs) / 1000 + 1,
              'the reset comes first',
            )
        }
      },
    ),
    { numRuns: 5000 },
  )
})

test('property: windows of any JSON object are a value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const response = parseExact(JSON.stringify({ limits: value, five_hour: value, extra_usage: value }))
      windows(response as JsonObject)
    }),
  )
})

const CLAMPED: readonly (readonly [stored: unknown, percent: number | null])[] = [
  [22, 22],
  [0, 0],
  [-3, 0],
  [100.00000000000001, 100],
  [150.5, 100],
  [1e308, 100],
  ...['22', null, true, [22], {}].map((stored) => [stored, null] as const),
]
for (const [stored, percent] of CLAMPED) {
  test(`a utilization of ${JSON.stringify(stored)} is ${percent}`, () => {
    assert.equal(windows({ five_hour: { utilization: stored } }).buckets.get('five_hour')?.percent ?? null, percent)
  })
}

// A five hour window that ends in `reset` hours began 5 - reset hours ago.
const PACES: readonly (readonly [
  why: string,
  percent: number,
  reset: number | null,
  pace: number | null,
  out: number | null,
])[] = [
  ['even', 50, 2.5, 0, null],
  ['too fast: 60 % in half the time is 100 % after 2 h 30 more × 2/3', 60, 2.5, 10, 6000],
  ['slow', 10, 2.5, -40, null],
  ['nothing used', 0, 2.5, -50, null],
  ['full', 100, 2.5, 50, 0],
  ['just before 5 % of the time have gone', 50, 4.76, null, null],
  ['5 % of the time gone', 50, 4.75, 45, 900],
  ['without a reset', 50, null, null, null],
  ['a reset further off than the window is long', 50, 6, null, null],
  ['one decimal', 33.333, 2.5, -16.7, null],
]
for (const [why, percent, reset, pace, out] of PACES) {
  test(`pace: ${why}`, () => {
    const window = fiveHour(percent, reset)
    const rounded = window.pace === null ? null : roundTo(window.pace, 1)
    assert.deepEqual([rounded, window.runsOutInSeconds], [pace, out])
  })
}

test('pace and the running out are those of cached_at; the countdown counts from now', () => {
  const response = { five_hour: { utilization: 60, resets_at: inHours(2.5) } }
  const window = windows(response, NOW_MS, NOW_MS + 1000_000).buckets.get('five_hour')
  assert.deepEqual([window?.pace, window?.runsOutInSeconds, window?.resetsInSeconds], [10, 5000, 8000])
  const past = windows(response, NOW_MS, NOW_MS + 2 * HOUR_MS).buckets.get('five_hour')
  assert.equal(past?.runsOutInSeconds, 0, 'never below 0')
})

test('once the reset has passed, the percent is not known', () => {
  const { percent, lastPercent, resetPassed, resetsInSeconds, pace, runsOutInSeconds } = fiveHour(60, 0, HOUR_MS)
  assert.deepEqual(
    { percent, lastPercent, resetPassed, resetsInSeconds, pace, runsOutInSeconds },
    { percent: null, lastPercent: 60, resetPassed: true, resetsInSeconds: 0, pace: null, runsOutInSeconds: null },
  )
  assert.equal(fiveHour(60, -1, HOUR_MS).resetPassed, false, 'a reset that had passed at cached_at says nothing')
  assert.equal(fiveHour(60, 0.001, HOUR_MS).resetPassed, false)
})

test('lengths: seven days for seven_day and weekly kinds, five hours for session kinds, else none', () => {
  const resets_at = inHours(84)
  const scope = (id: string) => ({ model: { id } })
  const { buckets, scoped } = windows({
    seven_day: { utilization: 50, resets_at },
    seven_day_oauth_apps: { utilization: 50, resets_at },
    extra_usage: { utilization: 50, resets_at },
    limits: [
      { kind: 'weekly_scoped', percent: 60, resets_at, scope: scope('w') },
      { kind: 'session_x', percent: 60, resets_at: inHours(2.5), scope: scope('s') },
      { kind: 'monthly', percent: 60, resets_at, scope: scope('m') },
    ],
  })
  const paces = [...buckets, ...scoped].map(([name, { pace }]) => [name, pace])
  assert.deepEqual(Object.fromEntries(paces), {
    seven_day: 0,
    seven_day_oauth_apps: 0,
    extra_usage: null,
    w: 10,
    s: 10,
    m: null,
  })
})

test('an unscoped limit stands in for a bucket that is not usable, and for that alone', () => {
  const limits = [
    { kind: 'weekly_all', percent: 8, resets_at: null },
    { kind: 'session', percent: 'x' },
    { kind: 'session', percent: 7 },
    { kind: 'session', percent: 9, scope: { model: { id: 'M' } } },
  ]
  const of = (five_hour: unknown) => windows({ five_hour, limits }).buckets.get('five_hour')?.percent
  for (const unusable of [null, 'x', {}, { utilization: '5' }, []]) assert.equal(of(unusable), 7)
  assert.equal(of({ utilization: 1 }), 1)
  assert.equal(windows({ limits }).buckets.get('seven_day')?.percent, 8)
  assert.equal(windows({ limits: [{ kind: 'weekly_all', percent: 8, scope: { surface: 'chat' } }] }).buckets.size, 0)
})

test('scoped limits are named by model, id or surface; equal names are counted, going on where one is taken', () => {
  const limit = (scope: unknown, percent = 1) => ({ kind: 'weekly_scoped', percent, scope })
  const { scoped } = windows({
    limits: [
      limit({ model: { display_name: 'Opus', id: 'o' } }),
      limit({ model: { display_name: null, id: 'id-1' } }),
      limit({ model: { display_name: 'Opus_2' } }),
      limit({ model: { display_name: 'Opus' } }, 33),
      limit({ model: null, surface: 'chat' }),
      limit({ model: { display_name: 5 } }),
      limit({ surface: {} }),
      limit('Opus'),
      limit({ model: { display_name: '__proto__' } }),
    ],
  })
  assert.deepEqual([...scoped.keys()], ['Opus', 'id-1', 'Opus_2', 'Opus_3', 'chat', '__proto__'])
  assert.equal(scoped.get('Opus_3')?.percent, 33)
})

test('a reset that is not RFC 3339 counts as null', () => {
  for (const resets_at of ['2026-11-22T12:00:00', 'soon', 1795338400, '9999-12-31T00:00:00Z', {}])
    assert.equal(windows({ five_hour: { utilization: 5, resets_at } }).buckets.get('five_hour')?.resetsAt, null)
})

test('property: a whole percent is half up, but never full for less nor nothing for more', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (percent) => {
      const whole = wholePercent(percent)
      const plain = Math.floor(percent + 0.5)
      assert.equal(whole, percent > 0 && plain === 0 ? 1 : percent < 100 && plain === 100 ? 99 : plain)
    }),
  )
  const ROUNDED = [
    [0, 0],
    [0.001, 1],
    [0.5, 1],
    [1.49, 1],
    [1.5, 2],
    [99.4, 99],
    [99.5, 99],
    [99.999, 99],
    [100, 100],
  ] as const
  for (const [percent, whole] of ROUNDED) assert.equal(wholePercent(percent), whole, `${percent}`)
})

test('rounding is half up and knows no minus zero', () => {
  assert.deepEqual([roundTo(-0.04, 1), roundTo(0.25, 1), roundTo(-2.5, 0), roundTo(2.5, 0)], [0, 0.3, -2, 3])
  assert.ok(Object.is(roundTo(-0.4, 0), 0))
})

// No recognised key lies on disk in a shape for which a strict reader would refuse the whole file.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectQuiet } from '../helpers/expect.ts'
import { makePlace, readJson, us, type Place } from '../helpers/place.ts'
import { eachTarget, thinned, type Target } from '../helpers/targets.ts'

const BUCKETS = ['five_hour', 'seven_day', 'seven_day_opus', 'seven_day_sonnet', 'seven_day_oauth_apps'] as const
const RESET = '2026-11-22T12:00:00.112536+00:00'

const RESETS_THAT_FIT: readonly unknown[] = [
  null,
  RESET,
  '2026-11-22T12:00:00Z',
  '2026-11-22T12:00:00.123456789-07:30',
  '9999-12-30T22:00:00Z',
]
const RESETS_THAT_DO_NOT: readonly unknown[] = [
  '',
  'soon',
  1_795_338_100,
  true,
  {},
  [],
  '2026-11-22',
  '2026-11-22T12:00:00',
  '2026-02-30T12:00:00Z',
  '2026-11-22T12:00:00.1234567890Z',
  '9999-12-30T22:00:01Z',
]

const bucket = (members: Readonly<Record<string, unknown>>): Record<string, unknown> => ({ utilization: 1, ...members })
const limit = (members: Readonly<Record<string, unknown>>): unknown[] => [
  { kind: 'weekly_scoped', percent: 1, ...members },
]
const extra = (members: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  is_enabled: true,
  ...members,
})

const FITS = {
  bucket: [
    null,
    bucket({}),
    { utilization: 1e300 },
    { utilization: -5.5 },
    bucket({ x: {} }),
    ...RESETS_THAT_FIT.map((resets_at) => bucket({ resets_at })),
  ],
  extra_usage: [
    null,
    {},
    extra({}),
    { is_enabled: null },
    { is_enabled: false, utilization: null, monthly_limit: null, used_credits: null, currency: null },
    extra({ utilization: 0.5, monthly_limit: 1e9, used_credits: -1, currency: 'EUR', other: [] }),
  ],
  limits: [
    null,
    [],
    limit({}),
    limit({ severity: 'normal' }),
    limit({ scope: null }),
    limit({ scope: {} }),
    limit({ scope: { model: null } }),
    limit({ scope: { model: {} } }),
    limit({ scope: { model: { display_name: null, id: null }, surface: 5 } }),
    limit({ scope: { model: { display_name: 'x', id: 'y' } } }),
    ...RESETS_THAT_FIT.map((resets_at) => limit({ resets_at })),
  ],
} as const

const DOES_NOT_FIT = {
  bucket: [
    true,
    5,
    'x',
    [],
    [1],
    {},
    { utilization: null },
    { utilization: '5' },
    { utilization: [] },
    { resets_at: null },
    ...RESETS_THAT_DO_NOT.map((resets_at) => bucket({ resets_at })),
  ],
  extra_usage: [
    true,
    5,
    'x',
    [],
    extra({ is_enabled: 'yes' }),
    extra({ is_enabled: 1 }),
    extra({ utilization: '1' }),
    extra({ monthly_limit: {} }),
    extra({ used_credits: true }),
    extra({ currency: 5 }),
  ],
  limits: [
    true,
    5,
    'x',
    {},
    [null],
    [[]],
    ['x'],
    limit({ kind: null }),
    limit({ kind: 5 }),
    limit({ percent: null }),
    limit({ percent: '1' }),
    [{ percent: 1 }],
    [{ kind: 'x' }],
    limit({ severity: null }),
    limit({ severity: 1 }),
    limit({ scope: 'x' }),
    limit({ scope: [] }),
    limit({ scope: { model: 'x' } }),
    limit({ scope: { model: { id: 5 } } }),
    limit({ scope: { model: { display_name: {} } } }),
    [...limit({}), ...limit({ percent: null })],
    ...RESETS_THAT_DO_NOT.map((resets_at) => limit({ resets_at })),
  ],
} as const

/** Bodies that hold every value of the table once, as many keys at a time as there are. */
function bodies(
  table: Readonly<Record<'bucket' | 'extra_usage' | 'limits', readonly unknown[]>>,
): Record<string, unknown>[] {
  const { bucket: buckets, extra_usage, limits } = table
  const count = Math.max(Math.ceil(buckets.length / BUCKETS.length), extra_usage.length, limits.length)
  return Array.from({ length: count }, (_, index) => ({
    ...Object.fromEntries(
      BUCKETS.map((name, place) => [name, buckets[(index * BUCKETS.length + place) % buckets.length]]),
    ),
    extra_usage: extra_usage[index % extra_usage.length],
    limits: limits[index % limits.length],
  }))
}

// oxlint-disable-next-line typescript/no-explicit-any
async function stored(target: Target, place: Place, body: unknown): Promise<any> {
  expectQuiet(await us(target, place, ['put'], { stdin: JSON.stringify(body) }), 0)
  return readJson(place.cache).data
}

eachTarget((target) => {
  test('a value that fits lies in its own place', async (t) => {
    const place = makePlace(t)
    for (const body of thinned(target, bodies(FITS))) {
      const data = await stored(target, place, body)
      for (const [key, value] of Object.entries(body)) assert.deepEqual(data[key] ?? null, value, key)
      assert.deepEqual(data.unknown_buckets, {})
    }
  })

  test('a value that does not fit lies verbatim in unknown_buckets, its own place is null', async (t) => {
    const place = makePlace(t)
    for (const body of thinned(target, bodies(DOES_NOT_FIT))) {
      const data = await stored(target, place, body)
      for (const key of Object.keys(body)) assert.equal(data[key], null, `${key}: ${JSON.stringify(body[key])}`)
      assert.deepEqual(data.unknown_buckets, body)
    }
  })

  test('one misfit leaves the others alone', async (t) => {
    const place = makePlace(t)
    const data = await stored(target, place, {
      five_hour: { utilization: 'x' },
      seven_day: { utilization: 2, resets_at: RESET },
      tangelo: null,
    })
    assert.deepEqual(data.seven_day, { utilization: 2, resets_at: RESET })
    assert.equal(data.five_hour, null)
    assert.deepEqual(data.unknown_buckets, { five_hour: { utilization: 'x' }, tangelo: null })
  })
})

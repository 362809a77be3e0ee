// Lossless: what the endpoint sent comes back equal, key for key and value for value, whatever place it has on disk.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactJson } from '../helpers/exact-json.ts'
import { expectQuiet } from '../helpers/expect.ts'
import { makePlace, readJson, readText, us, writeState, type Place } from '../helpers/place.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

const BODIES: Readonly<Record<string, string>> = {
  'an empty object': '{}',
  'every recognised key null':
    '{"five_hour":null,"seven_day":null,"seven_day_opus":null,"seven_day_sonnet":null,"seven_day_oauth_apps":null,"extra_usage":null,"limits":null}',
  'one key null, the others absent': '{"seven_day_opus":null}',
  'one key there, the others absent': '{"five_hour":{"utilization":22,"resets_at":null}}',
  'an absent reset is not a null one': '{"five_hour":{"utilization":1},"seven_day":{"utilization":1,"resets_at":null}}',
  'unmodelled members in recognised places':
    '{"five_hour":{"utilization":45.5,"resets_at":"2026-11-22T12:00:00.112536+00:00","limit_dollars":null,"used":{"a":[1,{"b":2}]}},' +
    '"extra_usage":{"is_enabled":false,"credits_ever_enabled":false,"spend":[1]},' +
    '"limits":[{"kind":"weekly_scoped","group":"weekly","percent":82,"severity":"normal","resets_at":null,"scope":{"model":{"display_name":"Opus","id":null,"x":1},"surface":null,"y":2},"is_active":false}]}',
  'numbers of every spelling':
    '{"five_hour":{"utilization":1e2,"resets_at":null,"x":22.0},"seven_day":{"utilization":12345678901234567890},"extra_usage":{"used_credits":0.1000,"monthly_limit":-0},' +
    '"limits":[{"kind":"k","percent":1E+2,"n":-0.0}],"n":[0,-0,-0.0,0.0,1e2,1E2,22.0,9007199254740993,12345678901234567890,-98765432109876543210,1e-400,0.1e1,1.7e308,123456789.123456789123456789]}',
  'utilization above 100 and below 0': '{"five_hour":{"utilization":250.75},"seven_day":{"utilization":-1}}',
  'names that objects are made of':
    '{"five_hour":null,"__proto__":{"a":1},"constructor":{"prototype":2},"toString":null,"hasOwnProperty":1,"":{"":0}}',
  'such names inside':
    '{"five_hour":{"utilization":1,"__proto__":{"utilization":9}},"x":{"__proto__":null,"constructor":1}}',
  'names of our own':
    '{"five_hour":null,"unknown_buckets":{"five_hour":{"utilization":1}},"schema_version":2,"cached_at":1,"data":{},"error":null,"windows":1}',
  'unknown_buckets alone beside a key': '{"limits":[],"unknown_buckets":null}',
  'names that look like indexes': '{"five_hour":null,"10":1,"2":{"30":1,"4":2}}',
  'text of every kind': JSON.stringify({
    five_hour: null,
    'ключ\u202e': 'a\u0000\u001b[31m\u007f\u0085\u2028\u2029\u{1f600}"\\/\b\f\n\r\t',
    'esc\u001b': 1,
  }),
  'escapes in names': '{"\\u0066ive_hour":{"utilization":5,"\\u0078":"\\u00e4\\ud83d\\ude00\\/"},"\\u0009":1}',
  'a hundred levels': `{"five_hour":null,"x":${deep(99)}}`,
  'quarantined recognised keys':
    '{"five_hour":{"utilization":"22"},"seven_day":[],"seven_day_opus":5,"seven_day_sonnet":{"resets_at":null},"seven_day_oauth_apps":{"utilization":1,"resets_at":"2026-11-22"},"extra_usage":[],"limits":{"a":1}}',
  'a quarantined key beside unknown ones':
    '{"five_hour":true,"tangelo":{"utilization":1},"unknown_buckets":{"five_hour":2}}',
}

/** Puts `body` and returns what --wire gives back. */
async function roundTrip(target: Target, place: Place, body: string): Promise<string> {
  expectQuiet(await us(target, place, ['put'], { stdin: body }), 0)
  const wire = await us(target, place, ['get', '--wire'])
  expectQuiet(wire, 0)
  return wire.stdout
}

eachTarget((target) => {
  for (const [name, body] of Object.entries(BODIES)) {
    test(name, async (t) => {
      const place = makePlace(t)
      const wire = await roundTrip(target, place, body)
      assert.deepEqual(exactJson(wire), exactJson(body))
      assert.ok(wire.endsWith('}\n'))
      const { data, error, schema_version } = readJson(place.cache)
      assert.deepEqual([schema_version, error, typeof data.unknown_buckets], [1, null, 'object'])
    })
  }

  test('what came back can be put again and comes back the same', async (t) => {
    const place = makePlace(t)
    const first = await roundTrip(target, place, BODIES['numbers of every spelling'] ?? '')
    assert.equal(await roundTrip(target, place, first), first)
  })

  test('the key usage_store is ours: not kept, not on disk, not given back', async (t) => {
    const place = makePlace(t)
    const wire = await roundTrip(
      target,
      place,
      '{"five_hour":null,"usage_store":{"complete_at":null},"tangelo":{"usage_store":1}}',
    )
    assert.deepEqual(JSON.parse(wire), { five_hour: null, tangelo: { usage_store: 1 } })
    assert.deepEqual(readJson(place.cache).data.unknown_buckets, { tangelo: { usage_store: 1 } })
  })

  test('what another program stored is given back too', async (t) => {
    const place = makePlace(t)
    await roundTrip(target, place, '{"five_hour":null}')
    const text = readText(place.cache).replace(
      '"unknown_buckets": {}',
      '"unknown_buckets": {"n": 12345678901234567890, "usage_store": {"complete_at": null}, "seven_day": {"utilization": "x"}}',
    )
    writeState(place.cache, text)
    const wire = await us(target, place, ['get', '--wire'])
    expectQuiet(wire, 0)
    const value = exactJson(wire.stdout) as Record<string, unknown>
    assert.deepEqual(
      [value['n'], value['seven_day'], Object.hasOwn(value, 'usage_store')],
      [exactJson('12345678901234567890'), { utilization: 'x' }, false],
    )
  })
})

// Time zones and daylight saving: what is stored and printed counts in UTC, wherever the render happens.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectQuiet } from '../helpers/expect.ts'
import {
  dataEntry,
  iso,
  makePlace,
  nowSeconds,
  type Place,
  readJson,
  us,
  withinOneSecond,
  writeState,
} from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'
import { atClock } from './time.ts'

const ZONES = ['America/New_York', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'Antarctica/Troll', 'EST5EDT', ':nowhere']
const OUTPUTS = [
  ['get'],
  ['get', '--shell'],
  ['get', '--fish'],
  ['get', '--field=windows'],
  ['get', '--wire'],
  ['lock'],
]

function prepare(place: Place, cachedAt: number): void {
  const window = (seconds: number) => ({ utilization: 40, resets_at: iso(cachedAt + seconds).replace('Z', '+00:00') })
  const data = { five_hour: window(9000), seven_day: window(-5), seven_day_opus: window(300_000) }
  writeState(place.cache, dataEntry(cachedAt, data), cachedAt)
  writeState(place.lock, { blocked_until: cachedAt + 900, error: 'RateLimited' }, cachedAt)
}

eachTarget((target) => {
  for (const [index, TZ] of ZONES.entries()) {
    test(`a change of TZ to ${TZ} between two renders changes no output`, async (t) => {
      const place = makePlace(t)
      prepare(place, nowSeconds() - 300)
      for (const args of [['get'], OUTPUTS[1 + (index % 5)] ?? []]) {
        const [one, other] = await withinOneSecond(() =>
          Promise.all(['UTC', TZ].map((zone) => us(target, place, args, { env: { TZ: zone } }))),
        )
        assert.match(one?.stdout ?? '', /^.../)
        assert.deepEqual([other?.code, other?.stdout, other?.stderr], [one?.code, one?.stdout, ''])
      }
    })
  }

  test('what is written in any zone reads the same in another', async (t) => {
    for (const TZ of ZONES.slice(0, 3)) {
      const place = makePlace(t)
      const stdin = '{"five_hour":{"utilization":1,"resets_at":null}}'
      const from = nowSeconds()
      expectQuiet(await us(target, place, ['put'], { stdin, env: { TZ } }), 0)
      const retryAfter = new Date((from + 500) * 1000).toUTCString()
      const args = ['record', '--status=429', `--retry-after=${retryAfter}`]
      expectQuiet(await us(target, place, args, { env: { TZ } }), 0)
      const cachedAt = Date.parse(readJson(place.cache).cached_at) / 1000
      assert.ok(cachedAt >= from && cachedAt <= nowSeconds() + 1, `${TZ}: ${cachedAt - from}`)
      const blocked = readJson(place.lock).blocked_until - from
      assert.ok(blocked >= 501 && blocked <= 560, `${TZ}: ${blocked}`)
    }
  })
})

/** The second before which the clocks of some zone are changed. */
const CHANGES: Readonly<Record<string, readonly [zone: string, instant: string]>> = {
  'an hour back': ['America/New_York', '2026-11-01T06:00:00Z'],
  'an hour forward': ['America/New_York', '2026-03-08T07:00:00Z'],
  'an hour back in Europe': ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  'half an hour': ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  'two hours': ['Antarctica/Troll', '2026-03-29T01:00:00Z'],
  'a day left out': ['Pacific/Apia', '2011-12-30T10:00:00Z'],
}
const BEFORE_AND_AFTER = [-1, 0, 1, 179, 181, 3599, 3600, 3601, 7200]

for (const [change, [zone, instant]] of Object.entries(CHANGES)) {
  test(`the clocks are changed, ${change}: ages and countdowns go on`, (t) => {
    const given = process.env['TZ']
    t.after(() => {
      if (given === undefined) delete process.env['TZ']
      else process.env['TZ'] = given
    })
    const changedAt = Date.parse(instant) / 1000
    const place = makePlace(t)
    prepare(place, changedAt - 10)
    for (const seconds of BEFORE_AND_AFTER) {
      const outputs = () => OUTPUTS.map((args) => atClock(place, args, () => (changedAt + seconds + 0.5) * 1000))
      process.env['TZ'] = zone
      const seen = outputs()
      process.env['TZ'] = 'UTC'
      assert.deepEqual(seen, outputs())
      const document = JSON.parse(seen[0]?.stdout ?? '')
      assert.equal(document.age_seconds, seconds + 10)
      assert.equal(document.windows.five_hour.resets_in_seconds, 9000 - seconds - 10)
    }
  })
}

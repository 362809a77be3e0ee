// put: what it takes, what it leaves on disk, and what it refuses without a trace.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { expectBadInput, expectJson, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, readJson, readText, us, writeState } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

const KIB_64 = 65_536
const BOM = '\ufeff'
const nested = (arrays: number): string => `{"five_hour":null,"x":${'['.repeat(arrays)}${']'.repeat(arrays)}}`

const REFUSED: Readonly<Record<string, string | Uint8Array>> = {
  nothing: '',
  blanks: ' \n\t',
  'a mark alone': BOM,
  'two marks': `${BOM}${BOM}{}`,
  'no JSON': 'not json',
  'an HTTP message': 'HTTP/1.1 200 OK\r\n\r\n{"five_hour":null}',
  'a JSON text cut off': '{"five_hour":null',
  'text after it': '{"five_hour":null}x',
  'two objects': '{"five_hour":null}{"five_hour":null}',
  'a NUL after it': '{"five_hour":null}\0',
  'a comma too many': '{"five_hour":null,}',
  'single quotes': "{'five_hour':null}",
  'a control character in a string': '{"five_hour":null,"x":"\u0001"}',
  'an array': '[{"five_hour":null}]',
  'a string': '"five_hour"',
  'a number': '22',
  null: 'null',
  true: 'true',
  'UTF-16': Buffer.from('{"five_hour":null}', 'utf16le'),
  'bytes that are no UTF-8': Buffer.from('{"five_hour":null,"x":"\xff"}', 'latin1'),
  'an API error': '{"error":{"type":"rate_limit_error","message":"x"}}',
  'an API error with a type':
    '{"type":"error","error":{"type":"authentication_error","message":"x"},"request_id":"req_x"}',
  'no recognised key': '{"subscription_type":"max","rate_limits":{"five_hour":{"utilization":50}}}',
  'our own key alone': '{"usage_store":{"complete_at":null}}',
  'a lone surrogate in a value': '{"five_hour":null,"x":"\\ud800"}',
  'a lone surrogate in a name': '{"five_hour":null,"x":{"\\udc00":1}}',
  'a lone surrogate in a bucket': '{"five_hour":{"utilization":1,"x":["\\ude00\\ud83d"]}}',
  'a number beyond double range': '{"five_hour":null,"x":1e309}',
  'one below it': '{"five_hour":{"utilization":-1.8e308}}',
  'a very long number': `{"five_hour":null,"x":${'9'.repeat(400)}}`,
  'a hundred and one levels': nested(100),
  'levels without end': '['.repeat(60_000),
  'one byte more than 64 KiB': '{"five_hour":null}'.padEnd(KIB_64 + 1),
  'a mebibyte': '{"five_hour":null}'.padEnd(1_048_576),
}

eachTarget((target) => {
  test('refused input: exit 5, one line, nothing changed', async (t) => {
    const place = makePlace(t)
    for (const body of thinned(target, Object.values(REFUSED)))
      expectBadInput(await us(target, place, ['put'], { stdin: body }))
    assert.equal(existsSync(place.cache), false)
    const text = JSON.stringify(dataEntry(nowSeconds() - 10, { five_hour: { utilization: 3, resets_at: null } }))
    writeState(place.cache, text, 1_795_338_100)
    for (const body of ['', '{', '{"error":{}}', `{"seven_day":null}${' '.repeat(KIB_64)}`]) {
      expectBadInput(await us(target, place, ['put'], { stdin: body }))
    }
    assert.deepEqual([readText(place.cache), statSync(place.cache).mtimeMs], [text, 1_795_338_100_000])
    assert.deepEqual(
      readdirSync(place.root).filter((name) => name !== 'usage.mutex'),
      ['usage.json'],
    )
  })

  test('accepted at the border: exactly 64 KiB, a hundred levels, a mark, blanks, an error beside a key', async (t) => {
    const place = makePlace(t)
    for (const body of [
      '{}',
      ' \r\n\t{ }\n',
      `${BOM}{"five_hour":null}`,
      '{"five_hour":null}'.padEnd(KIB_64),
      `{"five_hour":null,"x":"${'x'.repeat(KIB_64 - 26)}"}`,
      nested(99),
      '{"five_hour":null,"x":[1.7e308,-1.7e308,1e-999]}',
      '{"error":{"type":"x"},"limits":[]}',
      '{"error":"x","five_hour":null}',
      '{"five_hour":"not usable at all"}',
    ]) {
      expectOutput(await us(target, place, ['put'], { stdin: body }), 0, '')
      assert.equal(expectJson(await us(target, place, ['get']), 0).state, 'fresh')
    }
  })

  test('the file: two spaces, a final newline, this order of keys', async (t) => {
    const place = makePlace(t)
    const response = {
      five_hour: { utilization: 22, resets_at: '2026-11-22T12:00:00.112536+00:00' },
      seven_day: null,
      seven_day_opus: null,
      seven_day_sonnet: null,
      seven_day_oauth_apps: null,
      extra_usage: { is_enabled: false },
      limits: [
        { kind: 'weekly_scoped', percent: 82, resets_at: null, scope: { model: { display_name: 'Opus', id: null } } },
      ],
    }
    const from = Date.now()
    expectOutput(await us(target, place, ['put'], { stdin: JSON.stringify({ tangelo: null, ...response }) }), 0, '')
    const text = readText(place.cache)
    const { cached_at } = JSON.parse(text)
    assert.match(cached_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.ok(Date.parse(cached_at) >= from && Date.parse(cached_at) <= Date.now())
    const expected = {
      schema_version: 1,
      cached_at,
      data: { ...response, unknown_buckets: { tangelo: null } },
      error: null,
    }
    assert.equal(text, `${JSON.stringify(expected, null, 2)}\n`)
  })

  test('a file that would pass 256 KiB is written compact, and can be read', async (t) => {
    const place = makePlace(t)
    const list = Array.from({ length: 32_000 }, () => 0)
    expectQuiet(await us(target, place, ['put'], { stdin: JSON.stringify({ five_hour: null, list }) }), 0)
    const text = readText(place.cache)
    assert.ok(text.length < 80_000 && text.endsWith('\n'), `${text.length} bytes`)
    assert.equal(text.trimEnd().includes('\n'), false)
    assert.deepEqual(expectJson(await us(target, place, ['get', '--wire']), 0), { five_hour: null, list })
  })

  test('the lock is left alone, the entry replaced whatever was there', async (t) => {
    const place = makePlace(t)
    const lock = JSON.stringify({ blocked_until: nowSeconds() + 2400, error: 'RateLimited', failures: 1 })
    writeState(place.lock, lock, 1_795_338_100)
    for (const old of ['', 'rubbish', '{"schema_version":9}', new Uint8Array(300_000)]) {
      writeState(place.cache, old)
      expectOutput(await us(target, place, ['put'], { stdin: '{"seven_day":null}' }), 0, '')
      assert.equal(readJson(place.cache).schema_version, 1)
    }
    assert.deepEqual([readText(place.lock), statSync(place.lock).mtimeMs], [lock, 1_795_338_100_000])
  })

  test('input that comes in pieces is waited for', async (t) => {
    const place = makePlace(t)
    const slowly = `(printf '{"five_'; sleep 0.15; printf 'hour":null'; sleep 0.15; printf '}') | "$@" --root "$PLACE" put`
    const env = { PATH: process.env['PATH'] ?? '', PLACE: place.root }
    expectOutput(await runCommand(['/bin/sh', '-c', slowly, 'sh', ...target.argv], { env }), 0, '')
    assert.equal(readJson(place.cache).data.five_hour, null)
  })
})

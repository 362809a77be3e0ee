// What is no entry is a miss with a reason, never an error; the next write replaces it.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { expectJson, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { iso, makePlace, nowSeconds, readJson, us, writeState } from '../helpers/place.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

const KIB_256 = 262_144
const GOOD = { five_hour: { utilization: 22, resets_at: null }, unknown_buckets: {} }

function entry(members: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ schema_version: 1, cached_at: iso(nowSeconds() - 10), data: GOOD, error: null, ...members })
}

const MISSES: Readonly<Record<string, Readonly<Record<string, () => string | Uint8Array>>>> = {
  malformed: {
    'an empty file': () => '',
    'no JSON': () => 'not json',
    'a file cut off': () => entry({}).slice(0, -3),
    'text after the object': () => `${entry({})}x`,
    'an array': () => `[${entry({})}]`,
    'a string': () => '"x"',
    null: () => 'null',
    'no UTF-8': () => Buffer.concat([Buffer.from(entry({}).slice(0, -1)), Buffer.from(',"x":"\xff"}', 'latin1')]),
    'UTF-16': () => Buffer.from(`\ufeff${entry({})}`, 'utf16le'),
    'no cached_at': () => entry({ cached_at: undefined }),
    'cached_at null': () => entry({ cached_at: null }),
    'cached_at a number': () => entry({ cached_at: nowSeconds() }),
    'cached_at without an offset': () => entry({ cached_at: iso(nowSeconds()).slice(0, -1) }),
    'cached_at no instant': () => entry({ cached_at: '2026-13-01T00:00:00Z' }),
  },
  'other-schema': {
    'schema 2': () => entry({ schema_version: 2 }),
    'schema 0': () => entry({ schema_version: 0 }),
    'schema as text': () => entry({ schema_version: '1' }),
    'another schema without the rest': () => '{"schema_version":2}',
  },
  'future-dated': {
    'an hour ahead': () => entry({ cached_at: iso(nowSeconds() + 3600) }),
    'the year 9999': () => entry({ cached_at: '9999-12-30T00:00:00Z' }),
  },
  'too-large': {
    'one byte more than 256 KiB': () => entry({}).padEnd(KIB_256 + 1),
    'a mebibyte of zeros': () => new Uint8Array(1_048_576),
  },
  anomalous: {
    'data and an error': () => entry({ error: { code: 'Timeout' } }),
    'neither data nor an error': () => entry({ data: null }),
    'no data and no error at all': () => entry({ data: undefined, error: undefined }),
  },
}

eachTarget((target) => {
  for (const [reason, files] of Object.entries(MISSES)) {
    test(`${reason}: ${Object.keys(files).join(', ')}`, async (t) => {
      const place = makePlace(t)
      for (const [name, content] of thinned(target, Object.entries(files))) {
        writeState(place.cache, content())
        const answer = expectJson(await us(target, place, ['get']), 1)
        const { state, miss, data, windows } = answer
        assert.deepEqual({ state, miss, data, windows }, { state: 'miss', miss: reason, data: null, windows: {} }, name)
      }
      expectOutput(await us(target, place, ['get', '--wire']), 1, '')
      expectQuiet(await us(target, place, ['put'], { stdin: '{"five_hour":null}' }), 0)
      assert.equal(readJson(place.cache).schema_version, 1)
    })
  }

  test('an absent entry, and an absent root, are the whole answer', async (t) => {
    const place = makePlace(t)
    for (const root of [place.root, `${place.dir}/no/such/root`]) {
      assert.deepEqual(expectJson(await us(target, { ...place, root }, ['get']), 1), {
        state: 'miss',
        refresh: true,
        fetching: false,
        cached_at: null,
        age_seconds: null,
        miss: 'absent',
        error: null,
        lock: null,
        data: null,
        windows: {},
      })
    }
    assert.equal(existsSync(`${place.dir}/no`), false)
  })

  test('no schema_version, or a time beyond what others can read, is a miss', async (t) => {
    const place = makePlace(t)
    for (const content of [
      entry({ schema_version: undefined }),
      entry({ cached_at: '9999-12-31T23:59:59Z' }),
      '{"timestamp":1772745028074}',
    ]) {
      writeState(place.cache, content)
      const { state, data } = expectJson(await us(target, place, ['get']), 1)
      assert.deepEqual([state, data], ['miss', null])
    }
  })

  test('exactly 256 KiB, other spellings of the time, and unknown members are an entry', async (t) => {
    const place = makePlace(t)
    const now = nowSeconds() - 10
    const local = new Date((now + 7200) * 1000).toISOString().slice(0, 19)
    for (const content of [
      entry({}).padEnd(KIB_256),
      entry({ cached_at: `${local}+02:00` }),
      entry({ cached_at: `${iso(now).slice(0, 19)}.123456789Z` }),
      entry({ cached_at: iso(now).replace('.000', '') }),
      entry({ written_by: 'something else' }),
      entry({ error: undefined }),
      JSON.stringify(JSON.parse(entry({})), null, '\t'),
    ]) {
      writeState(place.cache, content)
      assert.equal(expectJson(await us(target, place, ['get']), 0).state, 'fresh', content.trimEnd())
    }
  })

  test('the reason is kept under a block', async (t) => {
    const place = makePlace(t)
    writeState(place.lock, { blocked_until: nowSeconds() + 900, error: 'Timeout' })
    for (const [reason, content] of [
      ['malformed', '{'],
      ['other-schema', '{"schema_version":3}'],
      ['anomalous', entry({ data: null })],
    ] as const) {
      writeState(place.cache, content)
      const { state, miss } = expectJson(await us(target, place, ['get']), 4)
      assert.deepEqual([state, miss], ['blocked', reason])
    }
  })
})

// put --at, put --error and clear.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { expectBadInput, expectError, expectJson, expectOutput } from '../helpers/expect.ts'
import {
  dataEntry,
  errorEntry,
  iso,
  makePlace,
  nowSeconds,
  readJson,
  readText,
  us,
  withinOneSecond,
  writeState,
} from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'

const BODY = '{"five_hour":{"utilization":7,"resets_at":null}}'

/** The instant as text, and the `cached_at` that it becomes. */
const INSTANTS: readonly (readonly [at: string, cachedAt: string])[] = [
  ['1700000000', '2023-11-14T22:13:20.000Z'],
  ['2023-11-14T22:13:20Z', '2023-11-14T22:13:20.000Z'],
  ['2023-11-14T22:13:20.5Z', '2023-11-14T22:13:20.500Z'],
  ['2023-11-15T00:13:20.123456+02:00', '2023-11-14T22:13:20.123Z'],
  ['2024-02-29T00:00:00-00:30', '2024-02-29T00:30:00.000Z'],
  ['0', '1970-01-01T00:00:00.000Z'],
]

eachTarget((target) => {
  test('the data are of that time', async (t) => {
    const place = makePlace(t)
    for (const [at, cachedAt] of INSTANTS) {
      writeState(place.cache, '')
      expectOutput(await us(target, place, ['put', '--at', at], { stdin: BODY }), 0, '')
      assert.equal(readJson(place.cache).cached_at, cachedAt, at)
    }
    const outcome = await withinOneSecond(async (now) => {
      writeState(place.cache, '')
      await us(target, place, ['put', `--at=${now - 200}`], { stdin: BODY })
      return us(target, place, ['get'])
    })
    const answer = expectJson(outcome, 0)
    assert.deepEqual([answer.state, answer.age_seconds], ['stale', 200])
  })

  test('older than what is stored: exit 1, nothing changed; not older: stored', async (t) => {
    const place = makePlace(t)
    const stored = nowSeconds() - 1000
    const text = JSON.stringify(dataEntry(stored, { seven_day: { utilization: 1 } }))
    writeState(place.cache, text)
    for (const at of [String(stored - 1), iso(stored - 0.001), '1']) {
      expectOutput(await us(target, place, ['put', '--at', at], { stdin: BODY }), 1, '')
      assert.equal(readText(place.cache), text)
    }
    expectBadInput(await us(target, place, ['put', '--at', String(stored + 1)], { stdin: '{' }))
    assert.equal(readText(place.cache), text)
    for (const at of [stored, stored + 10]) {
      expectOutput(await us(target, place, ['put', '--at', String(at)], { stdin: BODY }), 0, '')
      assert.deepEqual(
        [readJson(place.cache).cached_at, readJson(place.cache).data.five_hour.utilization],
        [iso(at), 7],
      )
    }
  })

  test('what is no entry is never newer', async (t) => {
    const place = makePlace(t)
    for (const content of [
      '',
      'rubbish',
      '{"schema_version":2}',
      { ...dataEntry(nowSeconds() - 10, {}), cached_at: 'x' },
    ]) {
      writeState(place.cache, content)
      expectOutput(await us(target, place, ['put', '--at', '1700000000'], { stdin: BODY }), 0, '')
    }
  })

  test('put --error stores an error entry and reads no stdin', async (t) => {
    const place = makePlace(t)
    for (const code of ['Timeout', 'Their_own-1', 'x', 'A'.repeat(64)]) {
      const from = Date.now()
      const outcome = await us(target, place, ['put', '--error', code], { stdinStaysOpen: true, limitMs: 60_000 })
      expectOutput(outcome, 0, '')
      const { cached_at, ...rest } = readJson(place.cache)
      assert.deepEqual(rest, { schema_version: 1, data: null, error: { code } })
      assert.equal(
        readText(place.cache),
        `${JSON.stringify({ schema_version: 1, cached_at, data: null, error: { code } }, null, 2)}\n`,
      )
      assert.ok(Date.parse(cached_at) >= from && Date.parse(cached_at) <= Date.now())
      const { state, error } = expectJson(await us(target, place, ['get']), 4)
      assert.deepEqual([state, error], ['blocked', { code }])
    }
    writeState(place.cache, errorEntry(nowSeconds() - 31, 'Timeout'))
    const { state, miss, error } = expectJson(await us(target, place, ['get']), 1)
    assert.deepEqual([state, miss, error], ['miss', 'error', { code: 'Timeout' }])
    expectOutput(await us(target, place, ['get', '--wire']), 1, '')
  })

  test('clear removes the entry and nothing else, and does not mind if it is gone', async (t) => {
    const place = makePlace(t)
    for (const content of [dataEntry(nowSeconds(), {}), 'rubbish', '', new Uint8Array(300_000)]) {
      writeState(place.cache, content)
      writeState(place.lock, 'anything')
      expectOutput(await us(target, place, ['clear']), 0, '')
      assert.equal(existsSync(place.cache), false)
      assert.equal(readText(place.lock), 'anything')
    }
    expectOutput(await us(target, place, ['clear']), 0, '')
    assert.deepEqual(
      readdirSync(place.root).filter((name) => name !== 'usage.mutex'),
      ['usage.lock'],
    )
    expectOutput(await us(target, { ...place, root: `${place.dir}/none` }, ['clear']), 0, '')
  })
})

eachTarget((target) => {
  test('an offset that leads before the year 0 is no instant that can be stored', async (t) => {
    const place = makePlace(t)
    const outcome = await us(target, place, ['put', '--at', '0000-01-01T00:00:00+01:00'], { stdin: '{}' })
    expectError(outcome, 2, 'INSTANT')
    assert.deepEqual(readdirSync(place.root), [])
  })
})

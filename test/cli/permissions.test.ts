// Permission denied is an error that says where, never a miss; and a reader needs no right to write.
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { expectIoError, expectOutput, expectQuiet } from '../helpers/expect.ts'
import {
  dataEntry,
  giveToNobody,
  makePlace,
  nowSeconds,
  readText,
  us,
  writeState,
  type Place,
} from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needOtherUser } from '../helpers/tools.ts'

const AS_NOBODY = { asNobody: true, stdin: '{"five_hour":null}' } as const

/** A place of the other user with stale data and an ended block, or null after the test was skipped. */
function theirs(t: TestContext): Place | null {
  if (!needOtherUser(t)) return null
  const place = makePlace(t)
  writeState(place.cache, dataEntry(nowSeconds() - 500, { five_hour: { utilization: 3 } }))
  writeState(place.lock, { blocked_until: nowSeconds() - 500, error: 'Timeout' })
  giveToNobody(place)
  return place
}

eachTarget((target) => {
  test('a file that may not be read', async (t) => {
    const place = theirs(t)
    if (place === null) return
    chmodSync(place.cache, 0o000)
    for (const args of [['get'], ['get', '--ok', '--shell'], ['get', '--field', 'state']])
      expectIoError(await us(target, place, args, AS_NOBODY), 'usage.json', /^EACCES$/)
    chmodSync(place.cache, 0o600)
    chmodSync(place.lock, 0o000)
    for (const args of [['get'], ['lock'], ['block']])
      expectIoError(await us(target, place, args, AS_NOBODY), 'usage.lock', /^EACCES$/)
  })

  test('a root that may not be entered', async (t) => {
    const place = theirs(t)
    if (place === null) return
    chmodSync(place.root, 0o000)
    for (const args of [['get'], ['lock'], ['put'], ['block'], ['clear'], ['unblock']]) {
      expectIoError(await us(target, place, args, AS_NOBODY), place.root, /^EACCES$/)
    }
    expectQuiet(await us(target, place, ['path'], AS_NOBODY), 0)
  })

  test('a root that cannot be made', async (t) => {
    const place = theirs(t)
    if (place === null) return
    const closed = join(place.dir, 'closed')
    mkdirSync(closed)
    giveToNobody(place)
    chmodSync(closed, 0o555)
    const none: Place = { ...place, root: join(closed, 'a', 'b') }
    for (const args of [['put'], ['block'], ['put', '--error', 'Timeout']])
      expectIoError(await us(target, none, args, AS_NOBODY), closed, /^EACCES$/)
    expectOutput(await us(target, none, ['get', '--field', 'miss'], AS_NOBODY), 1, 'absent\n')
    assert.deepEqual(readdirSync(closed), [])
  })

  test('a read-only directory: readers read, writers fail and leave everything as it was', async (t) => {
    const place = theirs(t)
    if (place === null) return
    const before = [readText(place.cache), readText(place.lock)]
    chmodSync(place.root, 0o555)
    expectOutput(
      await us(target, place, ['get', '--field', 'state', '--field', 'five_hour.percent'], AS_NOBODY),
      0,
      'stale\n3\n',
    )
    expectQuiet(await us(target, place, ['lock'], AS_NOBODY), 0)
    for (const [args, name] of [
      [['put'], 'usage.json'],
      [['put', '--error', 'Timeout'], 'usage.json'],
      [['clear'], 'usage.json'],
      [['block'], 'usage.lock'],
      [['unblock'], 'usage.lock'],
    ] as const) {
      const outcome = await us(target, place, args, AS_NOBODY)
      expectIoError(outcome, place.root, /^EACCES$/)
      assert.ok(outcome.stderr.includes(name), outcome.stderr)
    }
    assert.deepEqual([readText(place.cache), readText(place.lock)], before)
    assert.deepEqual(readdirSync(place.root).sort(), ['usage.json', 'usage.lock'])
  })

  test('a mutex that may not be written is not in the way', async (t) => {
    const place = theirs(t)
    if (place === null) return
    writeState(place.mutex, '')
    giveToNobody(place)
    for (const mode of [0o000, 0o444]) {
      chmodSync(place.mutex, mode)
      for (const args of [['put'], ['block', '--for', '60'], ['unblock'], ['clear']])
        expectOutput(await us(target, place, args, AS_NOBODY), 0, '')
    }
    assert.deepEqual(readdirSync(place.root), ['usage.mutex'])
  })
})

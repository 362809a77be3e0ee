// Who reads, decides and writes holds usage.mutex meanwhile: seen from outside, it waits for another holder.
import assert from 'node:assert/strict'
import { readdirSync, statSync, symlinkSync } from 'node:fs'
import { test } from 'node:test'
import '../helpers/in-memory.ts'
import { holdMutex, whereNobodyWaitsInVain } from '../helpers/mutex.ts'
import { expectBetween, expectOnceWithin, expectOutput } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, readJson, us, writeState } from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'

const WRITERS: Readonly<Record<string, readonly string[]>> = {
  put: ['put'],
  'put --error': ['put', '--error', 'Timeout'],
  'put --at': ['put', '--at', '1700000000'],
  clear: ['clear'],
  block: ['block', '--for', '60'],
  unblock: ['unblock'],
}

eachTarget((target) => {
  test('a writer waits a second for a busy mutex, then goes ahead', async (t) => {
    const waits = Object.entries(WRITERS).map(async ([name, args]) => {
      const place = makePlace(t)
      holdMutex(t, place)
      const outcome = await us(target, place, args, { stdin: '{"five_hour":null}' })
      expectOutput(outcome, 0, '')
      expectBetween(outcome.elapsedMs, 900, 15_000, `milliseconds of ${name}`)
    })
    await Promise.all(waits)
    await expectOnceWithin(3500, target, async () => {
      const place = makePlace(t)
      holdMutex(t, place)
      return us(target, place, ['put', '--error', 'Timeout'])
    })
  })

  test('it goes ahead as soon as the mutex is free', async (t) => {
    await expectOnceWithin(800, target, async () => {
      const place = makePlace(t)
      const release = holdMutex(t, place)
      setTimeout(release, 300)
      const outcome = await us(target, place, ['put'], { stdin: '{"five_hour":null}' })
      expectOutput(outcome, 0, '')
      expectBetween(outcome.elapsedMs, 250, 15_000, 'milliseconds')
      return outcome
    })
  })

  test('readers do not wait', async (t) => {
    const place = makePlace(t)
    holdMutex(t, place)
    for (const [args, code] of [
      [['get'], 1],
      [['lock'], 0],
      [['path'], 0],
    ] as const)
      await expectOnceWithin(800, target, async () => {
        const outcome = await us(target, place, args)
        assert.equal(outcome.code, code)
        return outcome
      })
  })

  test('the mutex stays empty, alone and locked by nobody', async (t) => {
    const place = makePlace(t)
    for (const args of Object.values(WRITERS)) await us(target, place, args, { stdin: '{"five_hour":null}' })
    assert.equal(statSync(place.mutex).size, 0)
    assert.deepEqual(
      readdirSync(place.root).filter((name) => name.startsWith('usage.mutex')),
      ['usage.mutex'],
    )
    holdMutex(t, place)()
  })

  test('a link at usage.mutex is not followed: what it points to may be busy', async (t) => {
    const [place, elsewhere] = [makePlace(t), makePlace(t)]
    holdMutex(t, elsewhere)
    symlinkSync(elsewhere.mutex, place.mutex)
    for (const args of [['put'], ['block'], ['unblock'], ['clear']])
      await expectOnceWithin(800, target, async () => {
        const outcome = await us(target, place, args, { stdin: '{"five_hour":null}' })
        expectOutput(outcome, 0, '')
        return outcome
      })
  })

  test('rubbish in usage.mutex is not in the way and stays', async (t) => {
    const place = makePlace(t)
    writeState(place.mutex, 'not a database, and long enough to be looked at as one'.repeat(50))
    for (const args of Object.values(WRITERS))
      expectOutput(await us(target, place, args, { stdin: '{"five_hour":null}' }), args[1] === '--at' ? 1 : 0, '')
    assert.equal(statSync(place.mutex).size, 2700)
  })

  test('blocks that meet: the longest one wins', async (t) => {
    // Where everything is quick, they may miss each other.
    for (let round = 0; round < 3; round += 1)
      await whereNobodyWaitsInVain(async (meet) => {
        const place = makePlace(t)
        writeState(place.cache, dataEntry(nowSeconds(), {}))
        const from = nowSeconds()
        const outcomes = await meet(
          [100, 4000, 200, 3000, 300, 2000].map((seconds) => us(target, place, ['block', '--for', String(seconds)])),
        )
        for (const outcome of outcomes) expectOutput(outcome, 0, '')
        expectBetween(readJson(place.lock).blocked_until, from + 4000, nowSeconds() + 4001)
      })
  })
})

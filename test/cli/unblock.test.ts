// unblock: ends every block, and leaves a fetch under way alone.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { expectBetween, expectJson, expectOutput } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, readJson, readText, us, writeState } from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'

eachTarget((target) => {
  test('removes whatever blocks, and does not mind if nothing does', async (t) => {
    const place = makePlace(t)
    const now = nowSeconds()
    expectOutput(await us(target, place, ['unblock']), 0, '')
    for (const content of [
      { blocked_until: now + 5000, error: 'RateLimited', failures: 3 },
      { blocked_until: now - 5000, error: 'RateLimited' },
      { blocked_until: 9_999_999_999, error: 'Unauthorized' },
      'rubbish',
      '',
      'x'.repeat(70_000),
    ]) {
      writeState(place.lock, content)
      expectOutput(await us(target, place, ['unblock']), 0, '')
      assert.equal(existsSync(place.lock), false)
    }
    writeState(
      place.lock,
      { blocked_until: now + 5000, claim: 'x', lease: 30, before: { blocked_until: now + 5000, error: 'Timeout' } },
      now - 31,
    )
    expectOutput(await us(target, place, ['unblock']), 0, '')
    assert.equal(existsSync(place.lock), false, 'a claim that has run out')
    expectOutput(await us(target, { ...place, root: `${place.dir}/none` }, ['unblock']), 0, '')
  })

  test('the entry is left alone, and wants a refresh again', async (t) => {
    const place = makePlace(t)
    const text = JSON.stringify(dataEntry(nowSeconds() - 500, { five_hour: { utilization: 1 } }))
    writeState(place.cache, text)
    writeState(place.lock, { blocked_until: nowSeconds() + 5000, error: 'Unauthorized' })
    expectOutput(await us(target, place, ['unblock']), 0, '')
    assert.equal(readText(place.cache), text)
    assert.deepEqual(
      readdirSync(place.root).filter((name) => name !== 'usage.mutex'),
      ['usage.json'],
    )
    const { state, refresh } = expectJson(await us(target, place, ['get']), 0)
    assert.deepEqual([state, refresh], ['stale', true])
  })

  test('a running lease keeps its token and its end, and loses what it carried', async (t) => {
    const place = makePlace(t)
    for (const carried of [
      { failures: 4, before: { blocked_until: nowSeconds() + 5000, error: 'Timeout' } },
      { failures: 1 },
      {},
    ]) {
      const written = nowSeconds() - 40
      const lock = { blocked_until: written + 100, claim: 'somebody', lease: 100 }
      writeState(place.lock, { ...lock, ...carried }, written)
      expectOutput(await us(target, place, ['unblock']), 0, '')
      const { blocked_until, claim, lease, ...rest } = readJson(place.lock)
      assert.deepEqual(rest, {})
      assert.deepEqual([blocked_until, claim], [lock.blocked_until, lock.claim])
      expectBetween(statSync(place.lock).mtimeMs / 1000 + lease, written + 99, written + 101, 'end of the lease')
      assert.equal(expectJson(await us(target, place, ['lock']), 0).fetching, true)
    }
  })
})

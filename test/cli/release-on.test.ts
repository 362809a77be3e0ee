// --release-on FILE: new credentials end a block that hangs on the token, and no other.
import assert from 'node:assert/strict'
import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectJson, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, readJson, readText, us, writeState, type Place } from '../helpers/place.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

/** Seconds since the block was written. */
const AGE = 100

interface Sample {
  readonly error?: string
  /** Seconds by which the credentials changed after the block; null: there are none. */
  readonly changed: number | null
  readonly ended: boolean
  /** A claim that has run out stands there, the block before it. */
  readonly claimed?: boolean
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  'Unauthorized, changed since': { error: 'Unauthorized', changed: 50, ended: true },
  'Forbidden, changed since': { error: 'Forbidden', changed: 50, ended: true },
  'RateLimited, changed since': { error: 'RateLimited', changed: 50, ended: true },
  'changed a moment later': { error: 'Unauthorized', changed: 0.25, ended: true },
  'changed at the same instant': { error: 'Unauthorized', changed: 0, ended: false },
  'changed a moment before': { error: 'RateLimited', changed: -0.25, ended: false },
  'not changed since': { error: 'Forbidden', changed: -5000, ended: false },
  'changed by a clock that is ahead': { error: 'Unauthorized', changed: 5000, ended: true },
  'no credentials': { error: 'Unauthorized', changed: null, ended: false },
  Timeout: { error: 'Timeout', changed: 50, ended: false },
  NetworkError: { error: 'NetworkError', changed: 50, ended: false },
  ParseError: { error: 'ParseError', changed: 50, ended: false },
  NoCredentials: { error: 'NoCredentials', changed: 50, ended: false },
  'a code of its own': { error: 'Maintenance', changed: 50, ended: false },
  'another case': { error: 'unauthorized', changed: 50, ended: false },
  'no error': { changed: 50, ended: false },
  'before a claim that has run out': { error: 'Unauthorized', changed: 50, claimed: true, ended: true },
  'before one, of another kind': { error: 'Timeout', changed: 50, claimed: true, ended: false },
  'before one, not changed since': { error: 'Unauthorized', changed: -50, claimed: true, ended: false },
}

function set(place: Place, { error, changed, claimed }: Sample): string {
  const now = nowSeconds()
  const credentials = join(place.dir, 'credentials.json')
  writeState(place.cache, dataEntry(now - 500, { five_hour: { utilization: 3, resets_at: null } }))
  const block = { blocked_until: now + 900, ...(error === undefined ? {} : { error }) }
  const lock = claimed === true ? { blocked_until: now, claim: 'gone', lease: 30, failures: 3, before: block } : block
  writeState(place.lock, { failures: 3, ...lock }, now - AGE)
  if (changed !== null) {
    writeState(credentials, '{}')
    utimesSync(credentials, now - AGE + changed, now - AGE + changed)
  }
  return credentials
}

eachTarget((target) => {
  for (const [name, sample] of thinned(target, Object.entries(SAMPLES))) {
    const { error, ended } = sample
    test(`${name}: the block ${ended ? 'has ended' : 'stays'}`, async (t) => {
      const place = makePlace(t)
      const credentials = set(place, sample)
      const before = [readText(place.cache), readText(place.lock)]
      const kept = error === 'Unauthorized' || error === 'Forbidden' ? 'blocked' : 'backoff'
      const got = await us(target, place, ['get', '--release-on', credentials])
      const { state, refresh, lock } = expectJson(got, !ended && kept === 'blocked' ? 4 : 0)
      assert.deepEqual([state, refresh, lock === null], [ended ? 'stale' : kept, ended, ended])
      assert.deepEqual([readText(place.cache), readText(place.lock)], before, 'get writes nothing')

      const claimed = await us(target, place, ['claim', `--release-on=${credentials}`])
      expectQuiet(claimed, ended ? 0 : 4)
      assert.equal(claimed.stdout !== '', ended)
      if (!ended) return assert.deepEqual([readText(place.cache), readText(place.lock)], before)
      assert.equal(readJson(place.lock).failures, 3, 'the next failure is the fourth all the same')
      // What has ended stays so: neither giving the claim up nor letting it run out brings it back.
      expectOutput(await us(target, place, ['release', claimed.stdout.trimEnd()]), 0, '')
      assert.equal(expectJson(await us(target, place, ['get', '--release-on', credentials]), 0).state, 'stale')
    })
  }

  test('without it the block stays, whatever changed', async (t) => {
    const place = makePlace(t)
    set(place, { error: 'Unauthorized', changed: 50, ended: true })
    expectOutput(await us(target, place, ['claim']), 4, '')
    assert.equal(expectJson(await us(target, place, ['get']), 4).state, 'blocked')
  })

  test('it ends no claim and wants nothing of fresh data', async (t) => {
    const place = makePlace(t)
    const credentials = set(place, { error: 'RateLimited', changed: 5000, ended: true })
    writeState(place.lock, { blocked_until: nowSeconds() + 60, claim: 'somebody', lease: 60 })
    const lock = readText(place.lock)
    expectOutput(await us(target, place, ['claim', '--release-on', credentials]), 1, '')
    assert.equal(expectJson(await us(target, place, ['get', '--release-on', credentials]), 0).fetching, true)
    assert.equal(readText(place.lock), lock)
    set(place, { error: 'RateLimited', changed: 50, ended: true })
    writeState(place.cache, dataEntry(nowSeconds(), { five_hour: null }))
    expectOutput(await us(target, place, ['claim', '--release-on', credentials]), 1, '')
  })
})

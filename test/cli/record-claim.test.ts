// record and claims: who holds one stores and ends it; who does not hold it any more changes nothing; and what a record
// without a claim leaves of another's.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { test } from 'node:test'
import '../helpers/in-memory.ts'
import { holdMutex, whereNobodyWaitsInVain } from '../helpers/mutex.ts'
import { expectBadInput, expectBetween, expectJson, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, type Place, readJson, readText, us, writeState } from '../helpers/place.ts'
import { eachTarget, type Target, thinned } from '../helpers/targets.ts'

const GOOD = '{"five_hour":null}'
/** What may stand beside the two files. */
const BESIDE = ['usage.mutex', 'usage.view']
const namesIn = (place: Place): string[] => readdirSync(place.root).filter((name) => !BESIDE.includes(name))

async function claim(target: Target, place: Place, ...flags: readonly string[]): Promise<string> {
  const outcome = await us(target, place, ['claim', ...flags])
  expectQuiet(outcome, 0)
  return outcome.stdout.trim()
}

/** Both files, with their mtimes: what must not change. */
const snapshot = (place: Place) =>
  [place.cache, place.lock].map((file) => (existsSync(file) ? [readText(file), statSync(file).mtimeMs] : null))

/** A lock with the claim `mine` in it that was written so long ago. */
const leased = (secondsAgo: number, lease: number, more: Readonly<Record<string, unknown>> = {}) => {
  const mtime = nowSeconds() - secondsAgo
  return { lock: { blocked_until: mtime + lease, claim: 'mine', lease, ...more }, mtime }
}

interface Sample {
  readonly lock: unknown
  readonly mtime?: number
  readonly token?: string
}

/** Locks under which `--claim mine` holds, made when the test runs. */
const HOLDING: Readonly<Record<string, () => Sample>> = {
  'a lease with some seconds left': () => leased(20, 300),
  'whatever blocked_until says': () => ({ lock: { blocked_until: 1, claim: 'mine', lease: 30 } }),
  'without a lease, before blocked_until': () => ({ lock: { blocked_until: nowSeconds() + 20, claim: 'mine' } }),
  'a lease that was carried over a longer block': () =>
    leased(1, 30, { failures: 3, before: { blocked_until: nowSeconds() + 9000, error: 'RateLimited' } }),
}

/** Locks under which it does not. */
const LOST: Readonly<Record<string, () => Sample | null>> = {
  'no lock': () => null,
  'a lease that has run out': () => leased(31, 30),
  'a lease that has run out, before blocked_until': () => ({
    ...leased(31, 30, { blocked_until: nowSeconds() + 500 }),
  }),
  'without a lease, after blocked_until': () => ({ lock: { blocked_until: nowSeconds() - 1, claim: 'mine' } }),
  'a file from the future': () => leased(-60, 30),
  "another's token": () => ({ lock: { ...leased(1, 30).lock, claim: 'other' } }),
  'a token that begins like it': () => ({ lock: { ...leased(1, 30).lock, claim: 'mine2' } }),
  'an empty token': () => ({ lock: { ...leased(1, 30).lock, claim: '' }, token: '' }),
  'a token of blanks': () => ({ ...leased(1, 30), token: ' mine' }),
  'a token like a path': () => ({ ...leased(1, 30), token: '../../etc/passwd' }),
  'a token like an option': () => ({ ...leased(1, 30), token: '--force' }),
  'a very long token': () => ({ ...leased(1, 30), token: 'm'.repeat(50_000) }),
  'a block that linesmith wrote over it': () => ({ lock: { blocked_until: nowSeconds() + 300, error: 'RateLimited' } }),
  'a spacing that linesmith wrote over it': () => ({ lock: { blocked_until: nowSeconds() + 180 } }),
  'rubbish that was written over it': () => ({ lock: 'mine' }),
}

/** What can be recorded: all of it changes nothing where the claim does not hold. */
const FETCHED = [GOOD, 'HTTP/1.1 429 X\r\n\r\n', 'HTTP/1.1 401 X\r\n\r\n', '<html>']

eachTarget((target) => {
  test('a success under a claim: the data, and no lock', async (t) => {
    const place = makePlace(t)
    const token = await claim(target, place)
    expectOutput(await us(target, place, ['record', '--claim', token], { stdin: GOOD }), 0, '')
    assert.deepEqual(namesIn(place), ['usage.json'])
    expectOutput(await us(target, place, ['record', '--claim', token], { stdin: GOOD }), 1, '')
    expectOutput(await us(target, place, ['claim']), 1, '')
  })

  test('a failure under a claim: a back-off in place of the claim, which counts the failures before it', async (t) => {
    const place = makePlace(t)
    const old = JSON.stringify(dataEntry(nowSeconds() - 500, { five_hour: null }))
    writeState(place.cache, old)
    writeState(place.lock, { blocked_until: nowSeconds() - 5, error: 'Timeout', failures: 2 })
    const token = await claim(target, place)
    const from = nowSeconds()
    const flags = ['--claim', token, '--status', '503']
    expectOutput(await us(target, place, ['record', ...flags]), 0, '')
    const { blocked_until, ...rest } = readJson(place.lock)
    assert.deepEqual(rest, { error: 'NetworkError', failures: 3 })
    expectBetween(blocked_until, from + 120, nowSeconds() + 132, 'blocked_until')
    assert.equal(readText(place.cache), old)
    const left = snapshot(place)
    expectOutput(await us(target, place, ['record', ...flags]), 1, '')
    assert.deepEqual(snapshot(place), left, 'the claim is over')
    expectOutput(await us(target, place, ['claim']), 4, '')
  })

  test('a bad response under a claim: exit 5, and the claim is over', async (t) => {
    const place = makePlace(t)
    const token = await claim(target, place, '--lease', '1h')
    const from = nowSeconds()
    expectBadInput(await us(target, place, ['record', '--claim', token], { stdin: '<html>' }))
    const { blocked_until, ...rest } = readJson(place.lock)
    assert.deepEqual(rest, { error: 'ParseError', failures: 1 })
    expectBetween(blocked_until, from + 30, nowSeconds() + 33, 'blocked_until')
  })

  test('a failure under a claim that was forced over a longer block leaves that block', async (t) => {
    const place = makePlace(t)
    const block = { blocked_until: nowSeconds() + 9000, error: 'Forbidden', failures: 3 }
    writeState(place.lock, block)
    const token = await claim(target, place, '--force')
    expectOutput(await us(target, place, ['record', '--claim', token, '--status', '401']), 0, '')
    assert.deepEqual(readJson(place.lock), { ...block, failures: 4 })
    assert.deepEqual(namesIn(place), ['usage.lock'])
  })

  for (const [name, sample] of thinned(target, Object.entries(HOLDING))) {
    test(`it holds: ${name}`, async (t) => {
      for (const [stdin, left] of [
        [GOOD, ['usage.json']],
        ['HTTP/1.1 401 X\r\n\r\n', ['usage.lock']],
      ] as const) {
        const place = makePlace(t)
        const { lock, mtime } = sample()
        writeState(place.lock, lock, mtime)
        writeState(place.cache, dataEntry(nowSeconds() - 500, {}))
        expectOutput(await us(target, place, ['record', '--claim', 'mine'], { stdin }), 0, '')
        assert.deepEqual(namesIn(place), left)
        if (existsSync(place.lock)) assert.equal('claim' in readJson(place.lock), false)
      }
    })
  }

  for (const [name, sample] of thinned(target, Object.entries(LOST))) {
    test(`it does not hold: ${name}`, async (t) => {
      const place = makePlace(t)
      writeState(place.cache, dataEntry(nowSeconds() - 500, {}), nowSeconds() - 500)
      const { lock, mtime, token = 'mine' } = sample() ?? { lock: null }
      if (lock !== null) writeState(place.lock, lock, mtime ?? nowSeconds() - 1)
      const before = snapshot(place)
      for (const stdin of FETCHED)
        expectOutput(await us(target, place, ['record', `--claim=${token}`], { stdin }), 1, '')
      assert.deepEqual(snapshot(place), before)
      assert.deepEqual(namesIn(place), lock === null ? ['usage.json'] : ['usage.json', 'usage.lock'])
    })
  }

  test('no root: it does not hold, and nothing is made', async (t) => {
    const place = makePlace(t)
    const none = { ...place, root: `${place.dir}/none` }
    expectOutput(await us(target, none, ['record', '--claim', 'mine'], { stdin: GOOD }), 1, '')
    assert.equal(existsSync(none.root), false)
  })

  test("a success without a claim leaves another's running lease, without what it carried", async (t) => {
    const before = { blocked_until: nowSeconds() + 5000, error: 'Timeout' }
    for (const carried of [{ failures: 4, before }, { failures: 1 }, {}]) {
      const place = makePlace(t)
      const { lock, mtime } = leased(40, 100)
      writeState(place.lock, { ...lock, ...carried }, mtime)
      expectOutput(await us(target, place, ['record'], { stdin: GOOD }), 0, '')
      assert.deepEqual(readJson(place.lock), lock)
      assert.equal(statSync(place.lock).mtimeMs, mtime * 1000, 'the lease does not begin anew')
      assert.equal(expectJson(await us(target, place, ['lock']), 0).fetching, true)
      expectOutput(await us(target, place, ['record', '--claim', 'mine'], { stdin: GOOD }), 0, '')
      assert.equal(existsSync(place.lock), false, 'its holder stores, and ends it')
    }
  })

  test('a success without a claim takes away one that has run out', async (t) => {
    const place = makePlace(t)
    for (const { lock, mtime } of [
      leased(31, 30, { failures: 4, before: { blocked_until: nowSeconds() + 5000, error: 'Timeout' } }),
      leased(-60, 30),
    ]) {
      writeState(place.lock, lock, mtime)
      expectOutput(await us(target, place, ['record'], { stdin: GOOD }), 0, '')
      assert.deepEqual(namesIn(place), ['usage.json'])
    }
  })

  test("a failure without a claim replaces another's running lease, whose holder then stores nothing", async (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds() - 500, {}))
    writeState(place.lock, { blocked_until: nowSeconds() - 5, error: 'Timeout', failures: 1 })
    const token = await claim(target, place)
    const from = nowSeconds()
    expectOutput(await us(target, place, ['record', '--status', '429', '--retry-after', '5000']), 0, '')
    const { blocked_until, ...rest } = readJson(place.lock)
    assert.deepEqual(rest, { error: 'RateLimited', failures: 2 })
    expectBetween(blocked_until, from + 5001, nowSeconds() + 5501, 'blocked_until')
    const before = snapshot(place)
    for (const stdin of FETCHED) expectOutput(await us(target, place, ['record', '--claim', token], { stdin }), 1, '')
    assert.deepEqual(snapshot(place), before)
  })

  test('a record without a claim goes ahead without the mutex, and leaves the lease all the same', async (t) => {
    const [busy, linked] = [makePlace(t), makePlace(t)]
    const { lock, mtime } = leased(1, 300)
    for (const place of [busy, linked]) writeState(place.lock, lock, mtime)
    holdMutex(t, busy)
    symlinkSync(busy.mutex, linked.mutex)
    const outcomes = await Promise.all([busy, linked].map((place) => us(target, place, ['record'], { stdin: GOOD })))
    for (const outcome of outcomes) expectOutput(outcome, 0, '')
    assert.ok((outcomes[0]?.elapsedMs ?? 0) > 900, `waited ${outcomes[0]?.elapsedMs} ms`)
    for (const place of [busy, linked]) {
      assert.deepEqual(readJson(place.lock), lock)
      assert.equal(existsSync(place.cache), true)
    }
  })

  test('records that meet: every failure counts, and a claim is ended once', async (t) => {
    // Where everything is quick, they may miss each other.
    for (let round = 0; round < 3; round += 1)
      await whereNobodyWaitsInVain(async (meet) => {
        const place = makePlace(t)
        const at = (flags: readonly string[]) =>
          meet([1, 2, 3, 4, 5].map(() => us(target, place, ['record', ...flags, '--status', '500'])))
        for (const outcome of await at([])) expectOutput(outcome, 0, '')
        assert.equal(readJson(place.lock).failures, 5)
        const token = await claim(target, place, '--force', '--lease', '10m')
        const codes = (await at(['--claim', token])).map(({ code }) => code)
        assert.deepEqual(
          codes.toSorted((a, b) => Number(a) - Number(b)),
          [0, 1, 1, 1, 1],
        )
        assert.equal(readJson(place.lock).failures, 6)
        assert.deepEqual(namesIn(place), ['usage.lock'])
      })
  })
})

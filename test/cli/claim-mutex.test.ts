// The claim hangs on usage.mutex: while it is busy nobody else decides, and where it cannot be had there is no claim.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { until } from '../helpers/background.ts'
import { holdMutex } from '../helpers/mutex.ts'
import { expectBetween, expectError, expectOnceWithin, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, giveToNobody, makePlace, nowSeconds, readText, us, writeState } from '../helpers/place.ts'
import type { Place } from '../helpers/place.ts'
import type { Outcome } from '../helpers/run.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needOtherUser, needTool } from '../helpers/tools.ts'

const HELD = 'a0b1c2d3e4f5'
const BODY = '{"five_hour":{"utilization":77,"resets_at":null}}'
const WAIT_MS = 5000
/** What a detached command gets to show that it was started after all. */
const GRACE_MS = 700

/** Stale data that anybody may refresh; with `lease`, a fetch of HELD under way. */
function stalePlace(t: TestContext, lease = false): Place {
  const place = makePlace(t)
  writeState(place.cache, dataEntry(nowSeconds() - 500, { five_hour: { utilization: 3, resets_at: null } }))
  const block = { blocked_until: nowSeconds() - 5, error: 'Timeout', failures: 1 }
  writeState(place.lock, lease ? { blocked_until: nowSeconds() + 900, claim: HELD, lease: 900, before: block } : block)
  return place
}

const marker = (place: Place) => join(place.dir, 'fetched')
/** Says that it ran, and brings BODY. */
const fetch = (place: Place) => `echo x >>'${marker(place)}'; echo '${BODY}'`
const env = { PATH: process.env['PATH'] ?? '' }

interface Asker {
  readonly args: (place: Place) => readonly string[]
  readonly stdin?: string
}

const BEFORE: Readonly<Record<string, Asker>> = {
  claim: { args: () => ['claim'] },
  'claim --force': { args: () => ['claim', '--force'] },
  refresh: { args: (place) => ['refresh', '--', 'sh', '-c', fetch(place)] },
  'refresh --force': { args: (place) => ['refresh', '--force', '--', 'sh', '-c', fetch(place)] },
}
const AFTER: Readonly<Record<string, Asker>> = {
  release: { args: () => ['release', HELD] },
  'record --claim': { args: () => ['record', '--claim', HELD], stdin: BODY },
  'record --claim of a failure': { args: () => ['record', '--claim', HELD, '--status', '429'], stdin: '' },
}
const GET: Asker = { args: (place) => ['get', '--field', 'five_hour.percent', '--refresh', fetch(place)] }

const ask = (target: Target, place: Place, { args, stdin }: Asker, asNobody = false): Promise<Outcome> =>
  us(target, place, args(place), { env, stdin: stdin ?? '', asNobody })

/** The bytes of both files; whatever happens to the claim, they are to stay. */
const contents = (place: Place) => [place.cache, place.lock].map((file) => (existsSync(file) ? readText(file) : 'none'))

function expectNothingDone(place: Place, before: readonly string[], mutex: readonly string[] = ['usage.mutex']): void {
  assert.deepEqual(contents(place), before)
  assert.deepEqual(readdirSync(place.root).sort(), ['usage.json', 'usage.lock', ...mutex])
  assert.equal(existsSync(marker(place)), false, 'nothing is fetched')
}

/** `get` printed what there is, by its own exit code, and fetched nothing. */
async function expectOnlyPrinted(place: Place, outcome: Outcome, before: readonly string[], mutex?: readonly string[]) {
  expectOutput(outcome, 0, '3\n')
  await delay(GRACE_MS)
  expectNothingDone(place, before, mutex)
}

const ODD: Readonly<Record<string, (place: Place) => void>> = {
  'a link to an empty file': (place) => {
    writeState(join(place.dir, 'empty'), '')
    symlinkSync(join(place.dir, 'empty'), place.mutex)
  },
  'a link to nothing': (place) => symlinkSync(join(place.dir, 'nothing'), place.mutex),
  'a directory': (place) => mkdirSync(place.mutex),
  'a file with content': (place) => writeState(place.mutex, 'mine'),
  'a database': (place) => {
    const db = new DatabaseSync(place.mutex)
    db.exec('CREATE TABLE x (y)')
    db.close()
  },
  'a FIFO': (place) => assert.equal(spawnSync('mkfifo', [place.mutex]).status, 0),
}

/** Ways in which another user's directory has no mutex for him; the errno, and what stands there then. */
const CLOSED: Readonly<Record<string, (place: Place) => readonly string[]>> = {
  'a directory that may not be written': (place) => {
    giveToNobody(place)
    chmodSync(place.root, 0o555)
    return []
  },
  'a mutex that may only be read': (place) => {
    writeState(place.mutex, '')
    giveToNobody(place)
    chmodSync(place.mutex, 0o444)
    return ['usage.mutex']
  },
}

eachTarget((target) => {
  test('what is tried here does fetch, and does store, where nothing is in the way', async (t) => {
    for (const [name, asker] of Object.entries(BEFORE)) {
      const free = stalePlace(t)
      expectQuiet(await ask(target, free, asker), 0)
      assert.equal(existsSync(marker(free)), name.startsWith('refresh'))
    }
    for (const asker of Object.values(AFTER)) {
      const place = stalePlace(t, true)
      const before = contents(place)
      expectOutput(await ask(target, place, asker), 0, '')
      assert.notDeepEqual(contents(place), before)
    }
    const place = stalePlace(t)
    expectOutput(await ask(target, place, GET), 0, '3\n')
    // There before the marker, and gone with the refresh, which has to be over before the place is removed.
    await until(() => existsSync(marker(place)) && !existsSync(place.lock), 'the end of the fetch')
    assert.equal(readText(marker(place)), 'x\n')
  })

  /** While somebody holds the mutex: exit 1, and nothing done. */
  async function askInVain(t: TestContext, place: Place, asker: Asker): Promise<Outcome> {
    const before = contents(place)
    holdMutex(t, place)
    const outcome = await ask(target, place, asker)
    expectOutput(outcome, 1, '')
    expectNothingDone(place, before)
    return outcome
  }

  for (const [name, asker] of Object.entries(BEFORE)) {
    test(`busy: ${name} has lost at once`, async (t) => {
      await expectOnceWithin(800, target, () => askInVain(t, stalePlace(t), asker))
    })
  }

  test('busy: get --refresh prints and starts nothing', async (t) => {
    const place = stalePlace(t)
    const before = contents(place)
    holdMutex(t, place)
    await expectOnlyPrinted(place, await ask(target, place, GET), before)
  })

  test('busy: who has a claim waits five seconds, and then says so', async (t) => {
    const waits = Object.entries(AFTER).map(async ([name, asker]) => {
      const place = stalePlace(t, true)
      const before = contents(place)
      holdMutex(t, place)
      const outcome = await ask(target, place, asker)
      expectError(outcome, 3, 'usage.mutex')
      expectBetween(outcome.elapsedMs, WAIT_MS - 200, 4 * WAIT_MS, `milliseconds of ${name}`)
      expectNothingDone(place, before)
    })
    await Promise.all(waits)
  })

  /**
   * Asks while the mutex is busy for so long, and `meanwhile` is done at the end of that: again where this process was
   * kept from letting the mutex go before the patience of who asks is at its end.
   */
  async function askWhileBusy(
    t: TestContext,
    asker: Asker,
    [busyMs, patienceMs]: readonly [number, number],
    meanwhile: (place: Place) => void = () => {},
  ): Promise<{ readonly place: Place; readonly before: readonly string[]; readonly outcome: Outcome }> {
    for (let tries = 0; tries < 20; tries += 1) {
      const place = stalePlace(t, true)
      const release = holdMutex(t, place)
      const startedMs = performance.now()
      const asked = ask(target, place, asker)
      await delay(busyMs)
      meanwhile(place)
      const before = contents(place)
      release()
      const heldMs = performance.now() - startedMs
      const outcome = await asked
      if (heldMs < patienceMs - 300) return { place, before, outcome }
    }
    assert.fail('it was never let go in time')
  }

  test('busy for longer than a writer waits: who has a claim is served as soon as the mutex is free', async (t) => {
    const waits = Object.values(AFTER).map(async (asker) => {
      const { place, before, outcome } = await askWhileBusy(t, asker, [1800, WAIT_MS])
      expectOutput(outcome, 0, '')
      expectBetween(outcome.elapsedMs, 1700, 20_000, 'milliseconds')
      assert.notDeepEqual(contents(place), before)
    })
    await Promise.all(waits)
  })

  test('busy for a moment: a refresh under a claim waits for it, a second at most', async (t) => {
    const asker: Asker = { args: (place) => ['refresh', '--claim', HELD, '--', 'sh', '-c', fetch(place)] }
    expectOutput((await askWhileBusy(t, asker, [300, 1000])).outcome, 0, '')
    await expectOnceWithin(3500, target, () => askInVain(t, stalePlace(t, true), asker))
  })

  test('who has waited looks again: the claim may be another by then', async (t) => {
    const waits = Object.values(AFTER).map(async (asker) => {
      const { place, before, outcome } = await askWhileBusy(t, asker, [1500, WAIT_MS], ({ lock }) =>
        writeState(lock, { blocked_until: nowSeconds() + 900, claim: 'another', lease: 900 }),
      )
      expectOutput(outcome, 1, '')
      expectNothingDone(place, before)
    })
    await Promise.all(waits)
  })

  for (const [name, put] of Object.entries(ODD)) {
    test(`no mutex: ${name}`, async (t) => {
      if (name === 'a FIFO' && !needTool(t, 'mkfifo')) return
      for (const asker of [...Object.values(BEFORE), ...Object.values(AFTER)]) {
        const place = stalePlace(t, Object.values(AFTER).includes(asker))
        const before = contents(place)
        put(place)
        expectError(await ask(target, place, asker), 3, place.mutex, 'USAGE_STORE_ROOT')
        expectNothingDone(place, before)
      }
      const place = stalePlace(t)
      const before = contents(place)
      put(place)
      await expectOnlyPrinted(place, await ask(target, place, GET), before)
      if (name.startsWith('a link to nothing')) assert.equal(existsSync(join(place.dir, 'nothing')), false)
    })
  }

  for (const [name, close] of Object.entries(CLOSED)) {
    test(`no mutex: ${name}`, async (t) => {
      if (!needOtherUser(t)) return
      for (const asker of [...Object.values(BEFORE), ...Object.values(AFTER)]) {
        const place = stalePlace(t, Object.values(AFTER).includes(asker))
        const before = contents(place)
        const mutex = close(place)
        const tag = expectError(await ask(target, place, asker, true), 3, place.mutex, 'USAGE_STORE_ROOT')
        assert.equal(tag, 'EACCES')
        expectNothingDone(place, before, mutex)
      }
      const place = stalePlace(t)
      const before = contents(place)
      const mutex = close(place)
      await expectOnlyPrinted(place, await ask(target, place, GET, true), before, mutex)
    })
  }

  test('a mutex without a place for the lease beside it', async (t) => {
    if (!needOtherUser(t)) return
    for (const asker of [...Object.values(BEFORE), AFTER['release'] as Asker]) {
      const place = stalePlace(t, asker === AFTER['release'])
      const before = contents(place)
      writeState(place.mutex, '')
      giveToNobody(place)
      chmodSync(place.root, 0o555)
      assert.equal(expectError(await ask(target, place, asker, true), 3, 'usage.lock'), 'EACCES')
      expectNothingDone(place, before)
    }
  })
})

// refresh: what ends its command before its time, a timeout, a signal or its own death, and what is left of the claim.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { expectBetween, expectMembers, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, readJson, readText, us, writeState, type Place } from '../helpers/place.ts'
import type { Outcome } from '../helpers/run.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'

const env = { PATH: process.env['PATH'] ?? '' }
const BODY = '{"five_hour":{"utilization":77,"resets_at":null}}'

/** Writes a process id of the command's group to `pids`; each of these processes would live for a minute. */
const NOTE = 'echo $$ >>pids'
const CHILD = `sh -c '${NOTE}; exec sleep 60' &`
const STUBBORN_CHILD = `sh -c 'trap "" TERM INT HUP; ${NOTE}; exec sleep 60' &`
/** Until the child has written its own. */
const SETTLED = 'while [ "$(wc -l <pids)" -lt 2 ]; do sleep 0.05; done'

/** A command that waits, and how it meets a request to end. */
const COMMANDS: Readonly<Record<string, string>> = {
  'a command and its child': `${NOTE}; ${CHILD} ${SETTLED}`,
  'a command and its child that ignore signals': `trap '' TERM INT HUP; ${NOTE}; ${STUBBORN_CHILD} ${SETTLED}`,
  'a command that ends at once, and a child that ignores signals': `${NOTE}; ${STUBBORN_CHILD} ${SETTLED}; trap 'exit 0' TERM INT HUP`,
}

/** Ended, or ended and not yet waited for by whoever inherited it. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return true
  }
  try {
    return /^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return process.platform === 'linux'
  }
}

/** A place with stale data and a back-off that has ended. */
function prepare(t: TestContext): Place {
  const place = makePlace(t)
  writeState(place.cache, dataEntry(nowSeconds() - 500, { five_hour: { utilization: 1, resets_at: null } }))
  writeState(place.lock, { blocked_until: nowSeconds() - 10, error: 'RateLimited', failures: 1 })
  return place
}

/** Runs `script`; what is left of its processes ends with the test. */
async function refresh(
  t: TestContext,
  target: Target,
  place: Place,
  flags: readonly string[],
  script: string,
): Promise<Outcome> {
  const outcome = await us(target, place, ['refresh', ...flags, '--', 'sh', '-c', script], { env, limitMs: 60_000 })
  const left = pids(place)
  t.after(() => {
    for (const pid of left) if (pid > 1 && !isGone(pid)) process.kill(pid, 'SIGKILL')
  })
  return outcome
}

function pids(place: Place): readonly number[] {
  const file = join(place.dir, 'pids')
  return existsSync(file) ? readText(file).split('\n').slice(0, -1).map(Number) : []
}

async function expectGroupGone(place: Place): Promise<void> {
  const group = pids(place)
  assert.ok(group.length >= 2, 'the command did not get far enough')
  for (let attempt = 0; attempt < 100 && !group.every(isGone); attempt += 1) await pause(50)
  assert.deepEqual(
    group.filter((pid) => !isGone(pid)),
    [],
  )
}

eachTarget((target) => {
  for (const [name, script] of Object.entries(COMMANDS)) {
    test(`--timeout ends ${name}`, async (t) => {
      // On a slow machine a short timeout is over before the command has got far enough.
      for (const seconds of [2, 6, 18]) {
        const place = prepare(t)
        const [before, from] = [readText(place.cache), nowSeconds()]
        const outcome = await refresh(
          t,
          target,
          place,
          ['--timeout', `${seconds}s`],
          `${script}; printf 'HTTP/2 200 \\r\\n\\r\\n%s' '${BODY}'; : >printed; while :; do sleep 0.1; done`,
        )
        if (!existsSync(join(place.dir, 'printed'))) continue
        expectQuiet(outcome, 1)
        assert.ok(outcome.elapsedMs >= seconds * 1000, `${outcome.elapsedMs} ms`)
        assert.equal(readText(place.cache), before)
        const { blocked_until: until, ...rest } = readJson(place.lock)
        assert.deepEqual(rest, { error: 'Timeout', failures: 2 })
        expectBetween(until, from + 60, nowSeconds() + 66, 'blocked_until')
        assert.deepEqual(readdirSync(place.root), ['usage.json', 'usage.lock', 'usage.mutex'])
        await expectGroupGone(place)
        return
      }
      assert.fail('the command did not get far enough')
    })
  }

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) {
    for (const [name, script] of Object.entries(COMMANDS)) {
      test(`${signal} ends ${name}`, async (t) => {
        const place = prepare(t)
        const [cache, lock] = [readText(place.cache), readJson(place.lock)]
        const outcome = await refresh(
          t,
          target,
          place,
          [],
          `${script}; printf %s '${BODY}'; kill -s ${signal.slice(3)} "$PPID"; while :; do sleep 0.1; done`,
        )
        assert.deepEqual([outcome.code, outcome.signal, outcome.stdout, outcome.stderr], [null, signal, '', ''])
        assert.equal(readText(place.cache), cache)
        assert.deepEqual(readJson(place.lock), lock)
        assert.deepEqual(readdirSync(place.root), ['usage.json', 'usage.lock', 'usage.mutex'])
        await expectGroupGone(place)
      })
    }
  }

  test('a signal gives up a claim that was given, too', async (t) => {
    const place = prepare(t)
    writeState(place.lock, { blocked_until: nowSeconds() + 30, claim: 'given', lease: 30 })
    const outcome = await refresh(t, target, place, ['--claim', 'given'], 'kill -s TERM "$PPID"; exec sleep 60')
    assert.equal(outcome.signal, 'SIGTERM')
    assert.equal(existsSync(place.lock), false)
  })

  test('of several signals the first counts', async (t) => {
    const place = prepare(t)
    const script = `${COMMANDS['a command and its child that ignore signals']}; ${[
      'kill -s HUP "$PPID"; sleep 0.2',
      'kill -s TERM "$PPID"; kill -s INT "$PPID"; while :; do sleep 0.1; done',
    ].join('; ')}`
    assert.equal((await refresh(t, target, place, [], script)).signal, 'SIGHUP')
    assert.equal(readJson(place.lock).error, 'RateLimited')
    await expectGroupGone(place)
  })

  test('a signal as the command ends: the response is stored, or the claim given up', async (t) => {
    const place = prepare(t)
    const cache = readText(place.cache)
    const outcome = await refresh(t, target, place, [], `printf %s '${BODY}'; kill -s TERM "$PPID"`)
    assert.equal(outcome.signal, 'SIGTERM')
    if (readText(place.cache) === cache) assert.equal(readJson(place.lock).error, 'RateLimited')
    else assert.equal(existsSync(place.lock), false)
  })

  test('SIGKILL leaves a lease, which runs out', async (t) => {
    const place = prepare(t)
    const [cache, { blocked_until: until }] = [readText(place.cache), readJson(place.lock)]
    const killed = await refresh(t, target, place, ['--timeout', '60'], 'kill -s KILL "$PPID"')
    assert.equal(killed.signal, 'SIGKILL')
    const lease = { lease: 65, failures: 1, before: { blocked_until: until, error: 'RateLimited' } }
    expectMembers(readJson(place.lock), lease)
    assert.equal(readText(place.cache), cache)

    const fetch = `: >next; printf %s '${BODY}'`
    expectQuiet(await refresh(t, target, place, [], fetch), 1)
    expectQuiet(await refresh(t, target, place, ['--force'], fetch), 1)
    assert.equal(existsSync(join(place.dir, 'next')), false)
    writeState(place.lock, readText(place.lock), nowSeconds() - 66)
    expectQuiet(await refresh(t, target, place, [], fetch), 0)
    assert.equal(readJson(place.cache).data.five_hour.utilization, 77)
    assert.equal(existsSync(place.lock), false)
  })
})

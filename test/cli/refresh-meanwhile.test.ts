// refresh: what happened to the files while its command ran. It stores only what it still has the right to store.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { until } from '../helpers/background.ts'
import { holdMutex } from '../helpers/mutex.ts'
import { expectBetween, expectError, expectIoError, expectMembers, expectQuiet } from '../helpers/expect.ts'
import {
  dataEntry,
  giveToNobody,
  makePlace,
  nowSeconds,
  readJson,
  readText,
  us,
  writeState,
  type Place,
} from '../helpers/place.ts'
import type { Outcome, RunOptions } from '../helpers/run.ts'
import { eachTarget, thinned, type Target } from '../helpers/targets.ts'
import { needOtherUser } from '../helpers/tools.ts'

const env = { PATH: process.env['PATH'] ?? '' }
const UTILIZATION = 77
const SUCCESS = `printf '{"five_hour":{"utilization":${UTILIZATION},"resets_at":null}}'`
const REFUSAL = "printf 'HTTP/2 401 \\r\\n\\r\\n'"
const LIMITED = "printf 'HTTP/2 429 \\r\\n\\r\\n'"
const OVERWRITTEN = { blocked_until: nowSeconds() + 900, error: 'Timeout' }

/** `"$@"` in `script` is the program on the same root, which is where the script runs. */
function refresh(target: Target, place: Place, script: string, options: RunOptions = {}): Promise<Outcome> {
  const program = [...target.argv, '--root', place.root]
  const command = ['sh', '-c', `cd '${place.root}'; ${script}`, 'sh', ...program]
  return us(target, place, ['refresh', '--', ...command], { env, limitMs: 90_000, ...options })
}

/** Leaves copies of both files, as the command saw them last, in the parent directory. */
const SAVE = 'for f in usage.json usage.lock; do if [ -e $f ]; then cp $f ..; else rm -f ../$f; fi; done'

function stale(place: Place): void {
  writeState(place.cache, dataEntry(nowSeconds() - 500, { five_hour: { utilization: 1, resets_at: null } }))
  writeState(place.lock, { blocked_until: nowSeconds() - 10, error: 'Timeout', failures: 1 })
}

/** Ways to lose the claim. */
const LOSSES: Readonly<Record<string, string>> = {
  'the lease ran out': 'touch -t 202001010000 usage.lock',
  'the lease lies in the future': 'touch -t 204001010000 usage.lock',
  'another claim': `printf '{"blocked_until":9999999999,"claim":"another","lease":30}' >usage.lock`,
  'overwritten by linesmith': `printf '${JSON.stringify(OVERWRITTEN)}' >usage.lock`,
  rubbish: 'echo x >usage.lock',
  removed: 'rm usage.lock',
  'a block': '"$@" block --for 50',
  'a failure without a claim': 'printf "HTTP/2 500 \\r\\n\\r\\n" | "$@" record',
}

const FETCHED: Readonly<Record<string, string>> = {
  'a response': SUCCESS,
  'a 401': REFUSAL,
  'no credentials': 'exit 77',
}

/** Writes of others that leave the claim alone: what stands in the cache after a 429, and `failures` then. */
const OTHERS: Readonly<Record<string, readonly [script: string, cached: number | null, failures: number]>> = {
  put: [`echo '{"five_hour":{"utilization":50}}' | "$@" put`, 50, 2],
  'a success without a claim': [`echo '{"five_hour":{"utilization":50}}' | "$@" record`, 50, 1],
  clear: ['"$@" clear', null, 2],
  unblock: ['"$@" unblock', 1, 1],
}

eachTarget((target) => {
  for (const [name, loss] of thinned(target, Object.entries(LOSSES))) {
    test(`${name}: what was fetched is dropped`, async (t) => {
      for (const fetched of Object.values(FETCHED)) {
        const place = makePlace(t)
        stale(place)
        expectQuiet(await refresh(target, place, `${loss}; ${SAVE}; ${fetched}`), 1)
        for (const file of ['usage.json', 'usage.lock']) {
          const [seen, left] = [join(place.dir, file), join(place.root, file)]
          assert.equal(existsSync(left), existsSync(seen))
          if (existsSync(seen)) assert.equal(readText(left), readText(seen))
        }
        assert.deepEqual(
          readdirSync(place.root).filter((file) => file.startsWith('usage.') && file !== 'usage.view').length,
          name === 'removed' ? 2 : 3,
        )
      }
    })
  }

  for (const [name, [script, cached, failures]] of Object.entries(OTHERS)) {
    test(`${name} meanwhile: what another wrote stays, and the claim holds`, async (t) => {
      const place = makePlace(t)
      stale(place)
      expectQuiet(await refresh(target, place, `${script}; ${SAVE}; ${LIMITED}`), 1)
      expectMembers(readJson(place.lock), { error: 'RateLimited', failures })
      if (cached === null) assert.equal(existsSync(place.cache), false)
      else {
        assert.equal(readText(place.cache), readText(join(place.dir, 'usage.json')))
        assert.equal(readJson(place.cache).data.five_hour.utilization, cached)
      }

      stale(place)
      expectQuiet(await refresh(target, place, `${script}; ${SUCCESS}`), 0)
      assert.equal(readJson(place.cache).data.five_hour.utilization, UTILIZATION)
      assert.equal(existsSync(place.lock), false)
    })
  }

  test('unblocked meanwhile, and nothing was asked: no block comes back', async (t) => {
    const place = makePlace(t)
    stale(place)
    expectQuiet(await refresh(target, place, '"$@" unblock; exit 77'), 1)
    assert.equal(existsSync(place.lock), false)
  })

  test('a directory in the place of the cache', async (t) => {
    const place = makePlace(t)
    stale(place)
    expectIoError(await refresh(target, place, `rm usage.json; mkdir usage.json; ${SUCCESS}`), place.cache)
    assert.deepEqual(readdirSync(place.cache), [])
    assert.deepEqual(readdirSync(place.root), ['usage.json', 'usage.lock', 'usage.mutex'])
    assert.equal(readJson(place.lock).lease, 15)
  })

  for (const [name, fetched] of [
    ['a response', SUCCESS],
    ['a failure', LIMITED],
  ] as const) {
    test(`a directory that cannot be written any more: ${name}`, async (t) => {
      if (!needOtherUser(t)) return
      const place = makePlace(t)
      stale(place)
      giveToNobody(place)
      const outcome = await refresh(target, place, `${SAVE}; chmod 500 .; ${fetched}`, { asNobody: true })
      assert.equal(outcome.stdout, '')
      expectIoError(outcome, join(place.root, 'usage.'))
      for (const each of ['usage.json', 'usage.lock'])
        assert.equal(readText(join(place.root, each)), readText(join(place.dir, each)))
      assert.deepEqual(readdirSync(place.root), ['usage.json', 'usage.lock', 'usage.mutex'])
    })
  }

  test('a link at usage.mutex', async (t) => {
    const place = makePlace(t)
    stale(place)
    expectError(
      await refresh(target, place, `rm usage.mutex; ln -s /dev/null usage.mutex; ${SAVE}; ${SUCCESS}`),
      3,
      place.mutex,
    )
    for (const file of ['usage.json', 'usage.lock'])
      assert.equal(readText(join(place.root, file)), readText(join(place.dir, file)))
  })

  test('a mutex that stays busy is waited for, then nothing is changed', async (t) => {
    const place = makePlace(t)
    stale(place)
    const running = refresh(
      target,
      place,
      `${SAVE}; : >../started; until [ -e ../go ]; do sleep 0.05; done; ${SUCCESS}`,
    )
    await until(() => existsSync(join(place.dir, 'started')), 'the command')
    // Nobody holds it while a command runs: it can be had.
    holdMutex(t, place)
    const heldSince = performance.now()
    writeState(join(place.dir, 'go'), '')
    expectError(await running, 3, 'usage.mutex')
    expectBetween(performance.now() - heldSince, 4500, 60_000, 'milliseconds')
    for (const file of ['usage.json', 'usage.lock'])
      assert.equal(readText(join(place.root, file)), readText(join(place.dir, file)))
  })
})

// What whoever comes after a killed process finds: nothing of it is in the way.
import assert from 'node:assert/strict'
import { statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expectMutexFree } from '../helpers/mutex.ts'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import { readJson, us, type Place } from '../helpers/place.ts'
import type { Target } from '../helpers/targets.ts'
import { GET_REFRESH, RESPONSE } from './scenarios.ts'
import {
  expectOthersUntouched,
  isViewBelieved,
  namesIn,
  OLD_LEFTOVERS,
  stepOf,
  temporaries,
  textOf,
  type Stage,
} from './stage.ts'
import { processesOn } from './trace.ts'

/** Until what `get --refresh` has started is done too. */
export async function untilAlone({ scenario, place }: Stage): Promise<void> {
  if (scenario.name !== GET_REFRESH) return
  // Twice in a row: a process that is just becoming another program has no command line for a moment.
  for (let [tries, quiet] = [0, 0]; quiet < 2; tries += 1) {
    quiet = processesOn(place.root).length > 0 ? 0 : quiet + 1
    assert.ok(tries < 1500, 'the refresh in the background does not end')
    if (quiet < 2) await sleep(20)
  }
}

/** The claim can be had at once where none was published, else when its lease has run out, and not before. */
async function expectClaimFree(target: Target, place: Place): Promise<void> {
  const text = textOf(place.lock)
  const { claim, lease } = (text === null ? {} : JSON.parse(text)) as { claim?: string; lease?: number }
  const take = () => us(target, place, ['claim', '--force'])
  if (claim !== undefined && lease !== undefined) {
    const age = (seconds: number) => utimesSync(place.lock, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds)
    age(1)
    expectOutput(await take(), 1, '')
    age(lease)
  }
  const taken = await take()
  expectQuiet(taken, 0)
  assert.equal(`${readJson(place.lock).claim}\n`, taken.stdout)
}

/** Everything that is promised for the time after a kill. */
export async function expectRecovery(stage: Stage, target: Target): Promise<void> {
  const { scenario, place, now } = stage
  await untilAlone(stage)
  stepOf(stage)
  isViewBelieved(place)
  expectOthersUntouched(stage)
  const left = temporaries(place)
  assert.ok(left.length <= 1, `left: ${left.join()}`)
  if (namesIn(place).includes('usage.mutex')) expectMutexFree(place)

  const lock = textOf(place.lock)
  if (lock !== null) assert.ok(statSync(place.lock).mtimeMs <= Date.now() + 1000, 'a lock from the future')
  const served = /"error": ?null/.test(textOf(place.cache) ?? '') && lock?.includes('Unauthorized') !== true
  const got = await us(target, place, ['get'])
  assert.equal(got.stderr, '')
  assert.ok(got.code === 0 || (!served && (got.code === 1 || got.code === 4)), `get: ${got.code}`)

  for (const name of left) utimesSync(join(place.root, name), now - 61, now - 61)
  const put = await us(target, place, ['put'], { stdin: RESPONSE })
  expectOutput(put, 0, '')
  assert.equal(readJson(place.cache).data.five_hour.utilization, 41)
  assert.equal(textOf(place.lock), lock)
  assert.deepEqual(temporaries(place), [])
  if (scenario.bare !== true)
    assert.deepEqual(
      namesIn(place).filter((name) => OLD_LEFTOVERS.some((old) => name.endsWith(old))),
      [],
    )
  expectOthersUntouched(stage)
  await expectClaimFree(target, place)
}

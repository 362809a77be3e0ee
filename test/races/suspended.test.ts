// A laptop that sleeps during a fetch: the lease has run out when it wakes, and what it then brings is not stored.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import {
  expectLanding,
  getRefresh,
  makeStaleStage,
  RESPONSE,
  type Stage,
  untilEnded,
  untilStarted,
} from '../helpers/background.ts'
import { expectQuiet } from '../helpers/expect.ts'
import { readJson, us } from '../helpers/place.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { at, HOUR, pass } from './time.ts'

const OTHERS = '{"five_hour":{"utilization":99,"resets_at":null}}'

/** Both the refresh and its command, with what that runs. */
function signal({ refresh, command }: { refresh: number; command: number }, name: NodeJS.Signals): void {
  for (const pid of [refresh, -command]) process.kill(pid, name)
}

/** A refresh that has slept for an hour in the midst of its fetch and will end when it is woken. */
async function asleep(target: Target, stage: Stage): Promise<() => Promise<void>> {
  expectQuiet(await getRefresh(target, stage), 0)
  await untilStarted(stage)
  const [start] = stage.starts()
  assert.ok(start !== undefined)
  signal(start, 'SIGSTOP')
  pass(stage.place, HOUR)
  stage.land(RESPONSE)
  return async () => {
    signal(start, 'SIGCONT')
    await untilEnded(stage)
  }
}

eachTarget((target) => {
  test('meanwhile another has fetched: its data stay', async (t) => {
    const stage = makeStaleStage(t)
    const wake = await asleep(target, stage)
    const claimed = await us(target, stage.place, ['claim'])
    expectQuiet(claimed, 0)
    expectQuiet(await us(target, stage.place, ['record', `--claim=${claimed.stdout.trim()}`], { stdin: OTHERS }), 0)
    await wake()
    assert.equal(readJson(stage.place.cache).data.five_hour.utilization, 99)
    assert.equal(existsSync(stage.place.lock), false)
  })

  test('meanwhile another fetches: its claim holds', async (t) => {
    const stage = makeStaleStage(t)
    const wake = await asleep(target, stage)
    const token = at(stage.place, ['claim']).stdout.trim()
    await wake()
    assert.equal(readJson(stage.place.lock).claim, token)
    expectQuiet(await us(target, stage.place, ['record', `--claim=${token}`], { stdin: OTHERS }), 0)
    assert.equal(readJson(stage.place.cache).data.five_hour.utilization, 99)
  })

  test('nobody was there: it stores nothing, and the next render fetches', async (t) => {
    const stage = makeStaleStage(t)
    const wake = await asleep(target, stage)
    const before = readJson(stage.place.cache)
    await wake()
    assert.deepEqual(readJson(stage.place.cache), before)
    const next = { ...stage, starts: () => stage.starts().slice(1) }
    expectQuiet(await getRefresh(target, stage), 0)
    await expectLanding(next)
  })
})

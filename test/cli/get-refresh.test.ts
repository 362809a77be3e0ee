// get --refresh: what is there is printed at once as by get alone, and COMMAND is started where a refresh is wanted.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync, symlinkSync, chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { expectMutexFree, holdMutex } from '../helpers/mutex.ts'
import {
  expectLanding,
  getRefresh,
  makeStage,
  makeStaleStage,
  NEW,
  OLD,
  PATH_ONLY,
  type Stage,
  untilStarted,
} from '../helpers/background.ts'
import { expectJson, expectMembers, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, errorEntry, giveToNobody, iso, nowSeconds, type Place, us, writeState } from '../helpers/place.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needOtherUser } from '../helpers/tools.ts'

interface State {
  readonly cache?: (now: number) => unknown
  readonly lock?: (now: number) => unknown
  readonly args?: readonly string[]
  readonly code: number
  readonly starts: boolean
}

const stale = (now: number) => dataEntry(now - 500, OLD)
const rateLimited = (now: number) => ({ blocked_until: now + 600, error: 'RateLimited', failures: 1 })
const claimed = (now: number) => ({ blocked_until: now + 900, claim: 'a'.repeat(26), lease: 900 })
const completedAt = (at: (now: number) => string | null) => (now: number) =>
  dataEntry(now - 10, { ...OLD, unknown_buckets: { usage_store: { complete_at: at(now) } } })

const STATES: Readonly<Record<string, State>> = {
  fresh: { cache: (now) => dataEntry(now - 10, OLD), code: 0, starts: false },
  'fresh, with a lock': { cache: (now) => dataEntry(now - 10, OLD), lock: rateLimited, code: 0, starts: false },
  'fresh by observe, completed lately': { cache: completedAt((now) => iso(now - 800)), code: 0, starts: false },
  'fresh by observe, completed long ago': { cache: completedAt((now) => iso(now - 1000)), code: 0, starts: true },
  'fresh by observe, never completed': { cache: completedAt(() => null), code: 0, starts: true },
  'fresh by observe, in a back-off': { cache: completedAt(() => null), lock: rateLimited, code: 0, starts: false },
  stale: { cache: stale, code: 0, starts: true },
  'stale while somebody fetches': { cache: stale, lock: claimed, code: 0, starts: false },
  backoff: { cache: stale, lock: rateLimited, code: 0, starts: false },
  blocked: { lock: rateLimited, code: 4, starts: false },
  'blocked for the token': {
    cache: stale,
    lock: (now) => ({ blocked_until: now + 600, error: 'Unauthorized' }),
    code: 4,
    starts: false,
  },
  'blocked by an error entry': {
    cache: (now) => errorEntry(now - 5, 'Timeout'),
    args: ['--error-max-age', '1h'],
    code: 4,
    starts: false,
  },
  miss: { code: 1, starts: true },
  'miss by age': { cache: (now) => dataEntry(now - 90_000, OLD), code: 1, starts: true },
  'miss while somebody fetches': { lock: claimed, code: 1, starts: false },
}

const FORMS: readonly (readonly string[])[] = [
  [],
  ['--ok'],
  ['--shell', '--ok'],
  ['--wire'],
  ['--field', 'five_hour.percent'],
  ['--json'],
  ['--fish'],
  ['--shell'],
  ['--fresh-only'],
  ['--field', 'nothing', '--default', '-', '--ok'],
]

/** All of them where they can differ most. */
function formsFor(target: Target, state: string): readonly (readonly string[])[] {
  if (target.name === 'executable') return FORMS.slice(0, 1)
  return ['stale', 'backoff', 'miss'].includes(state) ? FORMS : FORMS.slice(0, 3)
}

function directoryState({ root }: Place): unknown {
  return readdirSync(root).map((name) => {
    const file = join(root, name)
    return [name, readFileSync(file, 'latin1'), statSync(file).mtimeMs]
  })
}

/** Without what changes while the two of them run. */
function timeless(text: string): string {
  return text.replaceAll(/(age|retry_in)((?:_seconds)?\W+)\d+/g, '$1$2N')
}

/** Runs get with and without --refresh, and asserts that it cannot be told from what they print. */
async function expectSame(t: TestContext, target: Target, state: State, form: readonly string[]): Promise<Stage> {
  const stage = makeStage(t)
  const now = nowSeconds()
  if (state.cache !== undefined) writeState(stage.place.cache, state.cache(now))
  if (state.lock !== undefined) writeState(stage.place.lock, state.lock(now))
  const before = directoryState(stage.place)
  const args = [...(state.args ?? []), ...form]
  const plain = await us(target, stage.place, ['get', ...args], { env: PATH_ONLY })
  const refreshing = await getRefresh(target, stage, { rest: 'exit 77', args })
  if (!state.starts) assert.deepEqual(directoryState(stage.place), before, refreshing.command)
  expectQuiet(refreshing, plain.code ?? -1)
  assert.equal(timeless(refreshing.stdout), timeless(plain.stdout))
  const servesLess = form.includes('--fresh-only') && state.code === 0
  if (!servesLess) assert.equal(refreshing.code, form.includes('--ok') ? 0 : state.code, refreshing.command)
  return stage
}

/** Time enough for a COMMAND to start that must not. */
async function anotherStart(t: TestContext, target: Target): Promise<void> {
  const control = makeStaleStage(t)
  expectQuiet(await getRefresh(target, control, { rest: 'exit 77' }), 0)
  await untilStarted(control)
}

eachTarget((target) => {
  for (const [name, state] of Object.entries(STATES)) {
    if (!state.starts) continue
    test(`${name}: output and exit code are those of get, and COMMAND starts`, async (t) => {
      for (const form of formsFor(target, name)) await untilStarted(await expectSame(t, target, state, form))
    })
  }

  test('in every other state they are too, and COMMAND does not start', async (t) => {
    const others = Object.entries(STATES).filter(([, { starts }]) => !starts)
    const stages = await Promise.all(
      others.map(async ([name, state]) => {
        const made: Stage[] = []
        for (const form of formsFor(target, name)) made.push(await expectSame(t, target, state, form))
        return made
      }),
    )
    await anotherStart(t, target)
    for (const [index, [name]] of others.entries())
      for (const stage of stages[index] ?? []) assert.deepEqual(stage.starts(), [], name)
  })

  test('stale data are printed while COMMAND runs, and are fresh when it has ended', async (t) => {
    const stage = makeStaleStage(t)
    // With COMMAND waiting for this test, none of these could end if it waited for COMMAND.
    const first = expectJson(await getRefresh(target, stage), 0)
    expectMembers(first, { state: 'stale', refresh: true, fetching: false, data: { unknown_buckets: {}, ...OLD } })
    await untilStarted(stage)
    const second = expectJson(await getRefresh(target, stage), 0)
    expectMembers(second, { state: 'stale', refresh: false, fetching: true })
    const later = nowSeconds()
    await expectLanding(stage)
    const third = expectJson(await getRefresh(target, stage), 0)
    expectMembers(third, { state: 'fresh', refresh: false, lock: null })
    assert.deepEqual(third.data.five_hour, NEW.five_hour)
    assert.ok(Date.parse(third.cached_at) >= later * 1000, third.cached_at)
    assert.equal(stage.starts().length, 1)
  })

  test('the mutex is free while COMMAND runs', async (t) => {
    const stage = makeStaleStage(t)
    await getRefresh(target, stage)
    await untilStarted(stage)
    expectMutexFree(stage.place)
    await expectLanding(stage)
  })

  test('twelve at once start COMMAND once', async (t) => {
    const stage = makeStaleStage(t)
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => getRefresh(target, stage)))
    for (const outcome of outcomes) assert.equal(expectJson(outcome, 0).state, 'stale')
    await expectLanding(stage)
    assert.equal(stage.starts().length, 1)
  })

  test('a claim whose lease has run out is nobody fetching', async (t) => {
    const stage = makeStaleStage(t)
    const { place } = stage
    writeState(place.lock, { ...claimed(nowSeconds() + 600), lease: 20 }, nowSeconds() - 25)
    expectMembers(expectJson(await getRefresh(target, stage), 0), { refresh: true, fetching: false })
    await expectLanding(stage)
  })

  test('where no claim can be had there is no fetch, and get does its own', async (t) => {
    const stages = {
      'a busy mutex': makeStaleStage(t),
      'a link at usage.mutex': makeStaleStage(t),
      'a miss, with a link at usage.mutex': makeStage(t),
    }
    const [busy, linked, cold] = Object.values(stages) as [Stage, Stage, Stage]
    holdMutex(t, busy.place)
    for (const { place } of [linked, cold]) symlinkSync(join(place.dir, 'elsewhere'), place.mutex)
    for (const [stage, code] of [
      [busy, 0],
      [linked, 0],
      [cold, 1],
    ] as const)
      expectMembers(expectJson(await getRefresh(target, stage), code), { refresh: true, fetching: false })
    await anotherStart(t, target)
    for (const [name, stage] of Object.entries(stages)) assert.deepEqual(stage.starts(), [], name)
  })

  test('where nothing can be written there is no fetch, and get does its own', async (t) => {
    if (!needOtherUser(t)) return
    const stage = makeStaleStage(t)
    giveToNobody(stage.place)
    chmodSync(stage.place.root, 0o500)
    expectMembers(expectJson(await getRefresh(target, stage, { asNobody: true }), 0), { state: 'stale', refresh: true })
    await anotherStart(t, target)
    assert.deepEqual(stage.starts(), [])
  })
})

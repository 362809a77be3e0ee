// COMMANDs of `get --refresh`: they note that they were started, wait to be told what to print where they are to last,
// and do not outlive their test.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataEntry, makePlace, nowSeconds, readJson, type Place, us, writeState } from './place.ts'
import { type Outcome, type RunOptions, shellQuote } from './run.ts'
import type { Target } from './targets.ts'

export const PATH_ONLY = { PATH: '/usr/bin:/bin' }

/** What the store holds at first, and what a fetch brings. */
export const OLD = { five_hour: { utilization: 22, resets_at: null } }
export const NEW = { five_hour: { utilization: 61, resets_at: null } }
export const RESPONSE = JSON.stringify(NEW)

/** Process ids. */
interface Start {
  readonly refresh: number
  readonly command: number
}

export interface Stage {
  readonly place: Place
  /** A COMMAND that notes its start and then goes on with `rest`. */
  readonly counted: (rest: string) => string
  /** The `rest` that lasts until `land`, and prints what that is given. */
  readonly gated: string
  readonly land: (text: string) => void
  readonly starts: () => readonly Start[]
}

/** Polls until `condition` holds. */
export async function until(condition: () => boolean, what: string, limitMs = 60_000): Promise<void> {
  const deadline = performance.now() + limitMs
  while (!condition()) {
    assert.ok(performance.now() < deadline, `waited in vain: ${what}`)
    await sleep(20)
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    // The first process of a container may leave the dead as they are.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return process.platform !== 'linux'
  }
}

/** Kills a process, or with a negative id its group; gone is fine. */
export function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    return
  }
}

/** Whether a process still runs and was started with `word`: an id alone may have gone to another by now. */
function isRunningWith(pid: number, word: string): boolean {
  if (process.platform !== 'linux') return isRunning(pid)
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)
  } catch {
    return false
  }
}

/** A place and its COMMAND. What that has started is ended before the directory goes. */
export function makeStage(t: TestContext): Stage {
  t.after(async () => {
    const left = () =>
      starts()
        .flatMap(({ refresh, command }) => [refresh, command])
        .filter((pid) => isRunningWith(pid, place.dir))
    // Both lead a group; COMMAND's has what it runs at the moment.
    for (const pid of left()) for (const id of [-pid, pid]) killHard(id)
    await until(() => left().length === 0, 'the end of what was started')
  })
  const place = makePlace(t)
  const [log, gate] = [join(place.dir, 'starts'), join(place.dir, 'gate')]
  const starts = (): readonly Start[] => {
    if (!existsSync(log)) return []
    const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1)
    return lines.map((line) => {
      const [refresh = 0, command = 0] = line.split(' ').map(Number)
      return { refresh, command }
    })
  }
  return {
    place,
    counted: (rest) => `echo $PPID $$ >>${shellQuote(log)} || exit 1\n${rest}`,
    gated: `until [ -s ${shellQuote(gate)} ]; do [ -d ${shellQuote(place.dir)} ] || exit 1; sleep 0.1; done
cat ${shellQuote(gate)}`,
    land: (text) => writeFileSync(gate, text),
    starts,
  }
}

/** The same with data that are no longer fresh. */
export function makeStaleStage(t: TestContext): Stage {
  const stage = makeStage(t)
  writeState(stage.place.cache, dataEntry(nowSeconds() - 500, OLD))
  return stage
}

/**
 * `get --refresh` on the stage; without `rest` its COMMAND is the gated one. It gets more time than its usual 10 s: how
 * soon a test lets it go is up to the machine.
 */
export function getRefresh(
  target: Target,
  stage: Stage,
  { rest = stage.gated, args = [], ...options }: RunOptions & { rest?: string; args?: readonly string[] } = {},
): Promise<Outcome> {
  const timeout = args.includes('--timeout') ? [] : ['--timeout', '60']
  const all = ['get', ...args, ...timeout, '--refresh', stage.counted(rest)]
  return us(target, stage.place, all, { env: PATH_ONLY, limitMs: 90_000, ...options })
}

export async function untilStarted(stage: Stage, times = 1): Promise<void> {
  await until(() => stage.starts().length >= times, 'the start of COMMAND')
  assert.equal(stage.starts().length, times)
}

/** Until every `refresh` that has started COMMAND has ended: whatever it stores is stored. */
export async function untilEnded(stage: Stage): Promise<void> {
  await until(() => !stage.starts().some(({ refresh }) => isRunning(refresh)), 'the end of refresh')
}

/** Lets COMMAND print the new data, and asserts that they have landed with nothing left of the claim. */
export async function expectLanding(stage: Stage, { cache, lock } = stage.place): Promise<void> {
  await untilStarted(stage)
  stage.land(RESPONSE)
  await untilEnded(stage)
  assert.deepEqual(readJson(cache).data.five_hour, NEW.five_hour)
  assert.equal(existsSync(lock), false)
}

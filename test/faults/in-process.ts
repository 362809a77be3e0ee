// Runs the program in this process, on files that are put back before each run, so that the same run can be spoiled at
// each of its calls in turn. With one clock and one chance for all of them every byte is known.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fakeIo } from '../helpers/fake-io.ts'
import '../helpers/in-memory.ts'
import type { Place } from '../helpers/place.ts'
import { believedView } from '../helpers/view.ts'
import { type Command, DIR, NOW, STATES, writeMessage } from './commands.ts'
import './fs-hook.ts'
import { callsSoFar, type Spoil, type Trace, watching } from './watch.ts'

const { run } = await import('../../src/cli.ts')

export interface Files {
  readonly cache: string | null
  readonly lock: string | null
  /** usage.view, where a shell would believe it. */
  readonly view: string | null
  /** Every name below the directory of the test. */
  readonly names: readonly string[]
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly trace: Trace
  /** How many calls had been made when it printed. */
  readonly printedAfter: number
  readonly files: Files
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

export function filesOf(place: Place): Files {
  const { dir, cache, lock } = place
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).toSorted()
  return { cache: textOf(cache), lock: textOf(lock), view: believedView(place), names }
}

/** Puts the files into a state. */
export function prepare(place: Place, state: string, nowMs: number): void {
  for (const name of readdirSync(place.dir)) rmSync(join(place.dir, name), { recursive: true })
  mkdirSync(place.root, { mode: 0o700 })
  writeMessage(place)
  STATES[state]?.(place, Math.floor(nowMs / 1000))
}

/** The same numbers for the same seed, so that tokens and temporary names are the same too. */
function withSeed<T>(seed: number, body: () => Promise<T>): Promise<T> {
  const { random } = Math
  let last = seed
  Math.random = () => (last = (last * 48_271) % 2_147_483_647) / 2_147_483_647
  return body().finally(() => (Math.random = random))
}

export interface World {
  readonly nowMs: number
  readonly spoil?: Spoil | null
  readonly seed?: number
}

export async function runOn(place: Place, command: Command, { nowMs, spoil = null, seed = 1 }: World): Promise<Ran> {
  let printedAfter = Infinity
  const kept = fakeIo({}, command.stdin)
  const print = (text: string) => {
    printedAfter = Math.min(printedAfter, callsSoFar())
    return kept.print(text)
  }
  const io = { ...kept, now: () => nowMs, random: () => 0.5, print }
  const second = String(Math.floor(nowMs / 1000))
  const args = ['--root', place.root, ...command.args.map((word) => word.replace(DIR, place.dir).replace(NOW, second))]
  const { result, trace } = await withSeed(seed, () => watching(place.dir, spoil, () => run(args, io)))
  return { code: result, ...kept.said, trace, printedAfter, files: filesOf(place) }
}

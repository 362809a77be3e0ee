// The sweep itself: a command from a state, once unharmed, then once for each of its calls and each way to spoil it.
import type { TestContext } from 'node:test'
import { makePlace, type Place } from '../helpers/place.ts'
import { type Command, STATES } from './commands.ts'
import type { Spoil } from './watch.ts'
import { filesOf, prepare, type Ran, runOn } from './in-process.ts'
import type { Reference } from './judge.ts'

/** Every point in every way, or a spread sample. */
export const isComplete = process.env['USAGE_STORE_SWEEP'] === 'all'

export interface Point {
  readonly state: string
  readonly at: number
  /** The same for the same point in every run; spread over the numbers up to 2^31. */
  readonly chance: number
  readonly place: Place
  readonly reference: Reference
}

/** From text to a number that looks like chance (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return value >>> 1
}

export interface Sweep {
  readonly spoils: (point: Point) => readonly Spoil[]
  /** What is wrong with a spoiled run, or null. */
  readonly judge: (ran: Ran, spoil: Spoil, point: Point) => string | null | Promise<string | null>
}

let points = 0
let runs = 0
process.on('exit', () => console.log(`${runs} spoiled runs at ${points} points`))

/** Sweeps one command from every state; returns what was wrong. */
export async function sweep(t: TestContext, command: Command, { spoils, judge }: Sweep): Promise<string[]> {
  const place = makePlace(t)
  const wrong: string[] = []
  for (const state of Object.keys(STATES)) {
    const nowMs = Date.now()
    prepare(place, state, nowMs)
    const old = filesOf(place)
    const ran = await runOn(place, command, { nowMs })
    const reference = { command, dir: place.dir, old, ran }
    for (const [at, call] of ran.trace.calls.entries()) {
      const point = { state, at, chance: hash(`${state} ${command.name} ${at}`), place, reference }
      const ways = spoils(point)
      if (ways.length > 0) points++
      for (const spoil of ways) {
        runs++
        prepare(place, state, nowMs)
        const spoiled = await runOn(place, command, { nowMs, spoil })
        const found = await judge(spoiled, spoil, point)
        if (found !== null)
          wrong.push(`${state}, ${command.name}, ${JSON.stringify(spoil)}, ${call.name} ${call.path}: ${found}`)
      }
    }
  }
  return wrong
}

// The program in this process: arguments to an exit code, with everything else handed in.
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { run } from '../../src/cli.ts'
import { hit } from '../../src/hit.ts'
import { fakeIo } from '../helpers/fake-io.ts'
import '../helpers/in-memory.ts'
import type { Place } from '../helpers/place.ts'
import { writeState } from '../helpers/place.ts'
import type { Seen } from './invariants.ts'
import { atInstant } from './files.ts'

export interface World {
  readonly nowMs?: number
  readonly stdin?: Uint8Array
  readonly environment?: Readonly<Record<string, string>>
}

/** What the executable answers by itself, without the whole program, must be what that would have said. */
function start(argv: readonly string[], { nowMs = Date.now(), stdin = new Uint8Array(), environment = {} }: World) {
  const now = () => nowMs
  const io = fakeIo({ now, random: () => 0.5, environment }, stdin)
  const early = hit(argv, environment, now)
  const exit = run(argv, io)
  if (early !== null)
    assert.deepEqual([early.exit, early.text, ''], [exit, io.said.stdout, io.said.stderr], JSON.stringify(argv))
  return { exit, seen: io.said }
}

export function runHere(argv: readonly string[], world: World = {}): Seen {
  const startedMs = performance.now()
  const { exit, seen } = start(argv, world)
  if (typeof exit !== 'number') throw new Error(`${argv.join(' ')} waits for something`)
  return { argv, code: exit, ...seen, elapsedMs: performance.now() - startedMs }
}

export async function runHereToEnd(argv: readonly string[], world: World = {}): Promise<Seen> {
  const startedMs = performance.now()
  const { exit, seen } = start(argv, world)
  return { argv, code: await exit, ...seen, elapsedMs: performance.now() - startedMs }
}

/** A file as a case has it: null for none; its age is in seconds, negative in the future. */
export interface FileCase {
  readonly bytes: Buffer
  readonly mtimeOffset: number
}

/** Puts the files of a case in place of whatever stands there. */
export function stage(
  place: Place,
  nowMs: number,
  files: Readonly<Partial<Record<'cache' | 'lock' | 'mutex', FileCase | null>>>,
) {
  for (const name of ['cache', 'lock', 'mutex'] as const) {
    rmSync(place[name], { force: true })
    const file = files[name]
    if (file != null) writeState(place[name], atInstant(file.bytes, nowMs), nowMs / 1000 + file.mtimeOffset)
  }
}

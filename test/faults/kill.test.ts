// Killed at every call in turn: what is left is whole, the next command works, and the claim is free or runs out.
import assert from 'node:assert/strict'
import { statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Place } from '../helpers/place.ts'
import { COMMANDS, given } from './commands.ts'
import type { Spoil } from './watch.ts'
import { filesOf, type Files, type Ran, runOn } from './in-process.ts'
import { isTemporary, judgeContents, judgeGone, judgeStrays, type Reference } from './judge.ts'
import { isComplete, type Point, sweep } from './sweep.ts'

const GET = given('get', 'unused')
const CLAIM = given('claim --force', 'claims')
const NEXT = [given('put', 'goes-ahead', '{"five_hour":null}'), given('block --force --for 60', 'goes-ahead')]
const LONGEST_LEASE_SECONDS = 3600

/** Runs one that must work now, by the clock of the machine. */
async function follow(place: Place, command: typeof GET, seed: number, ...codes: number[]): Promise<string | null> {
  const { code, stderr } = await runOn(place, command, { nowMs: Date.now(), seed })
  return stderr === '' && codes.includes(code) ? null : `then ${command.name}: exit ${code} ${stderr}`
}

function setBack(file: string, seconds: number): void {
  const then = statSync(file).mtimeMs / 1000 - seconds
  utimesSync(file, then, then)
}

/** What people do next, hook off: the claim first, since it needs the lock as it was left. */
async function judgeNext({ place, reference }: Point, left: Files): Promise<string | null> {
  const runs = left.lock !== null && /"claim"/.test(left.lock)
  let wrong = (await follow(place, GET, 2, 0, 1, 4)) ?? (await follow(place, CLAIM, 3, runs ? 1 : 0))
  if (wrong === null && runs) {
    setBack(place.lock, LONGEST_LEASE_SECONDS + 1)
    wrong = await follow(place, CLAIM, 4, 0)
  }
  for (const name of filesOf(place).names.filter(isTemporary)) setBack(join(place.dir, name), 61)
  for (const [index, next] of NEXT.entries()) wrong ??= await follow(place, next, 5 + index, 0)
  const others = reference.old.names.filter((name) => !isTemporary(name))
  const { names } = filesOf(place)
  const lost = others.filter((name) => !names.includes(name))
  const leftovers = names.filter(isTemporary)
  if (lost.length > 0) wrong ??= `then gone: ${lost.join(', ')}`
  if (leftovers.length > 0) wrong ??= `leftovers that nobody removes: ${leftovers.join(', ')}`
  return wrong
}

function killsAt({ at, reference }: Point): readonly Spoil[] {
  const before: Spoil = { how: 'die', at }
  return reference.ran.trace.calls[at]?.name === 'writeSync' ? [before, { ...before, half: true }] : [before]
}

/** What is left is mostly what was left before: in the sample, once is enough for each. */
function isNew(seen: Set<string>, { state }: Point, { cache, lock, names }: Files): boolean {
  const left = JSON.stringify([state, cache, lock?.replace(/\d/g, ''), names.map((name) => name.replace(/us-\w+/, ''))])
  const before = seen.size
  return isComplete || seen.add(left).size > before
}

function judgeLeft({ files }: Ran, reference: Reference): string | null {
  return judgeContents(files, reference) ?? judgeStrays(files, reference, isTemporary) ?? judgeGone(files, reference)
}

for (const command of COMMANDS) {
  test(command.name, async (t) => {
    const seen = new Set<string>()
    const wrong = await sweep(t, command, {
      spoils: killsAt,
      judge: async (ran, _spoil, point) =>
        judgeLeft(ran, point.reference) ?? (isNew(seen, point, ran.files) ? judgeNext(point, ran.files) : null),
    })
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} in all`)
  })
}

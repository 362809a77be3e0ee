// A directory before a run and after it: what is there at the start, and which of the states that may be there is.
import assert from 'node:assert/strict'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import type { TestContext } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { renderView } from '../../src/render/view.ts'
import { makePlace, modeOf, nowSeconds, type Place, readJson, readText, writeState } from '../helpers/place.ts'
import { believedView, writeStored } from '../helpers/view.ts'
import { OLD_DATA, RESPONSE, type Scenario, type Shape } from './scenarios.ts'

export interface Stage {
  readonly scenario: Scenario
  readonly place: Place
  readonly args: readonly string[]
  /** When it was set, in Unix seconds. */
  readonly now: number
  readonly old: { readonly cache: string | null; readonly lock: string | null; readonly marks: readonly string[] }
}

const planted = (name: string, n: number) => `${name}.us-${String(n).padStart(26, '0')}.tmp`
/** Leftovers of processes that died long ago: the next write removes them. */
export const OLD_LEFTOVERS = [planted('usage.json', 1), planted('usage.lock', 2)] as const
/** A process may still be writing it. */
export const YOUNG_TEMPORARY = planted('usage.json', 3)
const FOREIGN = ['notes.tmp', '.tmpAbC123', 'usage (conflicted copy).json', 'usage.json.us-1.tmp'] as const
const LINKED = { directory: 'real', file: 'real/usage.json' } as const
const OURS = ['usage.json', 'usage.lock', 'usage.mutex', 'usage.view', LINKED.directory]
const TEMPORARY = /^(?:real\/)?usage\.(?:json|lock|view)\.us-(?!0{25})[0-9a-f]{26}\.tmp$/

/** The labels of calls must not differ by the random part of a name. */
export function withoutRandomPart(text: string): string {
  return text.replaceAll(/us-(?!0{25})[0-9a-f]{26}\.tmp/g, 'us-RANDOM.tmp')
}

/** Where a temporary file of usage.json lies: beside what it replaces. */
function besideCache({ linked }: Scenario, { root }: Place, name: string): string {
  return join(root, linked === true ? LINKED.directory : '', name)
}

export function setStage(t: TestContext, scenario: Scenario): Stage {
  const place = makePlace(t)
  const response = join(place.dir, 'response')
  writeFileSync(response, RESPONSE)
  const now = nowSeconds()
  const args = scenario.args(now, response)
  const lock = scenario.lock?.(now)
  if (scenario.bare === true) rmSync(place.root, { recursive: true })
  else {
    if (scenario.linked === true) {
      mkdirSync(join(place.root, LINKED.directory))
      symlinkSync(LINKED.file, place.cache)
    }
    writeStored(place, now - 500, OLD_DATA)
    if (lock !== undefined) writeState(place.lock, lock)
    // Whoever published a claim did it under the mutex.
    if (lock !== undefined && 'claim' in lock) writeState(place.mutex, '')
    for (const name of OLD_LEFTOVERS) writeState(besideCache(scenario, place, name), 'left', now - 61)
    writeState(besideCache(scenario, place, YOUNG_TEMPORARY), 'being written')
    for (const name of FOREIGN) writeState(join(place.root, name), `not ours: ${name}`, now - 100_000)
  }
  const marks = [marksOf(place.cache), marksOf(place.lock)]
  const old = { cache: textOf(place.cache), lock: textOf(place.lock), marks }
  return { scenario, place, args, now, old }
}

export function endStage({ place }: Stage): void {
  rmSync(place.dir, { recursive: true, force: true })
}

export function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** What must not change where the text does not: a block and a lease are counted from the mtime. */
function marksOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeMs} ${stat.mode} ${stat.uid}`
}

/** Names below the root; none when there is no root. */
export function namesIn({ root }: Place): string[] {
  try {
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}

/** Temporary files that are there and were not before the run. */
export function temporaries(place: Place): string[] {
  return namesIn(place).filter((name) => TEMPORARY.test(name))
}

/** Of what was there before the run, everything that nobody may touch is as it was, and nothing unknown has come. */
export function expectOthersUntouched({ scenario, place }: Stage): void {
  const names = namesIn(place)
  const known = new Set<string>([...OURS, ...OLD_LEFTOVERS, ...FOREIGN, YOUNG_TEMPORARY])
  assert.deepEqual(
    names.filter((name) => !known.has(basename(name)) && !TEMPORARY.test(name)),
    [],
  )
  if (names.includes('usage.mutex')) assert.equal(statSync(place.mutex).size, 0)
  if (scenario.linked === true) assert.equal(readlinkSync(place.cache), LINKED.file)
  if (scenario.bare === true) return
  for (const name of FOREIGN) assert.equal(readText(join(place.root, name)), `not ours: ${name}`)
  assert.equal(readText(besideCache(scenario, place, YOUNG_TEMPORARY)), 'being written')
}

function fits(file: string, text: string | null, shape: Shape, old: string | null, marks = ''): boolean {
  if (shape === 'old') return text === old && marksOf(file) === marks
  if (shape === 'none' || text === null) return shape === 'none' && text === null
  let value: Readonly<Record<string, unknown>>
  try {
    value = JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return false
  }
  return (
    text === `${JSON.stringify(value, null, 2)}\n` &&
    modeOf(file) === '600' &&
    Object.keys(value).length === Object.keys(shape).length &&
    Object.entries(shape).every(([name, wanted]) =>
      typeof wanted === 'function' ? wanted(value[name]) === true : isDeepStrictEqual(value[name], wanted),
    )
  )
}

/** Whether a shell would believe the view, which then has to tell what usage.json does. */
export function isViewBelieved(place: Place): boolean {
  const view = believedView(place)
  if (view === null) return false
  const { data, cached_at } = readJson(place.cache)
  const cachedAtMs = Date.parse(cached_at)
  assert.equal(view, renderView(data, cachedAtMs, cachedAtMs))
  return true
}

/** Which of the scenario's steps the files stand at: 0 is the old state. Fails when it is none of them. */
export function stepOf({ scenario, place, now, old }: Stage): { readonly step: number; readonly last: number } {
  const [cache, lock] = [textOf(place.cache), textOf(place.lock)]
  const steps = scenario.steps(now)
  const step = steps.findIndex(
    ([cacheShape, lockShape]) =>
      fits(place.cache, cache, cacheShape, old.cache, old.marks[0]) &&
      fits(place.lock, lock, lockShape, old.lock, old.marks[1]),
  )
  assert.ok(step >= 0, `neither old nor new:\nusage.json: ${cache}\nusage.lock: ${lock}\nnow: ${now}`)
  return { step, last: steps.length - 1 }
}

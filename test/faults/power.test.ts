// What a power cut leaves, in a model: of a file that was not synced any part may be there, and of the changes of names
// any that came before the cut may be missing, in order (journals) or, to be on the safe side, in any order.
import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { makePlace } from '../helpers/place.ts'
import { COMMANDS, STATES } from './commands.ts'
import { filesOf, prepare, runOn } from './in-process.ts'
import type { Call } from './watch.ts'

/** A file by what is known of its bytes. */
type Inode = 'old' | { written: boolean; synced: boolean }
type Change = (names: Map<string, Inode>) => void

const WATCHED = /\/(usage|real)\.(json|lock)$/

/** The changes of names up to a cut, in order; files are synced by then, or not. */
function changesBefore(calls: readonly Call[]): Change[] {
  const made = new Map<string, Inode>()
  const changes: Change[] = []
  for (const { name, path, to, writes } of calls) {
    const at = resolve(path)
    const file = made.get(at)
    if (name === 'openSync' && writes === true && file === undefined && !WATCHED.test(at)) {
      const inode: Inode = { written: false, synced: false }
      made.set(at, inode)
      changes.push((names) => names.set(at, inode))
    } else if (name === 'writeSync' && typeof file === 'object') Object.assign(file, { written: true, synced: false })
    else if (name === 'fsyncSync' && typeof file === 'object') file.synced = true
    else if (name === 'renameSync' && to !== undefined) {
      const target = resolve(to)
      changes.push((names) => {
        const moved = names.get(at)
        if (moved !== undefined) names.set(target, moved)
        names.delete(at)
      })
    } else if (name === 'unlinkSync') changes.push((names) => names.delete(at))
  }
  return changes
}

/** Every choice of the changes that may have reached the disk. */
function* survivors(changes: readonly Change[]): Generator<readonly Change[]> {
  for (let length = 0; length <= changes.length; length++) yield changes.slice(0, length)
  // Few enough for all of them: a command changes two files at most.
  if (changes.length <= 12)
    for (let set = 0; set < 2 ** changes.length; set++) yield changes.filter((_, n) => (set & (1 << n)) !== 0)
}

/** What is wrong after some cut; null when nothing ever is. `was` are the watched files that were there. */
function worstCut(calls: readonly Call[], was: readonly string[]): string | null {
  const isRemoved = (path: string) =>
    calls.some(({ name, path: gone }) => name === 'unlinkSync' && resolve(gone) === path)
  for (let cut = 0; cut <= calls.length; cut++) {
    for (const survived of survivors(changesBefore(calls.slice(0, cut)))) {
      const names = new Map<string, Inode>(was.map((path) => [path, 'old']))
      for (const change of survived) change(names)
      for (const [path, inode] of names)
        if (WATCHED.test(path) && typeof inode === 'object' && !(inode.written && inode.synced))
          return `${path} is torn`
      for (const path of was) if (!names.has(path) && !isRemoved(path)) return `${path} is lost`
    }
  }
  return null
}

interface Recorded {
  readonly calls: readonly Call[]
  readonly was: readonly string[]
}

const recorded: Recorded[] = []

for (const command of COMMANDS) {
  test(`after a power cut, old or new: ${command.name}`, async (t) => {
    const place = makePlace(t)
    for (const state of Object.keys(STATES)) {
      const nowMs = Date.now()
      prepare(place, state, nowMs)
      const was = filesOf(place)
        .names.map((name) => resolve(place.dir, name))
        .filter((path) => WATCHED.test(path))
      const { trace } = await runOn(place, command, { nowMs })
      recorded.push({ calls: trace.calls, was })
      assert.equal(worstCut(trace.calls, was), null, state)
    }
  })
}

test('the model sees a missing fsync, and a target that is removed before it is replaced', () => {
  const replaced = ({ name, to }: Call) => name === 'renameSync' && to !== undefined && WATCHED.test(resolve(to))
  const withRename = recorded.filter(({ calls }) => calls.some(replaced))
  assert.ok(withRename.length > 50, `${withRename.length} runs with a rename`)
  for (const { calls, was } of withRename) {
    const unsynced = calls.filter(({ name }) => name !== 'fsyncSync')
    assert.match(worstCut(unsynced, was) ?? '', /torn/)
    // Seen as the removal that it is, and not as one that was asked for.
    const early = calls.flatMap((call) =>
      replaced(call) ? [{ name: 'renameSync', path: call.to ?? '', to: '/elsewhere' }, call] : [call],
    )
    if (calls.some((call) => replaced(call) && was.includes(resolve(call.to ?? ''))))
      assert.match(worstCut(early, was) ?? '', /lost/)
  }
})

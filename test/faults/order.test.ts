// The calls of runs that go well, in order: what is renamed was synced, under the mutex, and nothing is written in place.
import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { makePlace } from '../helpers/place.ts'
import { COMMANDS, STATES } from './commands.ts'
import type { Call } from './watch.ts'
import { filesOf, prepare, type Ran, runOn } from './in-process.ts'
import { judgeTrace } from './judge.ts'

const isFile = (path: string) => /\/(usage|real)\.(json|lock)$/.test(resolve(path))

/** The index of the last of the calls before `end` that is named so, on that path if one is given; -1 without. */
function lastOf(calls: readonly Call[], name: string, end: number, path?: string): number {
  return calls.findLastIndex((call, at) => at < end && call.name === name && (path === undefined || call.path === path))
}

/** What is wrong with the renames of a run; `renames` counts them. */
function judgeRenames(calls: readonly Call[], seen: { renames: number }): string | null {
  for (const [at, { name, path, to }] of calls.entries()) {
    if (name !== 'renameSync' || to === undefined || !isFile(to)) continue
    seen.renames++
    const written = lastOf(calls, 'writeSync', at, path)
    if (written < 0) return `${path} was renamed unwritten`
    if (lastOf(calls, 'fsyncSync', at, path) < written) return `${path} was renamed unsynced`
    if (lastOf(calls, 'sqlite lock', at) <= lastOf(calls, 'sqlite unlock', at)) return `${to} changed outside the mutex`
  }
  return null
}

function judgeInPlace(calls: readonly Call[]): string | null {
  const found = calls.find(({ name, path, writes }) => isFile(path) && (writes === true || name === 'truncateSync'))
  return found === undefined ? null : `${found.name} of ${found.path} in place`
}

/** The last change of a file of that kind, and whether it removes it; null when there is none. */
function lastChange(calls: readonly Call[], kind: 'json' | 'lock'): { at: number; removes: boolean } | null {
  const isKind = (path: string) => isFile(path) && path.endsWith(kind)
  const at = calls.findLastIndex(
    ({ name, path, to }) => (name === 'renameSync' && isKind(to ?? '')) || (name === 'unlinkSync' && isKind(path)),
  )
  return at < 0 ? null : { at, removes: calls[at]?.name === 'unlinkSync' }
}

/**
 * Killed between the two writes: a success that has not yet ended its claim is there, and a failure that has not yet
 * removed the entry has its back-off. The other way round the next process asks at once, and once too often.
 */
function judgeOrder(calls: readonly Call[]): string | null {
  const [entry, lock] = [lastChange(calls, 'json'), lastChange(calls, 'lock')]
  if (entry === null || lock === null || entry.removes === lock.at < entry.at) return null
  return entry.removes ? 'the entry was removed before there was a back-off' : 'the lock was changed before the entry'
}

/** What only reads must not be known to the directory. */
function judgeReader({ trace }: Ran): string | null {
  const found = trace.calls.find(({ name }) => !/^(open|fstat|read|close|stat)Sync$/.test(name))
  return found === undefined ? null : `${found.name} by a reader`
}

for (const command of COMMANDS) {
  test(command.name, async (t) => {
    const place = makePlace(t)
    const seen = { renames: 0 }
    let changes = 0
    let starts = 0
    for (const state of Object.keys(STATES)) {
      const nowMs = Date.now()
      prepare(place, state, nowMs)
      const old = filesOf(place)
      const ran = await runOn(place, command, { nowMs })
      const wrong =
        judgeRenames(ran.trace.calls, seen) ??
        judgeInPlace(ran.trace.calls) ??
        judgeOrder(ran.trace.calls) ??
        judgeTrace(ran) ??
        (command.mutex === 'unused' ? judgeReader(ran) : null)
      assert.equal(wrong, null, `${state}: ${JSON.stringify(ran.trace.calls)}`)
      if (ran.trace.startedAfter !== null) starts++
      for (const file of ['cache', 'lock'] as const)
        if (ran.files[file] !== null && ran.files[file] !== old[file]) changes++
    }
    assert.ok(seen.renames >= changes, 'a file changed and was not renamed into place')
    assert.equal(starts > 0, /refresh/.test(command.name), 'whether it starts a process')
    assert.equal(changes > 0, command.mutex !== 'unused' && command.name !== 'clear', 'whether it writes a file')
  })
}

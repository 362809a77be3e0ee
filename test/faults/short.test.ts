// Reads and writes that do half of what they were asked, and a directory that is removed between two calls.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMANDS, given } from './commands.ts'
import { type Ran, runOn } from './in-process.ts'
import { judgeContents, judgeError, judgeForm, judgeGone, judgeSame, judgeStrays, type Reference } from './judge.ts'
import { isComplete, type Point, sweep } from './sweep.ts'

const callAt = ({ at, reference }: Point) => reference.ran.trace.calls[at]?.name
const isView = ({ at, reference }: Point) => reference.ran.trace.calls[at]?.path.includes('/usage.view.') === true
const PUT = given('put', 'goes-ahead', '{"five_hour":null}')

function judgeLeft({ files }: Ran, reference: Reference): string | null {
  return judgeContents(files, reference) ?? judgeStrays(files, reference, () => false) ?? judgeGone(files, reference)
}

/** Exit 0 of a directory that vanished before the last rename: what was to be stored is stored, in a new one. */
function judgeStored({ code, files }: Ran, at: number, { command, old, ran }: Reference): string | null {
  if (code !== 0 || command.name.startsWith('get')) return null
  const installed = ran.trace.calls.findLastIndex(
    ({ name, to }) => name === 'renameSync' && /\/usage\.(?:json|lock)$/.test(to ?? ''),
  )
  // Whether others write the lock depends on the one that was there.
  const written = /^(block|claim)/.test(command.name) ? (['lock'] as const) : (['cache'] as const)
  const missing = written.filter(
    (file) => ran.files[file] !== null && ran.files[file] !== old[file] && files[file] === null,
  )
  return at > installed || missing.length === 0 ? null : `exit 0, and not stored: ${missing.join()}`
}

for (const command of COMMANDS) {
  test(`short: ${command.name}`, async (t) => {
    const wrong = await sweep(t, command, {
      spoils: (point) => (/^(read|write)Sync$/.test(callAt(point) ?? '') ? [{ how: 'short', at: point.at }] : []),
      judge: (ran, _spoil, { reference }) =>
        judgeForm(ran) ?? judgeSame(ran, reference.ran) ?? judgeLeft(ran, reference),
    })
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} in all`)
  })

  test(`bytes that are lost although they were said to be written: ${command.name}`, async (t) => {
    const wrong = await sweep(t, command, {
      // Of the view a part is no view, which its readers see for themselves.
      spoils: (point) => (callAt(point) === 'writeSync' && !isView(point) ? [{ how: 'lost', at: point.at }] : []),
      judge(ran, _spoil, { at, reference }) {
        // What `get` has printed is printed: no claim, no fetch.
        const shown = command.name.startsWith('get') && at >= reference.ran.printedAfter
        const said = shown ? null : judgeError(ran, 'EIO', reference.dir)
        return judgeForm(ran) ?? said ?? judgeLeft(ran, reference)
      },
    })
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} in all`)
  })

  test(`the directory vanishes: ${command.name}`, async (t) => {
    const wrong = await sweep(t, command, {
      spoils: ({ at, chance, place: { root } }) =>
        isComplete || chance % 3 === 0 ? [{ how: 'vanish', at, gone: root }] : [],
      async judge(ran, _spoil, { at, place, reference }) {
        const pathless = ran.code === 3 && !ran.stderr.includes(reference.dir) ? `no path: ${ran.stderr}` : null
        const next = await runOn(place, PUT, { nowMs: Date.now(), seed: 2 })
        const works = next.code === 0 && next.files.cache !== null
        return (
          judgeForm(ran) ??
          pathless ??
          judgeStored(ran, at, reference) ??
          (works ? null : `then put: exit ${next.code} ${next.stderr}`)
        )
      },
    })
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} in all`)
  })
}

// Reads and writes that do half of what they were asked, and a directory that is removed between two calls.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMANDS, given } from './commands.ts'
import { type Ran, runOn } from './in-process.ts'
import { judgeContents, judgeError, judgeForm, judgeGone, judgeSame, judgeStrays, type Reference } from './judge.ts'
import { isComplete, type Point, sweep } from './sweep.ts'

const callAt = ({ at, reference }: Point) => reference.ran.trace.calls[at]?.name
const PUT = given('put', 'goes-ahead', '{"five_hour":null}')

function judgeLeft({ files }: Ran, reference: Reference): string | null {
  return judgeContents(files, reference) ?? judgeStrays(files, reference, () => false) ?? judgeGone(files, reference)
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
      spoils: (point) => (callAt(point) === 'writeSync' ? [{ how: 'lost', at: point.at }] : []),
      judge(ran, { at }, { reference }) {
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
      async judge(ran, _spoil, { place, reference }) {
        const pathless = ran.code === 3 && !ran.stderr.includes(reference.dir) ? `no path: ${ran.stderr}` : null
        const next = await runOn(place, PUT, { nowMs: Date.now(), seed: 2 })
        const works = next.code === 0 && next.files.cache !== null
        return judgeForm(ran) ?? pathless ?? (works ? null : `then put: exit ${next.code} ${next.stderr}`)
      },
    })
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} in all`)
  })
}

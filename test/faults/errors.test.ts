// Every call fails in turn: the command says so and has changed nothing, or it does not matter.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMANDS } from './commands.ts'
import {
  isAnswer,
  judgeContents,
  judgeFailure,
  judgeForm,
  judgeGone,
  judgeStrays,
  judgeSwept,
  judgeTrace,
} from './judge.ts'
import { isComplete, type Point, sweep } from './sweep.ts'

/** ENOENT is that of a directory that vanished between two calls. */
const ERRNOS = 'EIO ENOSPC EDQUOT EACCES EPERM EROFS EMFILE ENFILE ENOLCK EINTR ESTALE ENOENT'.split(' ')

/** In the sample one, at every other point two: every errno comes to every kind of call in one state or another. */
function errnosAt({ chance }: Point): readonly string[] {
  const other = ERRNOS[1 + (chance % (ERRNOS.length - 1))] ?? ''
  return isComplete ? ERRNOS : chance % 4096 < 2048 ? ['EIO'] : ['EIO', other]
}

for (const command of COMMANDS) {
  test(command.name, async (t) => {
    const wrong = await sweep(t, command, {
      spoils: (point) => errnosAt(point).map((errno) => ({ how: 'fail', at: point.at, errno })),
      judge(ran, spoil, { at, reference }) {
        const errno = spoil.how === 'fail' ? spoil.errno : ''
        const call = reference.ran.trace.calls[at]
        const answer = isAnswer(at, errno, reference)
        const removed = call?.name === 'unlinkSync' ? call.path : ''
        return (
          judgeForm(ran) ??
          judgeFailure(ran, at, errno, reference) ??
          judgeContents(ran.files, reference, !answer) ??
          // What cannot be unlinked stays.
          judgeStrays(
            ran.files,
            reference,
            (name) => removed !== '' && removed.endsWith(name.slice(name.indexOf('/'))),
          ) ??
          (answer ? null : judgeGone(ran.files, reference)) ??
          judgeSwept(ran.files, at, reference) ??
          // It is no lock by which the mutex is held, and goes with the process.
          (call?.name === 'fchmodSync' ? null : judgeTrace(ran))
        )
      },
    })
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} in all`)
  })
}

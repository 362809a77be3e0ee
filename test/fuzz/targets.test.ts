// A few of the hostile cases on what people run: stdin, arguments and environment as the kernel passes them on.
import { writeFileSync } from 'node:fs'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makePlace, us } from '../helpers/place.ts'
import type { Outcome } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'
import { sample, seedNote } from './budget.ts'
import { entryBytes, lockBytes, mtimeOffset, printed, TOKEN } from './files.ts'
import { hostileWord } from './hostile.ts'
import { stage } from './in-process.ts'
import { assertDocument, assertFish, assertLockDocument, assertShell, assertSound, assertWire } from './invariants.ts'
import type { Seen } from './invariants.ts'

const file = (bytes: fc.Arbitrary<Buffer>) => fc.option(fc.record({ bytes, mtimeOffset }), { nil: null, freq: 5 })
const mutexBytes = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc
    .constantFrom('x', 'SQLite format 3\u0000', `SQLite format 3\u0000${'\u0001'.repeat(5000)}`)
    .map((text) => Buffer.from(text)),
  fc.string({ unit: 'binary', maxLength: 50 }).map((text) => Buffer.from(text)),
)
const files = fc.record({ cache: file(entryBytes), lock: file(lockBytes), mutex: file(mutexBytes) })

const READS = [['get'], ['get', '--wire'], ['get', '--shell'], ['get', '--fish'], ['lock']]
const WRITES = [
  ['put'],
  ['record'],
  ['record', `--claim=${TOKEN}`],
  ['claim'],
  ['unblock'],
  ['block'],
  ['clear'],
  ['put', '--error=X'],
]
const command = fc.oneof(
  fc.constantFrom(...READS),
  fc.constantFrom(...WRITES),
  hostileWord.map((word) => ['get', `--field=${word}`]),
  hostileWord.map((word) => ['release', '--', word]),
  hostileWord.map((word) => ['record', `--retry-after=${word}`, '--status=429']),
)
/** No locale: Node 24 itself dies of a long name that is none (`LC_ALL=xxxxxxxxxxxx node -e 0`). */
const environment = fc.dictionary(
  fc.constantFrom('HOME', 'XDG_CACHE_HOME', 'TZ', 'TERM', 'NO_COLOR', 'COLUMNS'),
  hostileWord,
  { noNullPrototype: true },
)
const cases = fc.record({ files, args: command, stdin: printed, env: environment })

function seenOf(args: readonly string[], { code, stdout, stderr, elapsedMs }: Outcome): Seen {
  return { argv: args, code, stdout, stderr, elapsedMs }
}

const CHECKS: Readonly<Record<string, (seen: Seen) => unknown>> = {
  get: assertDocument,
  'get --wire': assertWire,
  'get --shell': assertShell,
  'get --fish': assertFish,
  lock: assertLockDocument,
}

eachTarget((target) => {
  const parts = [0, 1, 2, 3]
  for (const part of parts) {
    test(`files, stdin, arguments and environment, part ${part}`, async (t) => {
      const place = makePlace(t)
      const mine = sample(cases, 24).filter((_, index) => index % parts.length === part)
      for (const { files: state, args, stdin, env } of mine) {
        stage(place, Date.now(), state)
        const seen = seenOf(args, await us(target, place, args, { stdin, env }))
        const context = `${seedNote} ${fc.stringify([state, stdin, env])}`
        try {
          assertSound(seen, args[0] ?? '')
          CHECKS[args.join(' ')]?.(seen)
        } catch (error) {
          throw new Error(`${context}\n${String(error)}`, { cause: error })
        }
      }
    })
  }

  test('what a fetch command prints', async (t) => {
    const place = makePlace(t)
    const output = `${place.dir}/output`
    for (const bytes of sample(printed, 5)) {
      stage(place, Date.now(), {})
      writeFileSync(output, bytes)
      const args = ['refresh', '--', 'cat', output]
      const seen = seenOf(args, await us(target, place, args, { env: { PATH: process.env['PATH'] ?? '' } }))
      assertSound(seen, 'refresh')
      assert.equal(seen.stdout, '', seedNote)
    }
  })
})

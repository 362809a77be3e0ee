// Hostile files, read by every command that reads, in this process: no crash, no control character, no odd exit code.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makePlace } from '../helpers/place.ts'
import { fuzz } from './budget.ts'
import { entryBytes, lockBytes, mtimeOffset } from './files.ts'
import { hostileWord } from './hostile.ts'
import { runHere, stage } from './in-process.ts'
import { assertDocument, assertFish, assertLockDocument, assertShell, assertSound, assertWire } from './invariants.ts'

const fileOf = (bytes: fc.Arbitrary<Buffer>) => fc.record({ bytes, mtimeOffset })
const files = fc.record({
  cache: fc.option(fileOf(entryBytes), { nil: null, freq: 12 }),
  lock: fc.option(fileOf(lockBytes), { nil: null, freq: 2 }),
})
const decisionFlags = fc.array(
  fc.oneof(
    fc.constant('--fresh-only'),
    fc
      .tuple(
        fc.constantFrom('max-age', 'max-stale', 'error-max-age', 'max-complete-age'),
        fc.constantFrom('0', '1', '180', '1h', '400d', '999999999999999d'),
      )
      .map(([name, value]) => `--${name}=${value}`),
  ),
  { maxLength: 3 },
)
const FIELDS = ['five_hour', 'windows.scoped', 'scoped', 'data', 'error.code', 'limits.0', 'limits.0.scope', 'lock']

test('get and lock on files by grammar, damaged', (t) => {
  const place = makePlace(t)
  const read = (...argv: readonly string[]) => ['--root', place.root, ...argv]
  fuzz(fc.tuple(files, decisionFlags, fc.constantFrom(...FIELDS)), 1200, ([state, flags, field]) => {
    const nowMs = Date.now()
    stage(place, nowMs, state)
    const outputs = { '--json': assertDocument, '--wire': assertWire, '--shell': assertShell, '--fish': assertFish }
    const values: unknown[] = []
    for (const [output, check] of Object.entries(outputs)) {
      const seen = runHere(read('get', output, ...flags), { nowMs })
      assertSound(seen, 'get')
      values.push(check(seen))
    }
    assert.deepEqual(values[2], values[3], 'the shells see the same')
    const one = runHere(read('get', ...flags, `--field=${field}`), { nowMs })
    assertSound(one, 'get')
    assert.match(one.stdout, /^[^\n]*\n$/)
    const format = runHere(read('get', ...flags, `--format={${field}}|{${field}|round|in|at|bar:3|esc:tmux|or:-}`), {
      nowMs,
    })
    assertSound(format, 'get')
    assert.match(format.stdout, /^[^\n]*\|[^\n]*$/)
    const lock = runHere(read('lock'), { nowMs })
    assertSound(lock, 'lock')
    assertLockDocument(lock)
  })
})

test('any field, with any default, is one line a path', (t) => {
  const place = makePlace(t)
  const names = fc.array(fc.oneof(hostileWord, fc.constantFrom('data', 'limits', '0', 'unknown_buckets', 'scope')), {
    minLength: 1,
    maxLength: 4,
  })
  const paths = fc.array(
    names.map((parts) => parts.map((name) => name.replace(/[\\.]/g, '\\$&')).join('.')),
    { minLength: 1, maxLength: 3 },
  )
  fuzz(fc.tuple(files, paths, fc.boolean()), 700, ([state, given, hasDefault]) => {
    const nowMs = Date.now()
    stage(place, nowMs, state)
    const fields = given.filter((path) => path !== '').map((path) => `--field=${path}`)
    if (fields.length === 0) return
    const argv = ['--root', place.root, 'get', ...fields, ...(hasDefault ? ['--default=none'] : [])]
    const seen = runHere(argv, { nowMs })
    assertSound(seen, 'get')
    assert.equal(seen.stdout.split('\n').length, fields.length + 1, JSON.stringify(seen))
  })
})

// Hostile arguments and environment, in this process: a documented exit code, one clear line, nothing outside the root.
import assert from 'node:assert/strict'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { dataEntry, makePlace, nowSeconds, writeState } from '../helpers/place.ts'
import { fuzz } from './budget.ts'
import { hostileWord } from './hostile.ts'
import { runHere } from './in-process.ts'
import { assertSound } from './invariants.ts'

const DURATIONS = ['0', '1', '90', '90s', '3m', '2h', '1d', '-1', '1.5', '1e3', '', ' 5', '５', '999999999999999d']
const INSTANTS = [
  '0',
  '1700000000',
  '1700000000.5',
  '999999999999',
  '2026-11-22T09:00:00Z',
  '0000-01-01T00:00:00+23:59',
]
const value = fc.oneof(
  hostileWord,
  fc.constantFrom(...DURATIONS, ...INSTANTS, 'token', 'five_hour', '200', '1000', '-5'),
)
const FLAGS = [
  ...['json', 'wire', 'shell', 'fish', 'fresh-only', 'ok', 'force', 'help', 'version', 'field', 'format', 'default'],
  ...['max-age', 'max-stale', 'error-max-age', 'max-complete-age', 'release-on', 'timeout', 'wait', 'at', 'error'],
  ...['for', 'until', 'retry-after', 'lease', 'claim', 'status', 'curl-exit'],
  ...['__proto__', 'constructor', 'toString', ''],
]
const flag = fc
  .tuple(fc.constantFrom(...FLAGS), fc.constantFrom('alone', 'equals', 'next'), value)
  .map(([name, how, text]) =>
    how === 'alone' ? [`--${name}`] : how === 'equals' ? [`--${name}=${text}`] : [`--${name}`, text],
  )
const odd = fc.oneof(
  hostileWord.map((word) => [word]),
  fc.constantFrom(['-h'], ['-V'], ['--'], ['-'], ['-x'], ['-hV'], ['--profile=a'], ['--profile', 'auto'], ['--root=']),
)
/** Not `refresh`, which would run whatever word stands there, and no `--refresh`. */
const COMMANDS = ['get', 'put', 'clear', 'lock', 'block', 'unblock', 'claim', 'release', 'record', 'path', 'help']
const argv = fc
  .tuple(
    fc.array(odd, { maxLength: 1 }),
    fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...COMMANDS) }, hostileWord),
    fc.array(fc.oneof({ weight: 3, arbitrary: flag }, odd), { maxLength: 4 }),
  )
  .map(([before, command, after]) => [...before.flat(), command, ...after.flat()])
  .filter((words) => !words.some((word) => /refresh/.test(word)))

test('any arguments', (t) => {
  const place = makePlace(t)
  writeState(place.cache, dataEntry(nowSeconds(), { five_hour: { utilization: 1, resets_at: null } }))
  const codes = new Set<number | null>()
  fuzz(argv, 2500, (words) => {
    const seen = runHere(words, {
      environment: { USAGE_STORE_ROOT: place.root },
      stdin: Buffer.from('{"five_hour":null}'),
    })
    // The arguments themselves are told back by path and by --default.
    assertSound(seen, null)
    codes.add(seen.code)
  })
  assert.ok(codes.has(0) && codes.has(2))
  assert.deepEqual(readdirSync(place.dir), ['root'], 'nothing beside the root')
})

test('any environment', (t) => {
  const place = makePlace(t)
  writeFileSync(join(place.dir, 'file'), '')
  /** Below the test's own directory, or relative, or no path at all. */
  const directory = fc.oneof(
    hostileWord.filter((word) => !word.includes('..')).map((word) => join(place.dir, 'root', word)),
    hostileWord.filter((word) => !word.startsWith('/')),
    fc.constantFrom('', '~', '~/x', '.', 'x', join(place.dir, 'file'), join(place.dir, 'file', 'x'), `${place.root}//`),
  )
  const environment = fc.dictionary(fc.constantFrom('USAGE_STORE_ROOT', 'XDG_CACHE_HOME', 'HOME'), directory, {
    noNullPrototype: true,
  })
  const profile = fc.oneof(
    fc.constant({}),
    hostileWord.map((name) => ({ USAGE_STORE_PROFILE: name })),
  )
  const args = fc.constantFrom(['get'], ['put'], ['lock'], ['path'], ['clear'], ['block'], ['claim'], ['record'])
  const codes = new Set<number | null>()
  fuzz(fc.tuple(environment, profile, args), 1000, ([places, name, words]) => {
    const seen = runHere(words, { environment: { ...places, ...name }, stdin: Buffer.from('{"five_hour":null}') })
    assertSound(seen, words[0] ?? '')
    codes.add(seen.code)
    assert.notEqual(seen.code, 2, `what the environment says is no usage error: ${JSON.stringify(seen)}`)
  })
  assert.ok(codes.has(0) && codes.has(3))
  assert.deepEqual(readdirSync(place.dir).toSorted(), ['file', 'root'], 'nothing beside the root')
})

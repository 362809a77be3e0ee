// Hostile input of put, record and refresh, on hostile files: stored so that every reader takes it, and without loss.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseLock } from '../../src/core/lock.ts'
import { comparable, parseTree } from '../helpers/json-tree.ts'
import { makePlace, type Place, readText, writeState } from '../helpers/place.ts'
import { isTakenByLinesmith } from '../helpers/strict-file.ts'
import { fuzz, fuzzAsync } from './budget.ts'
import { body, entryBytes, lockBytes, mtimeOffset, printed, TOKEN } from './files.ts'
import { hostileWord } from './hostile.ts'
import { runHere, runHereToEnd, stage, type World } from './in-process.ts'
import { assertDocument, assertLockDocument, assertSound, assertWire, type Seen } from './invariants.ts'

const fileOf = (bytes: fc.Arbitrary<Buffer>) => fc.option(fc.record({ bytes, mtimeOffset }), { nil: null, freq: 3 })
const files = fc.record({ cache: fileOf(entryBytes), lock: fileOf(lockBytes) })

const KNOWN = ['usage.json', 'usage.lock', 'usage.mutex', 'usage.view']

function filesOf({ cache, lock }: Place): (string | null)[] {
  return [cache, lock].map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : null))
}

/** What was written is whole, nothing else lies about, and both readers see it. */
function assertStored(place: Place, before: readonly (string | null)[], nowMs: number, context: string): void {
  const [cache, lock] = filesOf(place)
  if (cache !== before[0] && cache !== null)
    assert.ok(isTakenByLinesmith(readText(place.cache), nowMs), `the strict reader refuses it: ${context}`)
  if (lock !== before[1] && lock !== null)
    assert.notEqual(parseLock(readText(place.lock)), 'legacy', `no lock of ours: ${lock} after ${context}`)
  assert.deepEqual(
    readdirSync(place.root).filter((name) => !KNOWN.includes(name)),
    [],
    context,
  )
  const at = (...argv: string[]) => runHere(['--root', place.root, ...argv], { nowMs })
  assertDocument(at('get'))
  assertLockDocument(at('lock'))
  assertWire(at('get', '--wire'))
}

function assertLossless(place: Place, input: string, nowMs: number): void {
  const wire = runHere(['--root', place.root, 'get', '--wire', '--max-age=400d'], { nowMs })
  assert.equal(wire.code, 0, JSON.stringify(wire))
  assert.deepEqual(comparable(parseTree(wire.stdout)), comparable(parseTree(input), ['usage_store']))
}

const withoutBom = (bytes: Buffer) => bytes.toString().replace(/^\uFEFF/, '')

test('put: what is stored comes back, and what is refused changes nothing', (t) => {
  const place = makePlace(t)
  let stored = 0
  fuzz(fc.tuple(files, body), 700, ([state, stdin]) => {
    const nowMs = Date.now()
    stage(place, nowMs, state)
    const before = filesOf(place)
    const seen = runHere(['--root', place.root, 'put'], { nowMs, stdin })
    assertSound(seen, 'put')
    assertStored(place, before, nowMs, JSON.stringify(seen))
    assert.equal(filesOf(place)[1], before[1], 'the lock is left alone')
    if (seen.code !== 0) return assert.deepEqual(filesOf(place), before)
    stored++
    assertLossless(place, withoutBom(stdin), nowMs)
  })
  assert.ok(stored > 100, `only ${stored} were stored: nothing is tested`)
})

const recordFlags = fc.oneof(
  fc.constant([]),
  fc.constantFrom('200', '204', '401', '403', '429', '500', '000', '0', '77').map((status) => [`--status=${status}`]),
  fc
    .tuple(fc.constantFrom('429', '200'), fc.oneof(hostileWord, fc.constantFrom('5', '0', '999999999999')))
    .map(([status, value]) => [`--status=${status}`, `--retry-after=${value}`]),
)
const exitFlags = fc.constantFrom([], [], ['--curl-exit=0'], ['--curl-exit=22'], ['--curl-exit=28'], ['--curl-exit=7'])
const claimFlags = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<string[]>([], [`--claim=${TOKEN}`]) },
  { weight: 1, arbitrary: hostileWord.map((token) => [`--claim=${token}`]) },
)
/** A claim of {@link TOKEN} that holds. */
const CLAIMED = Buffer.from(`{"blocked_until":9999999999,"claim":"${TOKEN}","lease":600,"failures":2}`)

test('record: a lock and an entry of ours are left, whatever came', (t) => {
  const place = makePlace(t)
  const codes = new Set<number | null>()
  let underClaim = 0
  fuzz(fc.tuple(files, printed, recordFlags, exitFlags, claimFlags), 800, ([state, stdin, ...flags]) => {
    const nowMs = Date.now()
    const isHolder = flags.flat().includes(`--claim=${TOKEN}`)
    stage(place, nowMs, isHolder ? { ...state, lock: { bytes: CLAIMED, mtimeOffset: -5 }, mutex: null } : state)
    const before = filesOf(place)
    const seen = runHere(['--root', place.root, 'record', ...flags.flat()], { nowMs, stdin })
    assertSound(seen, 'record')
    codes.add(seen.code)
    if (isHolder && seen.code !== 2) {
      assert.notEqual(seen.code, 1, 'it holds')
      underClaim++
    }
    assertStored(place, before, nowMs, JSON.stringify(seen))
    if (seen.code === 1 || seen.code === 2) assert.deepEqual(filesOf(place), before, JSON.stringify(seen))
  })
  assert.deepEqual(codes, new Set([0, 1, 5]))
  assert.ok(underClaim > 100, `only ${underClaim} under a claim`)
})

const CHANGES: readonly (readonly string[])[] = [
  ['clear'],
  ['block'],
  ['block', '--for=5', '--force'],
  ['block', '--until=999999999999999'],
  ['block', '--retry-after=99999999999999999999', '--error=Odd-1'],
  ['unblock'],
  ['put', '--error=Odd-1'],
  ['release', TOKEN],
  ['claim'],
  ['claim', '--force', '--lease=1d'],
]

test('every other command that writes, on files by grammar, damaged', (t) => {
  const place = makePlace(t)
  fuzz(fc.tuple(files, fc.constantFrom(...CHANGES)), 600, ([state, args]) => {
    const nowMs = Date.now()
    stage(place, nowMs, state)
    const before = filesOf(place)
    const seen = runHere(['--root', place.root, ...args], { nowMs })
    assertSound(seen, args[0] ?? '')
    assertStored(place, before, nowMs, JSON.stringify(seen))
    if (args[0] === 'claim' && seen.code === 0) assertHeld(place, seen, { nowMs })
  })
})

/** A token that was printed is a claim that holds, and that nobody else gets. */
function assertHeld(place: Place, claimed: Seen, world: World): void {
  const at = (...argv: string[]) => runHere(['--root', place.root, ...argv], world).code
  assert.notEqual(at('claim', '--force'), 0, 'a second claim')
  assert.equal(at('release', claimed.stdout.trim()), 0, `the token does not hold: ${JSON.stringify(claimed)}`)
}

test('refresh: what its command prints', async (t) => {
  const place = makePlace(t)
  const output = join(place.dir, 'output')
  const exits = fc.constantFrom(0, 0, 0, 7, 22, 28, 77, 126)
  await fuzzAsync(fc.tuple(files, printed, exits), 50, async ([state, bytes, exit]) => {
    const nowMs = Date.now()
    stage(place, nowMs, { ...state, lock: null })
    writeState(output, bytes)
    const before = filesOf(place)
    const words = ['sh', '-c', `cat "$1"; exit ${exit}`, 'sh', output]
    const seen = await runHereToEnd(['--root', place.root, 'refresh', '--max-age=0', '--', ...words], { nowMs })
    assertSound(seen, 'refresh')
    assertStored(place, before, nowMs, JSON.stringify(seen))
    assert.doesNotMatch(existsSync(place.lock) ? readText(place.lock) : '', /"claim"/, 'no claim is left')
  })
})

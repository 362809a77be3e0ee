// usage.lock: what it says, when it ends, and what the commands leave of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  isClaimRunning,
  type Lock,
  type LockFile,
  lockToJson,
  parseLock,
  readLockState,
  standingBlock,
} from '../../src/core/lock.ts'
import { lockAfterBlock, lockAfterUnblock } from '../../src/core/lock-change.ts'
import { instant, lock, lockFile, NOW_MS } from '../helpers/generate-files.ts'

const NOW = Math.floor(NOW_MS / 1000)
const PLAIN: Lock = {
  blockedUntil: NOW + 60,
  error: 'RateLimited',
  failures: 0,
  claim: null,
  lease: null,
  before: null,
}
const file = (parts: Partial<Lock>, mtimeMs = NOW_MS - 1000): LockFile => ({ lock: { ...PLAIN, ...parts }, mtimeMs })
const state = (read: LockFile | null, nowMs = NOW_MS) => readLockState(read, nowMs, () => null)

test('property: a lock that was written reads as itself', () => {
  fc.assert(
    fc.property(lock, fc.constantFrom(0, 2), (given, spaces) => {
      assert.deepEqual(parseLock(JSON.stringify(lockToJson(given), null, spaces)), given)
    }),
  )
})

test('property: reading any text ends in a value', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const read = parseLock(text)
      state({ lock: read, mtimeMs: NOW_MS })
    }),
  )
})

test('property: the end of a block never moves later as time goes by, and is never past the cap', () => {
  fc.assert(
    fc.property(lockFile, instant, fc.nat(200_000_000), (read, nowMs, laterMs) => {
      const [first, second] = [standingBlock(read, nowMs), standingBlock(read, nowMs + laterMs)]
      if (read === null || first === null || second === null) return
      const mtimeIsPast = read.mtimeMs <= nowMs
      if (mtimeIsPast) assert.ok(second.blockedUntil <= first.blockedUntil, 'slides')
      assert.ok(
        first.blockedUntil <= Math.floor(Math.min(read.mtimeMs, nowMs) / 1000) + 86_400 || read.lock === 'legacy',
      )
    }),
    { numRuns: 5000 },
  )
})

test('a block far in the future ends a day after the file was written, however often it is read', () => {
  const forever = file({ blockedUntil: NOW + 10 ** 9 }, NOW_MS)
  for (const hours of [0, 1, 12, 23.999])
    assert.equal(state(forever, NOW_MS + hours * 3_600_000).active, true, `${hours} h`)
  for (const hours of [24, 25, 1000])
    assert.equal(state(forever, NOW_MS + hours * 3_600_000).active, false, `${hours} h`)
})

const FORMS: readonly (readonly [text: string, seen: Partial<Lock> | 'legacy'])[] = [
  ['{"blocked_until":1}', { blockedUntil: 1, error: null, failures: 0, claim: null }],
  ['{"blocked_until":1,"error":"X","failures":3}', { error: 'X', failures: 3 }],
  ['{"blocked_until":1,"failures":"3"}', { failures: 0 }],
  ['{"blocked_until":1,"failures":-1}', { failures: 0 }],
  ['{"blocked_until":1,"failures":1.5}', { failures: 0 }],
  ['{"blocked_until":1,"claim":5,"lease":"x","before":7}', { claim: null, lease: null, before: null }],
  ['{"blocked_until":1,"claim":"t","lease":30}', { claim: 't', lease: 30 }],
  [
    '{"blocked_until":1,"claim":"t","before":{"blocked_until":2,"error":"X"}}',
    { before: { blockedUntil: 2, error: 'X' } },
  ],
  ['{"blocked_until":1,"claim":"t","before":{"blocked_until":"2"}}', { before: null }],
  ['{"blocked_until":1.0}', 'legacy'],
  ['{"blocked_until":1e3}', 'legacy'],
  ['{"blocked_until":-0}', 'legacy'],
  ['{"blocked_until":"1"}', 'legacy'],
  ['{"blocked_until":9223372036854775808}', 'legacy'],
  ['{"blocked_until":1,"error":5}', 'legacy'],
  ['{}', 'legacy'],
  ['[]', 'legacy'],
  ['12345', 'legacy'],
  ['', 'legacy'],
]
for (const [text, seen] of FORMS) {
  test(`parses ${text || 'an empty file'}`, () => {
    const read = parseLock(text)
    if (seen === 'legacy' || read === 'legacy') assert.equal(read, seen)
    else assert.deepEqual({ ...read, ...seen }, read)
  })
}

const LEASES: readonly (readonly [why: string, file: LockFile, running: boolean])[] = [
  ['it ends with the lease', file({ claim: 't', lease: 30 }, NOW_MS - 29_999), true],
  ['and not later', file({ claim: 't', lease: 30 }, NOW_MS - 30_000), false],
  ['whatever blocked_until says', file({ claim: 't', lease: 30, blockedUntil: NOW - 5 }, NOW_MS - 1000), true],
  ['a file 2 s ahead is a clock that is off', file({ claim: 't', lease: 30 }, NOW_MS + 2000), true],
  ['further ahead it has run out', file({ claim: 't', lease: 30 }, NOW_MS + 2001), false],
  ['without a lease blocked_until counts', file({ claim: 't', blockedUntil: NOW + 1 }), true],
  ['and is over when it is reached', file({ claim: 't', blockedUntil: NOW }), false],
  ['no claim is no fetch', file({}), false],
]
for (const [why, read, running] of LEASES) {
  test(`lease: ${why}`, () => {
    assert.equal(isClaimRunning(read, NOW_MS), running)
    assert.deepEqual([state(read).fetching, state(read).active && running], [running, false])
  })
}

test('a claim that has run out is read as what stood there before, or as none', () => {
  const dead = { claim: 't', lease: 5, blockedUntil: NOW + 500 } as const
  assert.equal(state(file(dead, NOW_MS - 9000)).active, false)
  const before = { blockedUntil: NOW + 60, error: 'Forbidden' }
  const left = state(file({ ...dead, before }, NOW_MS - 9000))
  assert.deepEqual([left.active, left.block], [true, before])
})

test('a legacy lock blocks for 30 s from its mtime, and not at all when that lies far ahead', () => {
  for (const [aheadMs, until] of [
    [-29_000, NOW + 1],
    [0, NOW + 30],
    [30_000, NOW + 60],
    [30_001, null],
  ] as const) {
    const block = standingBlock({ lock: 'legacy', mtimeMs: NOW_MS + aheadMs }, NOW_MS)
    assert.equal(block?.blockedUntil ?? null, until, `${aheadMs} ms`)
  }
  assert.equal(state({ lock: 'legacy', mtimeMs: NOW_MS - 31_000 }).active, false)
})

const SPACINGS: readonly (readonly [why: string, file: LockFile, cachedAgoMs: number, active: boolean])[] = [
  [
    '180 s after cached_at, and 1 s of rounding',
    file({ blockedUntil: NOW + 81, error: null }, NOW_MS - 50_000),
    100_000,
    false,
  ],
  ['a second more is a back-off', file({ blockedUntil: NOW + 82, error: null }, NOW_MS - 50_000), 100_000, true],
  [
    'any length, written within 2 s of cached_at',
    file({ blockedUntil: NOW + 9000, error: null }, NOW_MS - 98_000),
    100_000,
    false,
  ],
  ['or before it', file({ blockedUntil: NOW + 9000, error: null }, NOW_MS - 102_000), 100_000, false],
  ['a millisecond more is a back-off', file({ blockedUntil: NOW + 9000, error: null }, NOW_MS - 97_999), 100_000, true],
  ['with an error it is a back-off', file({ blockedUntil: NOW + 80 }, NOW_MS - 100_000), 100_000, true],
]
for (const [why, read, cachedAgoMs, active] of SPACINGS) {
  test(`spacing: ${why}`, () => {
    assert.equal(readLockState(read, NOW_MS, () => NOW_MS - cachedAgoMs).active, active)
    assert.equal(state(read).active, true, 'without a data entry it is a back-off')
  })
}

test('property: what block leaves is never shorter than a running block, unless forced', () => {
  fc.assert(
    fc.property(lockFile, fc.integer({ min: 0, max: 100_000 }), fc.boolean(), (read, seconds, force) => {
      const seen = state(read)
      const wanted = { blockedUntil: NOW + seconds, error: 'Timeout' }
      const left = lockAfterBlock(seen, wanted, force) ?? null
      const until = left === null ? (seen.block?.blockedUntil ?? 0) : left.blockedUntil
      if (force) return assert.equal(until, wanted.blockedUntil)
      assert.ok(until >= wanted.blockedUntil || seen.running, 'as asked')
      if (seen.running) assert.ok(until >= (seen.block?.blockedUntil ?? 0), 'shortened')
      if (left !== null) {
        assert.notEqual(left.error, null, 'a lock of ours always has an error, or it would look like a spacing')
        assert.deepEqual([left.claim, left.lease, left.before, left.failures], [null, null, null, seen.failures])
      }
    }),
    { numRuns: 5000 },
  )
})

test('a longer block keeps its error, and failures stay as they were', () => {
  const running = state(file({ blockedUntil: NOW + 600, error: 'Forbidden', failures: 4 }))
  assert.equal(
    lockAfterBlock(running, { blockedUntil: NOW + 60, error: 'Timeout' }, false),
    undefined,
    'the file stays',
  )
  const forced = lockAfterBlock(running, { blockedUntil: NOW + 60, error: 'Timeout' }, true)
  assert.deepEqual([forced?.blockedUntil, forced?.error, forced?.failures], [NOW + 60, 'Timeout', 4])
})

test('block takes the place of a running claim, and a longer block before it lives on', () => {
  const before = { blockedUntil: NOW + 600, error: 'Forbidden' }
  const claimed = state(file({ claim: 't', lease: 30, failures: 2, before }))
  const left = lockAfterBlock(claimed, { blockedUntil: NOW + 60, error: 'Timeout' }, false)
  assert.deepEqual(left, { ...before, failures: 2, claim: null, lease: null, before: null })
})

test('property: unblock leaves a running lease without what it carries over, and nothing else', () => {
  fc.assert(
    fc.property(lockFile, (read) => {
      const left = lockAfterUnblock(read, NOW_MS)
      if (!isClaimRunning(read, NOW_MS)) return assert.equal(left, null)
      assert.deepEqual(left, { ...(read?.lock as Lock), failures: 0, before: null })
    }),
  )
})

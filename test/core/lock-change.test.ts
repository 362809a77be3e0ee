// What the commands make of usage.lock: failures, claims, what giving one up leaves, and what new credentials end.
// `block` and `unblock` are in lock.test.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  isClaimRunning,
  isHeldBy,
  type Lock,
  type LockFile,
  lockToJson,
  parseLock,
  readLockState,
} from '../../src/core/lock.ts'
import {
  lockAfterFailure,
  lockAfterRelease,
  lockAfterUnblock,
  lockOfClaim,
  lockWithCredentialsOf,
} from '../../src/core/lock-change.ts'
import { instant, lockFile, NOW_MS } from '../helpers/generate-files.ts'

const NOW = Math.floor(NOW_MS / 1000)
const NO_CLAIM = { claim: null, lease: null, before: null } as const
const block = (blockedUntil: number, error: string | null, failures = 0): Lock => ({
  blockedUntil,
  error,
  failures,
  ...NO_CLAIM,
})
const file = (lock: Lock | 'legacy', mtimeMs = NOW_MS - 15_000): LockFile => ({ lock, mtimeMs })
const state = (read: LockFile | null, dataAtMs: number | null = null, nowMs = NOW_MS) =>
  readLockState(read, nowMs, () => dataAtMs)
/** As it stands on disk once it was written now. */
const written = (lock: Lock | null, mtimeMs = NOW_MS): LockFile | null =>
  lock === null ? null : { lock: parseLock(JSON.stringify(lockToJson(lock))), mtimeMs }

const maybeInstant = fc.oneof(fc.constant(null), fc.constantFrom(NOW_MS, NOW_MS - 100_000), instant)
const wait = fc.constantFrom(30, 33, 60, 300, 3600, 86_400)
const error = fc.constantFrom('RateLimited', 'NetworkError')

test('property: a failure blocks for as long as it calls for, or as the block that runs, and counts', () => {
  fc.assert(
    fc.property(lockFile, maybeInstant, wait, error, (read, dataAtMs, seconds, code) => {
      const seen = state(read, dataAtMs)
      const wanted = { blockedUntil: NOW + seconds, error: code }
      const left = lockAfterFailure(seen, wanted)
      const runs = seen.running && seen.block !== null ? seen.block : null
      const isLonger = runs !== null && runs.blockedUntil > wanted.blockedUntil
      assert.equal(left.blockedUntil, Math.max(wanted.blockedUntil, runs?.blockedUntil ?? 0))
      assert.equal(left.error, isLonger ? (runs.error ?? code) : left.error)
      if (runs === null || runs.blockedUntil < wanted.blockedUntil) assert.equal(left.error, code)
      assert.notEqual(left.error, null, 'a lock of ours always has an error, or it would look like a spacing')
      const counted = read === null || read.lock === 'legacy' ? 0 : read.lock.failures
      assert.deepEqual(left, { ...left, failures: counted + 1, ...NO_CLAIM })
      assert.equal(state(written(left), dataAtMs).active, true)
    }),
    { numRuns: 5000 },
  )
})

const claimOf = (parts: Partial<Lock>): Lock => ({ ...block(NOW + 15, null), claim: 't', lease: 30, ...parts })
const LONG = { blockedUntil: NOW + 900, error: 'Forbidden' }
const FAILURES: readonly (readonly [name: string, read: LockFile | null, left: Lock])[] = [
  ['nothing stood there', null, block(NOW + 60, 'Timeout', 1)],
  ['rubbish did, and ends sooner', file('legacy'), block(NOW + 60, 'Timeout', 1)],
  ['a block that has ended', file(block(NOW, 'RateLimited', 3)), block(NOW + 60, 'Timeout', 4)],
  ['a shorter one', file(block(NOW + 59, 'RateLimited', 3)), block(NOW + 60, 'Timeout', 4)],
  ['a longer one', file(block(NOW + 61, 'RateLimited', 3)), block(NOW + 61, 'RateLimited', 4)],
  ['a longer one of nobody we know', file(block(NOW + 61, null)), block(NOW + 61, 'Timeout', 1)],
  ['a claim', file(claimOf({ failures: 2 })), block(NOW + 60, 'Timeout', 3)],
  ['a claim over a longer block', file(claimOf({ failures: 2, before: LONG })), { ...block(0, null, 3), ...LONG }],
  [
    'a claim that has run out, over a longer block',
    file(claimOf({ failures: 2, before: LONG }), NOW_MS - 31_000),
    { ...block(0, null, 3), ...LONG },
  ],
  [
    'a claim that has run out',
    file(claimOf({ blockedUntil: NOW + 900, failures: 2 }), NOW_MS - 31_000),
    block(NOW + 60, 'Timeout', 3),
  ],
  [
    'the far future, cut to a day after it was written',
    file(block(NOW + 10 ** 9, 'RateLimited'), NOW_MS - 3_600_000),
    block(NOW + 82_800, 'RateLimited', 1),
  ],
]
for (const [name, read, left] of FAILURES) {
  test(`failure: ${name}`, () => {
    assert.deepEqual(lockAfterFailure(state(read), { blockedUntil: NOW + 60, error: 'Timeout' }), left)
  })
}

const lease = fc.constantFrom(1, 15, 30, 3600, 86_400)

test('property: a claim runs for its lease, and to others it is a block until then', () => {
  fc.assert(
    fc.property(lockFile, maybeInstant, lease, fc.nat(999), (read, dataAtMs, seconds, ms) => {
      const claimed = written(lockOfClaim(state(read, dataAtMs), 'mine', seconds, NOW_MS))
      const heldAt = (nowMs: number) => isHeldBy(claimed, 'mine', nowMs)
      assert.deepEqual([heldAt(NOW_MS), heldAt(NOW_MS + seconds * 1000 - 1)], [true, true])
      assert.equal(heldAt(NOW_MS + seconds * 1000 + ms), false)
      assert.equal(isHeldBy(claimed, 'other', NOW_MS), false)
      assert.ok(claimed !== null && claimed.lock !== 'legacy')
      assert.deepEqual([claimed.lock.blockedUntil, claimed.lock.error], [NOW + seconds, null])
    }),
    { numRuns: 2000 },
  )
})

/** What keeps everybody away, if anything does. */
const away = ({ running, block: standing }: ReturnType<typeof state>) => (running ? standing?.blockedUntil : null)

test('property: giving a claim up, or dying with it, leaves what stood there: the block, or none', () => {
  fc.assert(
    fc.property(lockFile, maybeInstant, lease, (read, dataAtMs, seconds) => {
      const before = state(read, dataAtMs)
      // A foreign block without an error, which only force goes over, may look like a spacing once its mtime is another.
      if (before.running && before.block?.error === null) return
      const claim = lockOfClaim(before, 'mine', seconds, NOW_MS)
      const released = state(written(lockAfterRelease(claim)), dataAtMs)
      assert.equal(away(released), away(before), 'given up')
      assert.equal(away(state(written(claim), dataAtMs)), away(before), 'carried')
      const laterMs = NOW_MS + seconds * 1000
      const until = away(before) ?? 0
      const expected = until > Math.floor(laterMs / 1000) ? until : null
      assert.equal(away(state(written(claim), dataAtMs, laterMs)), expected, 'run out')
      if (released.block !== null)
        assert.deepEqual([released.failures, released.block.error], [before.failures, before.block?.error])
    }),
    { numRuns: 5000 },
  )
})

test('property: claims that follow each other never move the end of a block later', () => {
  fc.assert(
    fc.property(lockFile, fc.array(fc.nat(50_000_000), { minLength: 1, maxLength: 5 }), (read, stepsMs) => {
      let [standing, nowMs, end] = [read, NOW_MS, away(state(read)) ?? 0]
      for (const stepMs of stepsMs) {
        standing = written(lockAfterRelease(lockOfClaim(state(standing, null, nowMs), 'mine', 30, nowMs)), nowMs)
        const until = away(state(standing, null, nowMs)) ?? 0
        assert.ok(until <= end, `${until} after ${end}`)
        end = until
        nowMs += stepMs
      }
    }),
    { numRuns: 2000 },
  )
})

test('a spacing that its length shows is carried and stays one; one that only the mtime shows is dropped', () => {
  const dataAtMs = NOW_MS - 100_000
  const short = state(file(block(NOW + 81, null), NOW_MS - 50_000), dataAtMs)
  const claim = lockOfClaim(short, 'mine', 30, NOW_MS)
  assert.deepEqual([short.running, claim.before], [false, { blockedUntil: NOW + 81, error: null }])
  for (const left of [claim, lockAfterRelease(claim)])
    assert.equal(state(written(left), dataAtMs, NOW_MS + 40_000).active, false)
  const long = state(file(block(NOW + 9000, null), dataAtMs + 2000), dataAtMs)
  assert.deepEqual([long.running, lockOfClaim(long, 'mine', 30, NOW_MS).before], [false, null])
  assert.equal(lockAfterRelease(lockOfClaim(long, 'mine', 30, NOW_MS)), null)
})

test('a block that has ended is carried too, for the count of failures', () => {
  const claim = lockOfClaim(state(file(block(NOW - 5, 'Timeout', 4))), 'mine', 30, NOW_MS)
  assert.deepEqual([claim.failures, claim.before], [4, { blockedUntil: NOW - 5, error: 'Timeout' }])
  assert.deepEqual(lockAfterRelease(claim), block(NOW - 5, 'Timeout', 4))
})

test('a claim after one that has run out carries what that one carried', () => {
  const dead = file(claimOf({ failures: 2, before: LONG, blockedUntil: NOW - 5 }), NOW_MS - 31_000)
  const claim = lockOfClaim(state(dead), 'mine', 30, NOW_MS)
  assert.deepEqual([claim.claim, claim.failures, claim.before], ['mine', 2, LONG])
  assert.equal(lockAfterRelease(lockOfClaim(state(null), 'mine', 30, NOW_MS)), null)
})

test('the clock of the file system decides what an unclaimed success leaves', () => {
  const claim = claimOf({ failures: 3, before: LONG })
  const leaves = (mtimeMs: number, fileSystemNowMs: number) =>
    lockAfterUnblock({ lock: claim, mtimeMs, fileSystemNowMs }, NOW_MS)
  const bare = { ...claim, failures: 0, before: null }
  assert.deepEqual(leaves(NOW_MS - 900_000, NOW_MS - 890_000), bare, 'by ours it has run out')
  assert.equal(leaves(NOW_MS - 1000, NOW_MS + 29_000), null, 'by ours it runs')
  assert.equal(leaves(NOW_MS + 1, NOW_MS), null, 'a file from the future')
})

const ENDED = ['Unauthorized', 'Forbidden', 'RateLimited']
const STAYS = ['NoCredentials', 'Timeout', 'NetworkError', 'ParseError', 'Odd', 'unauthorized', '', null]
test('new credentials end three errors, and only when they are newer than the lock', () => {
  const mtimeMs = NOW_MS - 5000
  for (const code of [...ENDED, ...STAYS]) {
    const read = file(block(NOW + 900, code, 3), mtimeMs)
    const ended = file({ ...block(0, code, 3) }, mtimeMs)
    const name = String(code)
    assert.deepEqual(
      lockWithCredentialsOf(read, () => mtimeMs + 1),
      ENDED.includes(name) ? ended : read,
      name,
    )
    for (const other of [mtimeMs, mtimeMs - 1, 0, null])
      assert.deepEqual(
        lockWithCredentialsOf(read, () => other),
        read,
        name,
      )
  }
})

test('property: they change nothing but the end of such a block, before a claim too, and no claim', () => {
  fc.assert(
    fc.property(lockFile, maybeInstant, (read, mtimeMs) => {
      const seen = lockWithCredentialsOf(read, () => mtimeMs)
      assert.equal(isClaimRunning(seen, NOW_MS), isClaimRunning(read, NOW_MS))
      assert.equal(state(seen).failures, state(read).failures)
      const [is, was] = [state(seen), state(read)]
      assert.equal(is.block?.error, was.block?.error)
      const newer = read !== null && read.lock !== 'legacy' && mtimeMs !== null && mtimeMs > read.mtimeMs
      const isEnded = newer && was.running && ENDED.includes(String(was.block?.error))
      assert.equal(away(is), isEnded ? null : away(was))
    }),
    { numRuns: 5000 },
  )
})

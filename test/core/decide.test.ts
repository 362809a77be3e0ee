// The decision is total and is what the table of the contract says.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decide, DEFAULT_POLICY } from '../../src/core/decide.ts'
import type { LockFile } from '../../src/core/lock.ts'
import { CachedUsage } from '../../src/core/usage-entry.ts'
import { type EntryCase, expectedDecision } from '../helpers/decision-oracle.ts'
import { entryCase, entryOf, lockFile, NOW_MS, policy } from '../helpers/generate-files.ts'

test('property: state, served, refresh, fetching, reason and lock are those of the table', () => {
  const states = new Set<string>()
  fc.assert(
    fc.property(entryCase, lockFile, policy, (entry, lock, limits) => {
      const decision = decide(entryOf(entry), () => lock, NOW_MS, limits)
      const { state, served, refresh, fetching, miss, activeBlock } = decision
      const seen = { state, served, refresh, fetching, miss, blockedUntil: activeBlock?.blockedUntil ?? null }
      assert.deepEqual(seen, expectedDecision(entry, lock, NOW_MS, limits))
      assert.equal(decision.windows.buckets.size > 0, served && entry.is === 'data')
      states.add(`${state} ${refresh} ${fetching}`)
    }),
    { numRuns: 20_000 },
  )
  const ALL = [
    'fresh false false',
    'fresh true false',
    'fresh false true',
    'stale true false',
    'stale false true',
    'backoff false false',
  ]
  for (const combination of [...ALL, 'blocked false false', 'miss true false', 'miss false true'])
    assert.ok(states.has(combination), `never seen: ${combination}`)
})

test('property: the lock is not read for a fresh entry that is whole, and at most once for any other', () => {
  fc.assert(
    fc.property(entryCase, lockFile, policy, (entry, lock, limits) => {
      let reads = 0
      const read = () => {
        reads++
        return lock
      }
      const { state, refresh } = decide(entryOf(entry), read, NOW_MS, limits)
      const whole = entry.is === 'data' && entry.completeAt === 'absent'
      if (state === 'fresh' && whole) assert.equal(reads, 0)
      else if (state === 'fresh' && !refresh) assert.ok(reads <= 1)
      else assert.equal(reads, 1)
    }),
    { numRuns: 5000 },
  )
})

const at = (secondsAgo: number) => NOW_MS - secondsAgo * 1000
const data = (secondsAgo: number, resetSecondsAgo?: number): EntryCase => ({
  is: 'data',
  at: at(secondsAgo),
  resets: resetSecondsAgo === undefined ? [] : [at(resetSecondsAgo)],
  completeAt: 'absent',
})
const blocked = (until: number, error: string | null, mtimeSecondsAgo = 10): LockFile => ({
  lock: { blockedUntil: until, error, failures: 0, claim: null, lease: null, before: null },
  mtimeMs: at(mtimeSecondsAgo),
})
const now = Math.floor(NOW_MS / 1000)

const TABLE: readonly (readonly [name: string, EntryCase, LockFile | null, state: string, refresh: boolean])[] = [
  ['179 s old', data(179), null, 'fresh', false],
  ['180 s old', data(180), null, 'stale', true],
  ['a reset at this very millisecond', data(10, 0), null, 'stale', true],
  ['a reset at the very cached_at', data(10, 10), null, 'fresh', false],
  ['a reset that had passed before', data(10, 11), null, 'fresh', false],
  ['one second below a day', data(86_399), null, 'stale', true],
  ['a day', data(86_400), null, 'miss', true],
  ['stale and rate limited', data(600), blocked(now + 1, 'RateLimited'), 'backoff', false],
  ['stale and the block just over', data(600), blocked(now, 'RateLimited'), 'stale', true],
  ['stale and unauthorized', data(600), blocked(now + 60, 'Unauthorized'), 'blocked', false],
  ['stale and forbidden', data(600), blocked(now + 60, 'Forbidden'), 'blocked', false],
  ['stale and a block without an error', data(6000), blocked(now + 60, null), 'backoff', false],
  ['the spacing that linesmith leaves, a second before its end', data(180), blocked(now + 1, null, 180), 'stale', true],
  ['the spacing, with a shorter max-age', data(100), blocked(now + 80, null, 100), 'fresh', false],
  ['a spacing of another length', data(300), blocked(now + 900, null, 299), 'stale', true],
  ['expired and blocked', data(90_000), blocked(now + 60, 'RateLimited'), 'blocked', false],
  ['an error of 29 s', { is: 'error', at: at(29) }, null, 'blocked', false],
  ['an error of 30 s', { is: 'error', at: at(30) }, null, 'miss', true],
  ['both data and error', { is: 'both', at: at(1) }, null, 'miss', true],
  ['nothing and blocked', { is: 'miss', reason: 'absent' }, blocked(now + 60, null), 'blocked', false],
]
for (const [name, entry, lock, state, refresh] of TABLE) {
  test(`decides: ${name}`, () => {
    const decision = decide(entryOf(entry), () => lock, NOW_MS, DEFAULT_POLICY)
    assert.deepEqual([decision.state, decision.refresh], [state, refresh])
  })
}

test('a cached_at in the near future counts as now', () => {
  const { state, ageSeconds } = decide(CachedUsage.withData({}, NOW_MS + 60_000), () => null, NOW_MS, DEFAULT_POLICY)
  assert.deepEqual([state, ageSeconds], ['fresh', 0])
})

// The documents of `get` and `lock`: always the same members, and instants and countdowns that agree.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decide, DEFAULT_POLICY } from '../../src/core/decide.ts'
import { readLockState } from '../../src/core/lock.ts'
import { CachedUsage } from '../../src/core/usage-entry.ts'
import { decisionDocument, lockDocument } from '../../src/render/document.ts'
import { entryCase, entryOf, lockFile, NOW_MS, policy } from '../helpers/generate-files.ts'

const NOW = Math.floor(NOW_MS / 1000)
const MEMBERS = ['state', 'refresh', 'fetching', 'cached_at', 'age_seconds', 'miss', 'error', 'lock', 'data', 'windows']
const LOCK_MEMBERS = ['active', 'fetching', 'blocked_until', 'retry_in_seconds', 'error', 'failures']
const WINDOW_MEMBERS = ['percent', 'resets_at', 'resets_in_seconds', 'reset_passed', 'pace', 'runs_out_in_seconds']

test('property: the document of any decision has its members, and nothing to serve means no data and no windows', () => {
  fc.assert(
    fc.property(entryCase, lockFile, policy, (entry, lock, limits) => {
      const decision = decide(entryOf(entry), () => lock, NOW_MS, limits)
      const document = decisionDocument(decision, NOW_MS)
      assert.deepEqual(Object.keys(document), MEMBERS)
      assert.equal(document['data'] !== null, decision.served)
      if (!decision.served) assert.deepEqual(document['windows'], {})
      assert.equal(document['lock'] !== null, decision.activeBlock !== null)
    }),
  )
})

test('the document of a decision, served and blocked', () => {
  const data = { five_hour: { utilization: 22 } }
  const lock = {
    lock: { blockedUntil: NOW + 60, error: 'RateLimited', failures: 1, claim: null, lease: null, before: null },
  }
  const read = CachedUsage.withData(data, NOW_MS - 600_000)
  const decision = decide(read, () => ({ ...lock, mtimeMs: NOW_MS }), NOW_MS, DEFAULT_POLICY)
  assert.deepEqual(decisionDocument(decision, NOW_MS), {
    state: 'backoff',
    refresh: false,
    fetching: false,
    cached_at: '2026-11-22T08:51:40.250Z',
    age_seconds: 600,
    miss: null,
    error: null,
    lock: { blocked_until: NOW + 60, retry_in_seconds: 60, error: 'RateLimited' },
    data,
    windows: {
      five_hour: {
        percent: 22,
        resets_at: null,
        resets_in_seconds: null,
        reset_passed: false,
        pace: null,
        runs_out_in_seconds: null,
      },
    },
  })
})

test('a window whose reset has passed says what it was', () => {
  const data = { five_hour: { utilization: 22, resets_at: '2026-11-22T09:01:00Z' } }
  const decision = decide(CachedUsage.withData(data, NOW_MS - 100_000), () => null, NOW_MS, DEFAULT_POLICY)
  const windows = decisionDocument(decision, NOW_MS)['windows'] as { five_hour: Record<string, unknown> }
  assert.deepEqual(Object.keys(windows.five_hour).toSorted(), [...WINDOW_MEMBERS, 'last_percent'].toSorted())
  assert.deepEqual([windows.five_hour['percent'], windows.five_hour['last_percent']], [null, 22])
})

test('property: the document of any lock has its members, and no countdown when it is not active', () => {
  const none = readLockState(null, NOW_MS, () => null)
  const NOTHING = { active: false, fetching: false, blocked_until: null, retry_in_seconds: 0, error: null, failures: 0 }
  assert.deepEqual(lockDocument(none, NOW_MS), NOTHING)
  fc.assert(
    fc.property(lockFile, (file) => {
      const state = readLockState(file, NOW_MS, () => null)
      const document = lockDocument(state, NOW_MS)
      assert.deepEqual(Object.keys(document).toSorted(), LOCK_MEMBERS.toSorted())
      const left = state.active ? (state.block?.blockedUntil ?? NOW) - NOW : 0
      assert.equal(document['retry_in_seconds'], left)
    }),
  )
})

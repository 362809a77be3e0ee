// Every usage.lock that linesmith was given: the same end of the block, the same error, but for what is listed here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLock, readLockState } from '../../src/core/lock.ts'
import { LINESMITH_NOW_MS, linesmithFixtures } from '../helpers/linesmith.ts'

interface Reading {
  readonly verdict: 'lock' | 'legacy'
  readonly blockedUntil: number | null
  readonly active: boolean
}

const CAP_FROM_MTIME = 'the cap counts from the mtime, ten seconds ago: counted from now on every read it would slide'
const LAST = 'the last of duplicate names counts'
const SURROGATE = 'a lone surrogate is a character like another'
const CLAIM = 'a claim of ours is a fetch under way and no back-off'
const FUTURE = 'a legacy lock more than 30 s in the future is ignored'

const asLock = (blockedUntil: number, active = true): Reading => ({ verdict: 'lock', blockedUntil, active })
const inactive = (verdict: Reading['verdict']): Reading => ({ verdict, blockedUntil: null, active: false })
const CAPPED = asLock(1795338090 + 86_400)

/** What we make of a lock where that differs, and why. */
const DIFFERENT: Readonly<Record<string, readonly [why: string, Reading]>> = {
  'lock-claim': [CLAIM, inactive('lock')],
  'lock-claim-failures': [CLAIM, inactive('lock')],
  'lock-claim-twice': [CLAIM, inactive('lock')],
  'lock-until-24h': [CAP_FROM_MTIME, CAPPED],
  'lock-until-24h-plus-1': [CAP_FROM_MTIME, CAPPED],
  'lock-until-year': [CAP_FROM_MTIME, CAPPED],
  'lock-until-2pow53-plus-1': [CAP_FROM_MTIME, CAPPED],
  'lock-until-i64-max': [CAP_FROM_MTIME, CAPPED],
  'lock-until-milliseconds': [CAP_FROM_MTIME, CAPPED],
  'lock-far-future-mtime-year-ago': [CAP_FROM_MTIME, asLock(1763802100 + 86_400, false)],
  'lock-far-future-mtime-25h-ago': [CAP_FROM_MTIME, asLock(1795248100 + 86_400, false)],
  'lock-until-twice': [LAST, asLock(1795338400)],
  'lock-error-twice': [LAST, asLock(1795338400)],
  'lock-error-is-lone-surrogate': [SURROGATE, asLock(1795338400)],
  'lock-extra-name-lone-surrogate': [SURROGATE, asLock(1795338400)],
  'lock-array-form': ['a struct as an array', { verdict: 'legacy', blockedUntil: 1795338120, active: true }],
  'lock-array-form-short': ['a struct as an array', { verdict: 'legacy', blockedUntil: 1795338120, active: true }],
  'lock-legacy-mtime-plus-31': [FUTURE, inactive('legacy')],
  'lock-legacy-mtime-plus-2-days': [FUTURE, inactive('legacy')],
}

const fixtures = linesmithFixtures('lock')

function read(content: string | null, mtime = 0): Reading & { readonly error: string | null } {
  const lock = content === null ? 'legacy' : parseLock(content)
  const { block, active } = readLockState({ lock, mtimeMs: mtime * 1000 }, LINESMITH_NOW_MS, () => null)
  const verdict = lock === 'legacy' ? 'legacy' : 'lock'
  return { verdict, blockedUntil: block?.blockedUntil ?? null, active, error: block?.error ?? null }
}

test('every lock that linesmith was given is read alike, or differently on purpose', () => {
  assert.ok(fixtures.length > 80, `${fixtures.length} locks`)
  const differing: string[] = []
  for (const { name, content, mtime, verdict, blocked_until, active, error: theirError } of fixtures) {
    const { error, ...seen } = read(content, mtime)
    const theirs = { verdict, blockedUntil: blocked_until, active }
    try {
      assert.deepEqual(seen, theirs)
    } catch {
      differing.push(name)
    }
    if (name in DIFFERENT) assert.deepEqual(seen, DIFFERENT[name]?.[1], `${name}: ${DIFFERENT[name]?.[0]}`)
    else assert.equal(error, theirError ?? null, `${name}: error`)
  }
  assert.deepEqual(differing.toSorted(), Object.keys(DIFFERENT).toSorted())
})

test('the names of the fixtures are unique, so that the list means what it says', () => {
  assert.equal(new Set(fixtures.map(({ name }) => name)).size, fixtures.length)
})

// get --wait reads the entry, then the lock: a refresh that lands between the two.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Seen } from '../../src/commands/answer.ts'
import { waitForRefresh } from '../../src/commands/background-refresh.ts'
import type { Decision } from '../../src/core/decide.ts'

const seen = (served: boolean, refresh: boolean, fetching: boolean): Seen => ({
  nowMs: 0,
  decision: { served, refresh, fetching } as Decision,
})
const NOTHING = seen(false, true, false)
const UNDER_WAY = seen(false, false, true)
const TORN = NOTHING
const LANDED = seen(true, false, false)

/** Gives `sights` one after the other, and the last for ever. */
function looker(sights: readonly Seen[]): () => Seen {
  let next = 0
  return () => sights[Math.min(next++, sights.length - 1)]!
}

test('the winner sees what landed between its two reads', () => {
  assert.equal(
    waitForRefresh(looker([NOTHING, UNDER_WAY, TORN, LANDED]), () => 'started', 60_000),
    LANDED,
  )
})

test('a refresh that brought nothing is the end', () => {
  let starts = 0
  const start = () => {
    starts++
    return 'started' as const
  }
  assert.equal(waitForRefresh(looker([NOTHING, UNDER_WAY, NOTHING]), start, 60_000), NOTHING)
  assert.equal(starts, 1)
})

test('a loser for whom the entry was old and the block of the failure there sees what landed', () => {
  const blocked = seen(false, false, false)
  assert.equal(
    waitForRefresh(looker([UNDER_WAY, blocked, LANDED]), () => 'lost', 60_000),
    LANDED,
  )
})

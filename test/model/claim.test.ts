// The claim in every order of events that a few processes can come into; the functions are the program's own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FetchOutcome } from '../../src/core/fetch-outcome.ts'
import { explore } from './explore.ts'

const DATA: FetchOutcome = { kind: 'data', data: { unknown_buckets: {} } }
const FAILURE: FetchOutcome = { kind: 'failure', error: 'RateLimited', retryAfter: null }
const HOUR_MS = 3_600_000

test('three processes, nobody dies or sleeps: one fetch', () => {
  for (const outcome of [DATA, FAILURE]) {
    const { fetches, ends } = explore({ skewsMs: [0, 0, 0], outcome }, { crashes: 0, oversleeps: 0 })
    assert.ok(ends > 1)
    assert.deepEqual([...fetches], [1])
  }
})

test('three processes, one dies at any step, one lease is overslept: one claim at a time', () => {
  const { worlds, fetches } = explore({ skewsMs: [0, 0, 0], outcome: DATA }, { crashes: 1, oversleeps: 1 })
  assert.ok(worlds > 100_000, `${worlds} worlds are too few to be all`)
  assert.deepEqual(fetches, new Set([0, 1, 2]))
})

test('the same when the fetch fails, with two processes', () => {
  explore({ skewsMs: [0, 0], outcome: FAILURE }, { crashes: 1, oversleeps: 1 })
})

test('two processes, both may die, two leases are overslept: one claim at a time', () => {
  explore({ skewsMs: [0, 0], outcome: DATA }, { crashes: 2, oversleeps: 2 })
})

for (const skewsMs of [
  [0, HOUR_MS, -HOUR_MS],
  [-20_000, 20_000, 0],
  [HOUR_MS, HOUR_MS, 0],
]) {
  test(`clocks that are ${skewsMs.map((ms) => ms / 1000).join(', ')} s ahead of the files': one claim at a time`, () => {
    explore({ skewsMs, outcome: DATA }, { crashes: 0, oversleeps: 0 })
    for (const apart of [skewsMs.slice(0, 2), skewsMs.slice(1), [skewsMs[0] ?? 0, skewsMs[2] ?? 0]])
      explore({ skewsMs: apart, outcome: DATA }, { crashes: 1, oversleeps: 1 })
  })
}

// Timestamps: nothing that linesmith refuses, and the same instant for all that both take.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRfc3339 } from '../../src/core/instant.ts'
import { floorToMs, readFixture } from '../helpers/linesmith.ts'

interface Timestamp {
  readonly text: string
  readonly accepted: boolean
  readonly instant?: string
}

/** ISO 8601 or Temporal, but not RFC 3339, which is what the contract asks for. */
const NOT_RFC_3339 = [
  '2026-11-22T12:00Z',
  '2026-11-22T12Z',
  '20261122T120000Z',
  '2026-11-22T120000Z',
  '2026-11-22T12:00:00,5Z',
  '2026-11-22T12:00:00+0100',
  '2026-11-22T12:00:00+01',
  '2026-11-22T12:00:00+01:00:30',
  '2026-11-22T12:00:00+00:00:00.5',
  '2026-11-22T12:00:00+24:00',
  '2026-11-22T12:00:00+25:59',
  '2026-11-22T12:00:00Z[UTC]',
  '2026-11-22T12:00:00+01:00[Europe/Paris]',
  '2026-11-22T12:00:00+01:00[Nowhere/None]',
  '2026-11-22T12:00:00Z[u-ca=gregory]',
  '-000001-01-01T00:00:00Z',
  '+002026-11-22T12:00:00Z',
  '-009999-01-02T02:00:00Z',
]

const timestamps = readFixture<Timestamp[]>('timestamps.json')

test('no timestamp is taken that linesmith refuses', () => {
  const refused = timestamps.filter(({ accepted }) => !accepted)
  assert.ok(refused.length > 30)
  for (const { text } of refused) assert.equal(parseRfc3339(text), null, JSON.stringify(text))
})

test('what linesmith takes is the same instant, or no RFC 3339', () => {
  const taken = timestamps.filter(({ accepted }) => accepted)
  const refused = taken.filter(({ text }) => parseRfc3339(text) === null).map(({ text }) => text)
  assert.deepEqual(refused.toSorted(), NOT_RFC_3339.toSorted())
  for (const { text, instant } of taken.filter(({ text }) => !NOT_RFC_3339.includes(text)))
    assert.equal(parseRfc3339(text), floorToMs(instant ?? ''), text)
})

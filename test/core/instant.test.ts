// Instants, durations and what lies between.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDuration, parseInstant, parseUnixSeconds } from '../../src/core/duration.ts'
import { formatInstant, parseRfc3339, secondsBetween, wholeSeconds } from '../../src/core/instant.ts'
import { strictInstant } from '../helpers/strict-file.ts'

const YEAR_0 = Date.parse('0000-01-01T00:00:00Z')
const LAST = Date.parse('9999-12-30T22:00:00Z')

test('property: what is written is read as itself', () => {
  fc.assert(fc.property(fc.integer({ min: YEAR_0, max: LAST }), (ms) => parseRfc3339(formatInstant(ms)) === ms))
})

test('property: any text near RFC 3339 is read as an independent reader reads it', () => {
  const two = fc.constantFrom(
    ...['00', '01', '02', '11', '12', '13', '23', '24', '28', '29', '30', '31', '32', '59', '60', '61'],
  )
  const text = fc
    .tuple(
      fc.constantFrom('0000', '0004', '0099', '1900', '2000', '2024', '2026', '9999', '026', '+2026'),
      ...[two, two, two, two, two],
      fc.constantFrom('T', 't', ' ', '_', ''),
      fc.constantFrom('', '.', '.5', '.123456789', '.1234567890', ',5'),
      fc.constantFrom(
        'Z',
        'z',
        '',
        '+00:00',
        '-00:00',
        '+23:59',
        '-05:30',
        '+24:00',
        '+05:60',
        '+0500',
        '+05',
        '[UTC]',
      ),
    )
    .map(([y, mo, d, h, mi, s, t, f, z]) => `${y}-${mo}-${d}${t}${h}:${mi}:${s}${f}${z}`)
  fc.assert(
    fc.property(text, (given) => assert.equal(parseRfc3339(given), strictInstant(given), given)),
    { numRuns: 20_000 },
  )
})

test('a fraction of a millisecond is rounded down, before 1970 too', () => {
  assert.equal(parseRfc3339('2026-11-22T09:00:00.999999999Z'), Date.parse('2026-11-22T09:00:00.999Z'))
  assert.equal(parseRfc3339('1969-12-31T23:59:59.999999999Z'), -1)
})

test('property: seconds between are the difference of two whole seconds, never below 0', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 14), max: 10 ** 14 }),
      fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
      (from, ms) => {
        const seconds = secondsBetween(from, from + ms)
        assert.equal(seconds, Math.max(0, Math.floor((from + ms) / 1000) - Math.floor(from / 1000)))
      },
    ),
  )
  assert.equal(wholeSeconds(-1), -1)
})

const DURATIONS: readonly (readonly [text: string, seconds: number | null])[] = [
  ['0', 0],
  ['90', 90],
  ['90s', 90],
  ['3m', 180],
  ['2h', 7200],
  ['1d', 86_400],
  ['007', 7],
  ...['', 's', '-1', '+1', '1.5', '1.5h', '1 h', ' 1', '1 ', '1H', '1w', '1ms', '1h30m', '1e3', '0x1', '１', '1\n'].map(
    (text) => [text, null] as const,
  ),
]
for (const [text, seconds] of DURATIONS) {
  test(`duration ${JSON.stringify(text)} is ${seconds}`, () => assert.equal(parseDuration(text), seconds))
}

const INSTANTS: readonly (readonly [text: string, ms: number | null])[] = [
  ['1744826592', 1_744_826_592_000],
  ['1744826592.5', 1_744_826_592_500],
  ['1744826592.9999', 1_744_826_592_999],
  ['0', 0],
  ['2026-11-22T09:00:00Z', Date.parse('2026-11-22T09:00:00Z')],
  ['2026-11-22T10:00:00.5+01:00', Date.parse('2026-11-22T09:00:00.5Z')],
  ...['', '-1', '1e9', '2026-11-22', '2026-11-22T09:00:00', 'now', '1744826592 ', '9'.repeat(40)].map(
    (text) => [text, null] as const,
  ),
]
for (const [text, ms] of INSTANTS) {
  test(`instant ${JSON.stringify(text)} is ${ms}`, () => assert.equal(parseInstant(text), ms))
}

test('Unix seconds are whole', () => {
  assert.equal(parseUnixSeconds('1744826592'), 1_744_826_592)
  for (const text of ['', '1.0', '-1', '1e9', '0x1', '2026-11-22T09:00:00Z'])
    assert.equal(parseUnixSeconds(text), null, text)
})

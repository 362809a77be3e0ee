// How long a failure keeps everybody away, and what a Retry-After is worth.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { blockAfter } from '../../src/core/backoff.ts'
import { parseHttpDate, parseRetryAfter } from '../../src/core/retry-after.ts'

const NOW_MS = Date.parse('2026-11-22T09:01:40.900Z')
const NOW = Math.floor(NOW_MS / 1000)
/** The largest that a caller may hand in as chance. */
const ALMOST_ONE = 1 - Number.EPSILON

function wait(error: string, failures: number, retryAfter: string | null = null, random = 0): number {
  const block = blockAfter({ error, failures, retryAfter }, NOW_MS, random)
  assert.equal(block.error, error)
  return block.blockedUntil - NOW
}

const TABLE: readonly (readonly [error: string, waits: readonly number[]])[] = [
  ['RateLimited', [300, 600, 1200, 2400, 3600, 3600]],
  ['Forbidden', [300, 600, 1200, 2400, 3600, 3600]],
  ...['Unauthorized', 'Timeout', 'NetworkError', 'ParseError', 'NoCredentials', 'Odd'].map(
    (error) => [error, [30, 60, 120, 240, 300, 300]] as const,
  ),
]
for (const [error, waits] of TABLE) {
  test(`${error}: ${waits.join(', ')} s, and up to a tenth more`, () => {
    waits.forEach((seconds, failures) => {
      assert.equal(wait(error, failures), seconds)
      const most = wait(error, failures, null, ALMOST_ONE)
      assert.ok(most > seconds && most <= seconds * 1.1, `${most} of ${seconds}`)
    })
    assert.equal(wait(error, 5000), waits.at(-1), 'no number of failures overflows')
  })
}

const USABLE: readonly (readonly [value: string, seconds: number])[] = [
  ['1', 1],
  ['120', 120],
  [' 120 ', 120],
  ['0120', 120],
  ['Sun, 22 Nov 2026 09:02:40 GMT', 60],
  ['Sunday, 22-Nov-26 09:02:40 GMT', 60],
  ['Sun Nov 22 09:02:40 2026', 60],
  ['Tue Dec  1 09:01:40 2026', 9 * 86_400],
]
for (const [value, seconds] of USABLE) {
  test(`Retry-After: ${value} is ${seconds} s`, () => {
    assert.equal(parseRetryAfter(value, NOW_MS), seconds)
    const least = Math.min(seconds + 1, 86_400)
    assert.equal(wait('RateLimited', 3, value), least, 'at least a second more, and in place of the back-off')
    const most = wait('RateLimited', 3, value, ALMOST_ONE)
    assert.ok(most >= least && most <= Math.min(Math.max(seconds * 1.1, seconds + 1), 86_400))
    assert.equal(wait('Timeout', 0, value), 30, 'of no meaning for anything but a 429')
  })
}

const UNUSABLE = [
  ...['0', '00', '', ' ', '-5', '+5', '1.5', '1e3', '0x10', '５', 'soon', 'NaN', '60 s', '60, 120'],
  ...['Sun, 22 Nov 2026 09:01:40 GMT', 'Sun, 22 Nov 2026 09:00:00 GMT', 'Sun Nov  6 08:49:37 1994'],
  ...[
    'Sun, 31 Nov 2026 10:00:00 GMT',
    'Sun, 22 Foo 2026 10:00:00 GMT',
    'Sun, 22 Nov 2026 10:00:00',
    '2026-11-22T12:00:00Z',
  ],
]
for (const value of UNUSABLE) {
  test(`Retry-After: ${JSON.stringify(value)} is not usable`, () => {
    assert.equal(parseRetryAfter(value, NOW_MS), null)
    assert.equal(wait('RateLimited', 1, value), 600)
  })
}

test('a year of two digits is the one within fifty years ahead', () => {
  const year = (text: string) => new Date(parseHttpDate(text, NOW_MS) ?? NaN).getUTCFullYear()
  assert.equal(year('Sunday, 06-Nov-94 08:49:37 GMT'), 1994)
  assert.equal(year('Sunday, 06-Nov-70 08:49:37 GMT'), 2070)
})

test('property: any wait is a whole second, above 0 and at most a day', () => {
  const retryAfter = fc.oneof(
    fc.constant(null),
    fc.bigInt({ min: 0n, max: 10n ** 25n }).map(String),
    fc.constantFrom('9'.repeat(308), '9'.repeat(309), '9'.repeat(2000)),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    fc.string(),
  )
  const random = fc.oneof(fc.constantFrom(0, ALMOST_ONE), fc.double({ min: 0, max: ALMOST_ONE, noNaN: true }))
  fc.assert(
    fc.property(
      fc.constantFrom('RateLimited', 'Timeout'),
      fc.nat(3000),
      retryAfter,
      random,
      (error, failures, value, chance) => {
        const seconds = wait(error, failures, value, chance)
        assert.ok(Number.isInteger(seconds) && seconds > 0 && seconds <= 86_400, `${seconds}`)
      },
    ),
    { numRuns: 5000 },
  )
})

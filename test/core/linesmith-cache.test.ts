// Every usage.json that linesmith was given: what it takes we take, what it refuses we miss, but for what is listed here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMiss, parseUsageEntry } from '../../src/core/usage-entry.ts'
import { floorToMs, LINESMITH_NOW_MS, linesmithFixtures } from '../helpers/linesmith.ts'

/** linesmith takes these and we miss: it takes more than JSON objects and RFC 3339, which nobody writes. */
const ONLY_LINESMITH_TAKES: Readonly<Record<string, string>> = {
  'whole-array-form': 'a struct as an array',
  'whole-array-form-short': 'a struct as an array',
  'data-array-empty': 'a struct as an array',
  'data-array-one-null': 'a struct as an array',
  'error-array-form': 'a struct as an array',
  'whole-extra-key-deep': 'deeper than 127 levels, in a key nobody reads: the depth is bounded for the text as a whole',
  'five-hour-unknown-field-deep': 'the same',
  'unknown-key-in-data-deep': 'the same',
  'limits-unknown-field-deep': 'the same',
  'cached-at-offset-no-colon': 'not RFC 3339',
  'cached-at-offset-hours-only': 'not RFC 3339',
  'cached-at-fraction-comma': 'not RFC 3339',
  'cached-at-no-seconds': 'not RFC 3339',
  'cached-at-basic-format': 'not RFC 3339',
  'cached-at-zone-annotation': 'not RFC 3339',
  'cached-at-year-minus-1': 'not RFC 3339',
}

/** linesmith refuses these and we read them: whoever reads data tolerantly shows something where it can. */
const ONLY_WE_TAKE: Readonly<Record<string, readonly string[]>> = {
  'up to 60 s in the future counts as now, since clocks step': [
    'cached-at-now-plus-1ns',
    'cached-at-now-plus-1ms',
    'cached-at-now-plus-1s',
  ],
  'the last of duplicate names counts': [
    'whole-duplicate-schema-version',
    'whole-duplicate-cached-at',
    'whole-duplicate-data',
    'whole-duplicate-error',
    'error-duplicate-code',
    'five-hour-utilization-twice',
    'five-hour-resets-at-twice',
    'five-hour-key-twice',
    'extra-usage-currency-twice',
    'limits-kind-twice',
  ],
  'a lone surrogate is a character like another': [
    'whole-extra-key-lone-surrogate-name',
    'error-code-lone-surrogate',
    'five-hour-unknown-field-lone-surrogate-name',
    'five-hour-resets-at-lone-surrogate',
    'unknown-key-in-data-lone-surrogate-name',
    'extra-usage-currency-lone-surrogate',
    'limits-kind-lone-surrogate',
    'limits-scope-display-name-lone-surrogate',
    'unknown-buckets-lone-high-surrogate',
    'unknown-buckets-lone-low-surrogate',
    'unknown-buckets-reversed-pair',
    'unknown-buckets-lone-surrogate-name',
    'unknown-buckets-lone-surrogate-inside',
  ],
  'a bucket that is not usable has no window, and the others have theirs': [
    'five-hour-empty-object',
    'five-hour-utilization-null',
    'five-hour-utilization-string',
    'five-hour-utilization-true',
    'five-hour-utilization-object',
    'five-hour-utilization-array',
    'five-hour-utilization-absent',
    'five-hour-utilization-1e309',
    'five-hour-utilization-1e400',
    'five-hour-utilization-minus-1e400',
    'five-hour-utilization-400-digits',
    'five-hour-number',
    'five-hour-string',
    'five-hour-false',
    'five-hour-array-form-long',
    'five-hour-array-empty',
    'seven-day-string',
    'seven-day-no-utilization',
    'seven-day-opus-string',
    'seven-day-opus-no-utilization',
    'seven-day-sonnet-string',
    'seven-day-sonnet-no-utilization',
    'seven-day-oauth-apps-string',
    'seven-day-oauth-apps-no-utilization',
  ],
  'a reset that is not RFC 3339 counts as null': [
    'five-hour-resets-at-empty',
    'five-hour-resets-at-no-offset',
    'five-hour-resets-at-number',
    'five-hour-resets-at-false',
    'five-hour-resets-at-object',
    'five-hour-resets-at-array',
    'five-hour-resets-at-date-only',
    'five-hour-resets-at-hour-24',
    'five-hour-resets-at-february-30',
    'five-hour-resets-at-never',
    'five-hour-resets-at-fraction-10',
    'five-hour-resets-at-after-last-instant',
    'limits-resets-at-empty',
    'limits-resets-at-no-offset',
    'limits-resets-at-number',
  ],
  'of extra_usage only the utilization is looked at': [
    'extra-usage-is-enabled-string',
    'extra-usage-is-enabled-number',
    'extra-usage-utilization-string',
    'extra-usage-utilization-true',
    'extra-usage-utilization-1e400',
    'extra-usage-monthly-limit-string',
    'extra-usage-monthly-limit-object',
    'extra-usage-monthly-limit-1e400',
    'extra-usage-used-credits-string',
    'extra-usage-currency-number',
    'extra-usage-currency-array',
    'extra-usage-string',
    'extra-usage-number',
    'extra-usage-false',
  ],
  'what is no limit is passed over': [
    'limits-object',
    'limits-object-one',
    'limits-string',
    'limits-false',
    'limits-element-null',
    'limits-element-empty',
    'limits-element-number',
    'limits-one-bad-of-three',
    'limits-no-percent',
    'limits-no-kind',
    'limits-kind-null',
    'limits-kind-number',
    'limits-kind-array',
    'limits-kind-object-form-payload',
    'limits-percent-null',
    'limits-percent-string',
    'limits-percent-1e400',
    'limits-severity-null',
    'limits-severity-number',
    'limits-severity-array',
    'limits-severity-false',
    'limits-scope-string',
    'limits-scope-model-string',
    'limits-scope-display-name-number',
    'limits-scope-display-name-object',
    'limits-scope-id-number',
  ],
  'of unknown buckets nothing is used': [
    'unknown-buckets-null',
    'unknown-buckets-array',
    'unknown-buckets-string',
    'unknown-buckets-false',
    'unknown-buckets-1e309',
    'unknown-buckets-minus-1e400-inside',
    'unknown-buckets-400-digits',
  ],
}

const READ_ON_PURPOSE = Object.values(ONLY_WE_TAKE).flat()
const fixtures = linesmithFixtures('cache')

/** The store bounds the size before it reads, so a file too large for it counts as a hit here. */
function ours(content: string | null) {
  return content === null ? ({ miss: 'malformed' } as const) : parseUsageEntry(content, LINESMITH_NOW_MS)
}

function assertSameNames(seen: readonly string[], listed: readonly string[]): void {
  const notListed = seen.filter((name) => !listed.includes(name))
  const notSeen = listed.filter((name) => !seen.includes(name))
  assert.deepEqual({ notListed, notSeen }, { notListed: [], notSeen: [] })
}

test('every file that linesmith takes is taken, with the same cached_at', () => {
  const hits = fixtures.filter(({ verdict }) => verdict === 'hit')
  assert.ok(hits.length > 150, `${hits.length} hits`)
  const missed = hits.filter(({ content }) => isMiss(ours(content))).map(({ name }) => name)
  assertSameNames(missed, Object.keys(ONLY_LINESMITH_TAKES))
  for (const { name, content, cached_at } of hits) {
    const entry = ours(content)
    if (!isMiss(entry)) assert.equal(entry.cachedAtMs, floorToMs(cached_at ?? ''), name)
  }
})

test('every file that linesmith refuses is a miss, or read on purpose', () => {
  const misses = fixtures.filter(({ verdict }) => verdict === 'miss')
  assert.ok(misses.length > 100, `${misses.length} misses`)
  const taken = misses.filter(({ content }) => !isMiss(ours(content))).map(({ name }) => name)
  assertSameNames(taken, READ_ON_PURPOSE)
})

test('the names of the fixtures are unique, so that the lists mean what they say', () => {
  assert.equal(new Set(fixtures.map(({ name }) => name)).size, fixtures.length)
})

// usage.json: text to an entry or a miss, and back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type JsonObject, parseExact } from '../../src/core/json.ts'
import { CachedUsage, isAnomalous, isMiss, parseUsageEntry, usageEntryToJson } from '../../src/core/usage-entry.ts'
import { objectText, responseText } from '../helpers/generate.ts'
import { comparable, parseTree } from '../helpers/json-tree.ts'

const NOW_MS = Date.parse('2026-11-22T09:01:40Z')
const AT = '"2026-11-22T09:00:00Z"'

test('property: an entry that was written reads as itself, number for number', () => {
  const entry = fc.oneof(
    responseText.map((text) => parseExact(text) as JsonObject).map((data) => CachedUsage.withData(data, NOW_MS)),
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/).map((code) => CachedUsage.withError(code, NOW_MS)),
  )
  const at = fc.integer({ min: Date.parse('0000-01-01T00:00:00Z'), max: NOW_MS + 60_000 })
  fc.assert(
    fc.property(entry, at, fc.constantFrom(0, 2), (given, cachedAtMs, spaces) => {
      const written = JSON.stringify(usageEntryToJson({ ...given, cachedAtMs }), null, spaces)
      const read = parseUsageEntry(written, NOW_MS)
      assert.ok(!isMiss(read))
      assert.deepEqual([read.cachedAtMs, read.error], [cachedAtMs, given.error])
      const asTree = (value: unknown) => comparable(parseTree(JSON.stringify(value)))
      assert.deepEqual(asTree(read.wholeData()), asTree(given.data))
    }),
  )
})

test('property: reading any text ends in a value, whose whole data are the same as floats', () => {
  const json = fc.json()
  const near = fc.record({ version: json, at: json, data: json, error: json }).map(({ version, at, data, error }) =>
    objectText([
      ['"schema_version"', version],
      ['"cached_at"', at],
      ['"data"', data],
      ['"error"', error],
    ]),
  )
  fc.assert(
    fc.property(fc.oneof(fc.string(), json, near), (text) => {
      const read = parseUsageEntry(text, NOW_MS)
      if (!isMiss(read)) assert.deepEqual(JSON.parse(JSON.stringify(read.wholeData())), read.data)
    }),
  )
})

test('exactly one of data and error is set in what we make', () => {
  assert.equal(isAnomalous(CachedUsage.withData({}, NOW_MS)), false)
  assert.equal(isAnomalous(CachedUsage.withError('Timeout', NOW_MS)), false)
})

const file = (members: Readonly<Record<string, string>>) =>
  objectText(
    Object.entries({ schema_version: '1', cached_at: AT, data: '{}', error: 'null', ...members })
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [JSON.stringify(name), value]),
  )

const MISSES: readonly (readonly [reason: string, text: string])[] = [
  ['malformed', ''],
  ['malformed', '\uFEFF{}'],
  ['malformed', '[]'],
  ['malformed', 'null'],
  ['malformed', '{"schema_version":1,'],
  ['other-schema', '{"schema_version":1,"schema_version":1.0}'],
  ['other-schema', '{"schema_version":1,"schema\\u005fversion":1.0}'],
  ['other-schema', '{"schema_version":1,"schem\\u0061_version":1.0}'],
  ['other-schema', '{"schema_version":1,"\\u0073chema_version":1.0}'],
  ['malformed', `${file({})} x`],
  ['malformed', `${file({})}\u0000`],
  ['malformed', file({ schema_version: '' })],
  ['other-schema', file({ schema_version: '0' })],
  ['other-schema', file({ schema_version: '2' })],
  ['other-schema', file({ schema_version: '2', cached_at: '"rubbish"' })],
  ['other-schema', file({ schema_version: '"1"' })],
  ['other-schema', file({ schema_version: '1.0' })],
  ['other-schema', file({ schema_version: '1e0' })],
  ['other-schema', `{"x":1,"schema_version":1.0,"cached_at":${AT},"data":{}}`],
  ['malformed', file({ cached_at: '' })],
  ['malformed', file({ cached_at: 'null' })],
  ['malformed', file({ cached_at: '1795338100' })],
  ['malformed', file({ cached_at: '"2026-11-22"' })],
  ['malformed', file({ data: '[]' })],
  ['malformed', file({ data: '5' })],
  ['malformed', file({ error: '"Timeout"' })],
  ['malformed', file({ error: '{}', data: 'null' })],
  ['malformed', file({ error: '{"code":5}', data: 'null' })],
  ['malformed', file({ error: '{"code":null}', data: 'null' })],
  ['malformed', file({ data: `{"x":${'['.repeat(126)}${']'.repeat(126)}}` })],
  ['future-dated', file({ cached_at: '"2026-11-22T09:02:40.001Z"' })],
  ['future-dated', file({ cached_at: '"9999-12-30T22:00:00Z"' })],
]
for (const [reason, text] of MISSES) {
  test(`${reason}: ${JSON.stringify(text.slice(0, 90))}`, () => {
    const read = parseUsageEntry(text, NOW_MS)
    assert.equal(isMiss(read) && read.miss, reason)
  })
}

test('up to 60 s in the future it is read', () => {
  const read = parseUsageEntry(file({ cached_at: '"2026-11-22T09:02:40Z"' }), NOW_MS)
  assert.ok(!isMiss(read))
})

test('a foreign file with both data and error, or neither, is read and is anomalous', () => {
  for (const text of [file({ error: '{"code":"X"}' }), file({ data: 'null' }), file({ data: '', error: '' })]) {
    const read = parseUsageEntry(text, NOW_MS)
    assert.ok(!isMiss(read) && isAnomalous(read), text)
  }
})

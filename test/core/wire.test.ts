// What the endpoint sent is stored so that linesmith can read it, and comes back whole.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type JsonObject, type JsonValue, member, parseExact } from '../../src/core/json.ts'
import { parseResponse } from '../../src/core/response.ts'
import { CachedUsage, isMiss, parseUsageEntry, usageEntryToJson } from '../../src/core/usage-entry.ts'
import { dataFromResponse, responseFromData, responseMember } from '../../src/core/wire.ts'
import { responseText, unholdableText } from '../helpers/generate.ts'
import { comparable, memberOf, parseTree } from '../helpers/json-tree.ts'
import { bytesOf, LINESMITH_NOW_MS as NOW_MS, linesmithFixtures, readFixture, textOf } from '../helpers/linesmith.ts'
import { isTakenByLinesmith } from '../helpers/strict-file.ts'

const RECOGNISED = [
  'five_hour',
  'seven_day',
  'seven_day_opus',
  'seven_day_sonnet',
  'seven_day_oauth_apps',
  'extra_usage',
  'limits',
]

/** The bytes of usage.json after a response of this text was stored; null when it is refused. */
function stored(text: string, spaces: number): string | null {
  const result = parseResponse({ text: text, fault: null })
  if ('rejected' in result) return null
  return JSON.stringify(usageEntryToJson(CachedUsage.withData(dataFromResponse(result.response), NOW_MS)), null, spaces)
}

/** The response as `get --wire` prints it from these bytes. */
function givenBack(file: string): string {
  const entry = parseUsageEntry(file, NOW_MS)
  const data = isMiss(entry) ? null : entry.wholeData()
  assert.ok(data !== null, 'we read what we wrote')
  return JSON.stringify(responseFromData(data))
}

function assertStoredWell(text: string, file: string): void {
  assert.ok(isTakenByLinesmith(file, NOW_MS), `linesmith refuses ${file}`)
  assert.deepEqual(comparable(parseTree(givenBack(file))), comparable(parseTree(text), ['usage_store']))
  const data = memberOf(parseTree(file) ?? assert.fail(), 'data')
  assert.ok(data?.kind === 'object')
  const names = data.members.map(([name]) => name)
  assert.deepEqual(
    names.filter((name) => !RECOGNISED.includes(name)),
    ['unknown_buckets'],
    'nothing unknown beside the rest',
  )
  assert.equal(memberOf(data, 'unknown_buckets')?.kind, 'object')
}

test('property: a member of the response, by its name, is what the whole response has', () => {
  const name = fc.constantFrom(...RECOGNISED, 'unknown_buckets', 'usage_store', '__proto__', 'other')
  const value = fc.constantFrom<JsonValue>(null, 1, {})
  const members = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key })
  fc.assert(
    fc.property(members, fc.option(fc.oneof(members, value)), (own, unknown) => {
      const buckets = Array.isArray(unknown) ? Object.fromEntries(unknown) : unknown
      const data = {
        ...Object.fromEntries(own),
        ...(unknown === null ? {} : { unknown_buckets: buckets }),
      } as JsonObject
      const whole = responseFromData(data)
      for (const key of [...RECOGNISED, 'unknown_buckets', 'usage_store', '__proto__', 'other', 'absent'])
        assert.deepEqual(responseMember(data, key), member(whole, key), key)
    }),
    { numRuns: 2000 },
  )
})

test('property: every response that is taken is stored without loss and without a shape that linesmith refuses', () => {
  let taken = 0
  fc.assert(
    fc.property(responseText, fc.constantFrom(0, 2), (text, spaces) => {
      const file = stored(text, spaces)
      if (file === null) return
      taken++
      assertStoredWell(text, file)
    }),
    { numRuns: 3000 },
  )
  assert.ok(taken > 2000, `only ${taken} were taken`)
})

test('property: what no place in the file can hold is refused', () => {
  fc.assert(fc.property(unholdableText, (text) => 'rejected' in parseResponse({ text: text, fault: null })))
})

test('every response that linesmith was given is stored well, or refused on purpose', () => {
  const REFUSED = [
    ...['array', 'null', 'bom', 'trailing-garbage', 'html', 'not-utf8'],
    ...['api-error', 'unknown-keys', 'unknown-key-twice', 'key-unknown-buckets', 'key-data'],
    ...['utilization-1e400', 'unknown-1e400', 'unknown-lone-surrogate', 'unknown-nested-126', 'unknown-nested-127'],
  ]
  const responses = readFixture<{ name: string; text?: string; base64?: string }[]>('responses.json')
  const refused = responses.filter((response) => {
    const text = textOf(bytesOf(response))
    const file = text === null ? null : stored(text, 2)
    if (text !== null && file !== null) assertStoredWell(text, file)
    return file === null
  })
  assert.deepEqual(refused.map(({ name }) => name).toSorted(), REFUSED.toSorted())
})

test('the data of every file that linesmith refuses becomes a file that it takes, or is refused here', () => {
  let written = 0
  for (const { name, content, verdict } of linesmithFixtures('cache')) {
    const tree = content === null ? null : parseTree(content)
    const data = tree === null ? undefined : memberOf(tree, 'data')
    if (verdict !== 'miss' || content === null || data?.kind !== 'object' || data.members.length === 0) continue
    const text = JSON.stringify((parseExact(content) as { data: object }).data)
    for (const spaces of [0, 2]) {
      const file = stored(text, spaces)
      if (file === null) continue
      written++
      assert.ok(isTakenByLinesmith(file, NOW_MS), `${name}: linesmith refuses ${file}`)
    }
  }
  assert.ok(written > 150, `only ${written} were written`)
})

test('the checker of files is proven: it takes nothing that linesmith refuses, and all but odd forms of what it takes', () => {
  /** Forms that the contract does not list as accepted, so that nobody may write them. */
  const ODD =
    /array-(form|empty|one-null)|kind-object-form|severity-object-form|^cached-at-(offset-no-colon|offset-hours-only|fraction-comma|no-seconds|basic-format|zone-annotation|year-minus-1)$|^five-hour-resets-at-offset-(no-colon|25)$/
  for (const { name, content, verdict } of linesmithFixtures('cache')) {
    const taken = content !== null && isTakenByLinesmith(content, NOW_MS)
    if (taken || !ODD.test(name)) assert.equal(taken, verdict === 'hit', name)
  }
})

const WHOLE: readonly (readonly [why: string, text: string])[] = [
  ['odd numbers', '{"five_hour":{"utilization":22.0},"a":1e2,"b":-0,"c":12345678901234567890,"d":1e308,"e":0.10}'],
  ['unmodelled members of a bucket', '{"five_hour":{"utilization":150.5,"resets_at":null,"note":{"x":[1.0]}}}'],
  ['a response with our own names', '{"five_hour":null,"unknown_buckets":{"five_hour":1},"data":2,"cached_at":"x"}'],
  [
    'names that are special in JavaScript',
    '{"limits":[],"__proto__":{"x":1},"constructor":null,"toString":{"__proto__":7}}',
  ],
  ['names that sort as numbers', '{"limits":null,"10":1,"9":2,"x":3}'],
  ['every recognised key of a wrong shape', `{${RECOGNISED.map((key) => `"${key}":"x"`).join(',')}}`],
]
for (const [why, text] of WHOLE) {
  test(`comes back whole: ${why}`, () => {
    const file = stored(text, 2)
    assert.ok(file !== null)
    assertStoredWell(text, file)
  })
}

test('a key of a wrong shape stands among the unknown ones, and its own place is null', () => {
  const file = stored('{"five_hour":{"utilization":"22"},"seven_day":{"utilization":1}}', 0)
  const data = memberOf(parseTree(file ?? '') ?? assert.fail(), 'data') ?? assert.fail()
  assert.deepEqual(
    comparable(data),
    comparable(
      parseTree(
        '{"five_hour":null,"seven_day":{"utilization":1},"unknown_buckets":{"five_hour":{"utilization":"22"}}}',
      ),
    ),
  )
})

test('the one name that is ours is not kept', () => {
  const file = stored('{"limits":null,"usage_store":{"complete_at":null}}', 0) ?? assert.fail()
  assert.equal(file.includes('usage_store'), false)
})

test('nesting is taken up to 100 levels, the response the first', () => {
  const nested = (levels: number) => `{"limits":null,"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
  const deepest = stored(nested(100), 2) ?? assert.fail('100 levels are taken')
  assertStoredWell(nested(100), deepest)
  assert.equal(stored(nested(101), 2), null)
  const objects = (levels: number) => `{"limits":null,"x":${'{"a":'.repeat(levels - 1)}1${'}'.repeat(levels - 1)}}`
  assert.notEqual(stored(objects(100), 2), null)
  assert.equal(stored(objects(101), 2), null)
  assert.notEqual(stored(`{"limits":null,"x":"${'[{'.repeat(200)}"}`, 2), null, 'brackets in a string are no nesting')
})

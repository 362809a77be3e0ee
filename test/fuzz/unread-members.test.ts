// Members that nobody reads are taken out of a large file before it is parsed: nothing else may change by that.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decide, DEFAULT_POLICY } from '../../src/core/decide.ts'
import { isJsonObject, type JsonObject, type JsonValue, parsePlain } from '../../src/core/json.ts'
import { withoutUnreadMembers } from '../../src/core/unread-members.ts'
import { isMiss, parseUsageEntry } from '../../src/core/usage-entry.ts'
import { renderPosix } from '../../src/render/shell.ts'
import { fuzz } from './budget.ts'
import { atInstant, entryBytes } from './files.ts'
import { damaged, hostileJson } from './hostile.ts'

const NOW_MS = Date.parse('2026-11-26T12:00:00Z')
/** Where less follows, a text is left alone. */
const PADDING = ' '.repeat(64 * 1024)
const WANTED = ['five_hour', 'usage_store']
const without = (text: string) => withoutUnreadMembers(text, 'unknown_buckets', WANTED)

/** The members that may be missing: of an object of the second level whose name, as it is written, ends like that. */
function stripped(file: JsonValue): JsonValue {
  if (!isJsonObject(file)) return file
  const part = (object: JsonValue) =>
    isJsonObject(object)
      ? mapped(object, (value, name) =>
          name.endsWith('unknown_buckets') && isJsonObject(value)
            ? Object.fromEntries(Object.entries(value).filter(([key]) => WANTED.includes(key)))
            : value,
        )
      : object
  return mapped(file, part)
}

function mapped(object: JsonObject, map: (value: JsonValue, name: string) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]))
}

function parsed(text: string): JsonValue | undefined {
  try {
    return stripped(parsePlain(text))
  } catch {
    return undefined
  }
}

const file = (members: string) => `{"data":{"five_hour":null,"unknown_buckets":{${members}},"limits":[]},"error":null}`

/** With members that are taken out, up to a `|`; without one, the text stays as it is. */
const CASES: readonly (readonly [what: string, members: string])[] = [
  ['every member', '"a":1,"b":{"utilization":1e2,"resets_at":null},"c":[1,"x"]|'],
  ['spaces', '"a" : [ ] , \t"b":\r\n{ } |'],
  ['escapes in a value', String.raw`"a":"\"}\\\u00e9\/","b":"}{][,"|`],
  ['up to a wanted one', '"a":1,|"usage_store":{"complete_at":null},"b":2'],
  ['none before a wanted one', '"five_hour":null,"b":2'],
  ['a wanted one after all', '"five_hours":1,|"five_hour":{"utilization":1}'],
  ['escapes in a name', String.raw`"\"\u00e9\\":1,"\u0001":2|`],
  ['up to an escaped letter in a name', String.raw`"a":1,|"b\u0063":2,"c":3`],
  ['up to a deeper value', '"a":1,|"b":[[1]],"c":3'],
  ['up to a control character', '"a":1,|"b":"\n"'],
  ['up to a trailing comma', '"a":1,|"b":2,'],
  ['a control character in a name', '"a\n":1,"b":2'],
  ['an escape that is none', String.raw`"a":"\x41"`],
  ['numbers that are none', '"a":01,"b":1'],
  ['a number cut off', '"a":1.,"b":1'],
  ['an exponent cut off', '"a":1e+,"b":1'],
  ['a minus alone', '"a":-,"b":1'],
  ['a literal cut off', '"a":nul,"b":1'],
  ['a comma too many', '"a":[1,],"b":1'],
  ['a comma too many in an object', '"a":{"x":1,},"b":1'],
  ['a bracket of the other kind', '"a":[1},"b":1'],
  ['no comma', '"a":1 "b":2'],
  ['nothing between commas', '"a":[1,,2],"b":1'],
]
for (const [what, members] of CASES) {
  test(`unread: ${what}`, () => {
    const taken = members.indexOf('|') + 1
    const text = file(members.replace('|', ''))
    assert.equal(without(text), text, 'a small text is left alone')
    const rest = members.slice(taken)
    assert.equal(without(text + PADDING).trimEnd(), file(rest))
    assert.deepEqual(parsed(without(text + PADDING)), parsed(text))
  })
}

test('unread: only an object of the second level', () => {
  for (const text of [
    '{"unknown_buckets":{"a":1,"b":2}}',
    '{"data":{"limits":[{"scope":{"unknown_buckets":{"a":1,"b":2}}}]}}',
    '[{"unknown_buckets":{"a":1,"b":2}}]',
    '{"data":{"x":"unknown_buckets","y":{"a":1,"b":2}}}',
    '{"data":{"unknown_buckets":[1,2]}}',
  ])
    assert.equal(without(text + PADDING).trimEnd(), text)
})

const scalar = fc.oneof(hostileJson, fc.constantFrom('0', '-1.5e-3', '1E+9', 'true', 'null', '""'))
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(' , ')}]`),
    fc
      .array(fc.tuple(hostileJson, tie('value')), { maxLength: 3 })
      .map((members) => `{ ${members.map((pair) => pair.join(':')).join(',')}}`),
  ),
}))
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('"a"', '"b"', '"c d"', '"é"', '"__proto__"') },
  { weight: 1, arbitrary: fc.constantFrom('"five_hour"', '"usage_store"') },
  { weight: 1, arbitrary: hostileJson },
)
const wide = fc
  .array(fc.tuple(name, value), { maxLength: 6 })
  .map((members) => file(members.map((pair) => pair.join(' : ')).join(' ,\n')))

test('unread: a text is what it was, whole or damaged', () => {
  const seen = { taken: 0, noJson: 0 }
  fuzz(damaged(wide), 4000, (bytes) => {
    const text = bytes.toString('utf8') + PADDING
    const before = parsed(text)
    assert.deepEqual(parsed(without(text)), before)
    if (without(text) !== text) seen.taken++
    if (before === undefined) seen.noJson++
  })
  assert.ok(seen.taken > 500 && seen.noJson > 500, JSON.stringify(seen))
})

test('unread: a decision is what it was', () => {
  fuzz(entryBytes, 1500, (bytes) => {
    const text = atInstant(bytes, NOW_MS).toString('utf8')
    const shown = (file: string) => {
      const entry = parseUsageEntry(file, NOW_MS)
      const variables = renderPosix(
        decide(entry, () => null, NOW_MS, DEFAULT_POLICY),
        NOW_MS,
      )
      return [variables, isMiss(entry) ? entry : JSON.stringify(entry.wholeData())]
    }
    assert.deepEqual(shown(text + PADDING), shown(text))
  })
})

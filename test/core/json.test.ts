// JSON with names of every spelling, one text after another: V8 keeps the names that it has met.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type JsonObject, parseExact, parsePlain } from '../../src/core/json.ts'

// Few of them, so that they meet again.
const part = fc.constantFrom('a', 'n', 't', '0', '\uE000', '\\n', '\\t', '\\"', '\\u0061', '\\\\', '\\u005c', '\\u005C')
const spelling = fc.array(part, { maxLength: 3 }).map((parts) => parts.join(''))
const spellings = fc.uniqueArray(spelling, { minLength: 3, maxLength: 4 })
const members = spellings.chain((few) => fc.array(fc.constantFrom(...few), { minLength: 1, maxLength: 6 }))

test('property: names are what they are however they are written, and of two members the last counts', () => {
  fc.assert(
    fc.property(members, (names) => {
      const text = `{${names.map((name, index) => `"${name}":${index}`).join(',')}}`
      const wanted = new Map(names.map((name, index) => [JSON.parse(`"${name}"`) as string, index]))
      for (const parse of [parsePlain, parseExact]) {
        const parsed = new Map(Object.entries(parse(text) as JsonObject))
        assert.deepEqual(parsed, wanted, text)
      }
    }),
    { numRuns: 5000 },
  )
})

test('a name with a backslash in one text is no other name in the next', () => {
  parsePlain('{"p0":0,"p1":1,"p2":2,"\\\\":3}')
  for (const parse of [parsePlain, parseExact])
    assert.deepEqual(Object.keys(parse('{"p0":0,"p1":1,"p2":2,"\\n":3}') as JsonObject), ['p0', 'p1', 'p2', '\n'])
})

// How deep a JSON text is nested, told without parsing it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isNestedDeeperThan } from '../../src/core/json.ts'

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

/** Strings that look like brackets, quotes and escapes. */
const text = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', 'a', ',', ':', '\n', 'é') })
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'large', withCrossShrink: true },
    fc.oneof(text, fc.constantFrom(null, 1, true)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value

test('property: as deep as the value is', () => {
  const seen = new Set<boolean>()
  fc.assert(
    fc.property(json, fc.nat(6), fc.constantFrom(0, 2), (value, levels, spaces) => {
      const expected = depthOf(value) > levels
      assert.equal(isNestedDeeperThan(JSON.stringify(value, null, spaces), levels), expected)
      seen.add(expected)
    }),
    { numRuns: 3000 },
  )
  assert.equal(seen.size, 2)
})

test('the limit itself is not beyond it, among many brackets that are not nested', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${'{},'.repeat(500)}"]"${']'.repeat(levels)}`
  assert.equal(isNestedDeeperThan(nested(126), 127), false)
  assert.equal(isNestedDeeperThan(nested(127), 127), true)
})

test('whatever is no JSON comes to an end soon', () => {
  const half = 512 * 1024
  for (const bad of ['['.repeat(half), '{'.repeat(half), ']'.repeat(half), '[{'.repeat(half), '{]'.repeat(half)])
    assert.equal(isNestedDeeperThan(bad, 127), false)
  for (const odd of ['"\\'.repeat(half), '\\"'.repeat(half), '"'.repeat(half), '['.repeat(half) + ']'.repeat(half)]) {
    const startedMs = performance.now()
    // Without brackets nothing would be looked at.
    isNestedDeeperThan('[]'.repeat(128) + odd, 127)
    // Quadratic, it would be minutes.
    assert.ok(performance.now() - startedMs < 60_000)
  }
})

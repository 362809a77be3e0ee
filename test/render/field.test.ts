// PATHs: how they are cut into names, and where the first name is looked up.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseExact, type JsonObject } from '../../src/core/json.ts'
import { lookUp, parseFieldPath, renderFields } from '../../src/render/field.ts'

test('property: names with dots and backslashes come back as they were', () => {
  const name = fc.oneof(fc.string(), fc.stringMatching(/^[.\\a]{1,6}$/))
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 1, maxLength: 4 }).filter((names) => names.join() !== ''),
      (names) => {
        const path = names.map((part) => part.replace(/[\\.]/g, '\\$&')).join('.')
        assert.deepEqual(parseFieldPath(path), names)
      },
    ),
  )
})

const PATHS: readonly (readonly [text: string, names: readonly string[] | null])[] = [
  ['state', ['state']],
  ['five_hour.percent', ['five_hour', 'percent']],
  ['scoped.Opus 4\\.5.percent', ['scoped', 'Opus 4.5', 'percent']],
  ['limits.0.kind', ['limits', '0', 'kind']],
  ['a\\b', ['a\\b']],
  ['.', ['', '']],
  ['.a', ['', 'a']],
  ['..a', ['', '', 'a']],
  ['a..b', ['a', '', 'b']],
  ['a.', ['a', '']],
  ['\\.a', ['.a']],
  ['\\\\.a', ['\\', 'a']],
  ['a\\', ['a\\']],
  ['a\n.b', ['a\n', 'b']],
  ['', null],
]
for (const [text, names] of PATHS)
  test(`path ${JSON.stringify(text)}`, () => assert.deepEqual(parseFieldPath(text), names))

const DOCUMENT = parseExact(`{
  "state": "fresh", "error": null, "cached_at": "2026-11-22T09:00:00.000Z",
  "windows": { "five_hour": { "percent": 22, "pace": null }, "scoped": { "Opus 4.5": { "percent": 82 } }, "state": 1 },
  "data": { "five_hour": { "utilization": 22.0 }, "seven_day": null, "cached_at": 3, "limits": [ { "kind": "session" }, [ 7 ] ],
    "unknown_buckets": { "seven_day": { "utilization": "x" }, "tangelo": 1e2, "limits": 9, "five_hour": 4, "__proto__": 5, "big": 12345678901234567890 } }
}`) as JsonObject

const VALUES: readonly (readonly [path: string, printed: string | null | undefined])[] = [
  ['state', 'fresh'],
  ['cached_at', '2026-11-22T09:00:00.000Z'],
  ['error', null],
  ['five_hour.percent', '22'],
  ['five_hour.pace', null],
  ['five_hour.utilization', undefined],
  ['data.five_hour.utilization', '22.0'],
  ['scoped.Opus 4\\.5.percent', '82'],
  ['limits.0.kind', 'session'],
  ['limits.1.0', '7'],
  ['limits.2', undefined],
  ['limits.-1', undefined],
  ['limits.x', undefined],
  ['limits.length', undefined],
  ['seven_day.utilization', 'x'],
  ['tangelo', '1e2'],
  ['big', '12345678901234567890'],
  ['__proto__', '5'],
  ['constructor', undefined],
  ['state.length', undefined],
  ['data.tangelo', undefined],
  ['unknown_buckets.tangelo', '1e2'],
  ['windows.scoped', '{"Opus 4.5":{"percent":82}}'],
]
for (const [path, printed] of VALUES) {
  test(`looks up ${path}`, () => {
    const names = parseFieldPath(path) ?? assert.fail()
    assert.equal(lookUp(DOCUMENT, names) === undefined, printed === undefined)
    assert.deepEqual(renderFields(DOCUMENT, [names], undefined), {
      text: `${printed ?? ''}\n`,
      complete: printed != null,
    })
  })
}

test('property: looking up any path in any document is a value, and nothing of an object that is not its own', () => {
  const name = fc.oneof(
    fc.constantFrom('data', 'windows', 'toString', '__proto__', 'valueOf', '0'),
    fc.string({ minLength: 1 }),
  )
  fc.assert(
    fc.property(fc.object(), fc.array(name, { minLength: 1, maxLength: 4 }), (object, [first = '', ...rest]) => {
      assert.notEqual(typeof lookUp(JSON.parse(JSON.stringify(object)) as JsonObject, [first, ...rest]), 'function')
    }),
  )
})

test('values stand one a line; a default stands in for what is absent or null', () => {
  const paths = ['state', 'error', 'nothing'].map((path) => parseFieldPath(path) ?? assert.fail())
  assert.deepEqual(renderFields(DOCUMENT, paths, undefined), { text: 'fresh\n\n\n', complete: false })
  assert.deepEqual(renderFields(DOCUMENT, paths, '-'), { text: 'fresh\n-\n-\n', complete: true })
})

test('what a terminal would act on is dropped from text and escaped in JSON', () => {
  const HOSTILE = 'a\u001b[31m\u0000\n\u007f\u0085\u202e\u2066b'
  const { text } = renderFields({ raw: HOSTILE, inside: [HOSTILE] }, [['raw'], ['inside']], undefined)
  assert.equal(text, 'a[31mb\n["a\\u001b[31m\\u0000\\n\\u007f\\u0085\\u202e\\u2066b"]\n')
})

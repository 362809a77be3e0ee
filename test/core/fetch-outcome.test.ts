// What a fetch brought, and what the store makes of it: the table of the contract, once by hand and once over everything.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  clearsCache,
  type FetchExit,
  MAX_FETCH_BYTES,
  outcomeOfBody,
  outcomeOfCommand,
  outcomeOfOutput,
} from '../../src/core/fetch-outcome.ts'
import { responseText, unholdableText } from '../helpers/generate.ts'

type Outcome = ReturnType<typeof outcomeOfCommand>

const whole = (text: string) => Buffer.from(text)
/** An outcome in one word. */
const word = (outcome: Outcome): string => (outcome.kind === 'failure' ? outcome.error : outcome.kind)
const apiError = (type: unknown): string => JSON.stringify({ type: 'error', error: { type, message: 'x' } })
const http = (status: number | string, body = '', ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status} X`, ...headers, '', body].join('\r\n')

const GOOD = '{"five_hour":{"utilization":22,"resets_at":null},"tangelo":1}'

const ROWS: readonly (readonly [name: string, output: string, exit: FetchExit, is: string])[] = [
  ['a response', http(200, GOOD), 0, 'data'],
  ['any 2xx', http(299, GOOD), 0, 'data'],
  ['a bare body', GOOD, 0, 'data'],
  ['an empty object', http(200, '{}'), 0, 'data'],
  ['a whole response of a curl that failed after it', http(200, GOOD), 56, 'data'],
  ['HTML for a response', http(200, '<html>'), 0, 'ParseError'],
  ['no body', http(200), 0, 'ParseError'],
  ['204', http(204), 0, 'ParseError'],
  ['nothing at all', '', 0, 'ParseError'],
  ['a 2xx that was cut off', http(200, GOOD.slice(0, 30)), 56, 'NetworkError'],
  ['a 2xx whose body did not come', http(200), 18, 'NetworkError'],
  ['a bare body of a curl that failed', GOOD, 56, 'NetworkError'],
  ['nothing of a curl that failed', '', 7, 'NetworkError'],
  ['certificates that do not fit', '', 60, 'NetworkError'],
  ['a proxy that answered before the certificate failed', http(200), 60, 'NetworkError'],
  ['a status line that was cut off', 'HTTP/1.1 42', 56, 'NetworkError'],

  ['401', http(401, apiError('authentication_error')), 0, 'Unauthorized'],
  ['401 of anybody', http(401, '<html>'), 0, 'Unauthorized'],
  ['401 and no body', http(401), 22, 'Unauthorized'],
  ['403 of the endpoint', http(403, apiError('permission_error')), 0, 'Forbidden'],
  ['403 without a body', http(403), 22, 'Forbidden'],
  ['403 with an empty line', http(403, '\r\n'), 0, 'Forbidden'],
  ['403 of a network edge', http(403, '<html>blocked</html>'), 0, 'NetworkError'],
  ['403 of a region', http(403, apiError('forbidden')), 0, 'NetworkError'],
  ['403 with the type of another', http(403, apiError('rate_limit_error')), 0, 'NetworkError'],
  ['403 with a response', http(403, GOOD), 0, 'NetworkError'],
  ['403 with an empty object', http(403, '{}'), 0, 'NetworkError'],
  ['429', http(429, apiError('rate_limit_error')), 0, 'RateLimited'],
  ['429 of anybody, cut off', http(429, '<htm'), 56, 'RateLimited'],
  ['500', http(500, apiError('api_error')), 0, 'NetworkError'],
  ['a status decides, whatever the body', http(529, apiError('rate_limit_error')), 0, 'NetworkError'],
  ['a response that comes with an error', http(500, GOOD), 0, 'NetworkError'],
  ['a redirect that nobody followed', http(302, GOOD), 0, 'NetworkError'],
  ['an interim response and no more', http(100), 0, 'NetworkError'],

  ['the type speaks: 429', http(200, apiError('rate_limit_error')), 0, 'RateLimited'],
  ['the type speaks: 401', http(200, apiError('authentication_error')), 0, 'Unauthorized'],
  ['the type speaks: 403', http(200, apiError('permission_error')), 0, 'Forbidden'],
  ['the type speaks in a bare body', apiError('rate_limit_error'), 0, 'RateLimited'],
  ['in a curl that failed too', http(200, apiError('authentication_error')), 56, 'Unauthorized'],
  ['but in no bare body of one', apiError('rate_limit_error'), 56, 'NetworkError'],
  ['another type', http(200, apiError('overloaded_error')), 0, 'ParseError'],
  ['a name of JavaScript for a type', http(200, apiError('constructor')), 0, 'ParseError'],
  ['another', http(200, apiError('__proto__')), 0, 'ParseError'],
  ['no text for a type', http(200, apiError(429)), 0, 'ParseError'],
  ['no type', http(200, '{"error":{}}'), 0, 'ParseError'],
  ['an error beside a key of a response', http(200, '{"error":{"type":"rate_limit_error"},"limits":[]}'), 0, 'data'],
  ['an error that is no object', http(200, '{"error":"rate_limit_error"}'), 0, 'ParseError'],

  ['timeout', '', 28, 'Timeout'],
  ['a timeout after the headers', http(200), 28, 'Timeout'],
  ['a timeout after the response', http(200, GOOD), 28, 'Timeout'],
  ['a timeout, whatever was said', http(429), 28, 'Timeout'],
  ['a command that had to be ended', http(200, GOOD), 'timeout', 'Timeout'],
  ['the last message counts', http(429) + http(200, GOOD), 0, 'data'],
  ['a proxy in between', http(200) + http(401), 0, 'Unauthorized'],
]

for (const [name, output, exit, is] of ROWS) {
  test(`${name}: ${is}`, () => {
    assert.equal(word(outcomeOfOutput(whole(output), exit)), is)
    assert.equal(word(outcomeOfCommand(whole(output), exit)), is)
  })
}

test('a command that says so has asked nobody; of curl the same numbers are failures', () => {
  for (const output of ['', GOOD, http(429), http(200, GOOD)]) {
    assert.equal(word(outcomeOfCommand(whole(output), 77)), 'no-credentials')
    for (const exit of [126, 127]) assert.equal(word(outcomeOfCommand(whole(output), exit)), 'not-run')
  }
  for (const exit of [77, 126, 127]) {
    assert.equal(word(outcomeOfOutput(whole(''), exit)), 'NetworkError')
    assert.equal(word(outcomeOfOutput(whole(http(429)), exit)), 'RateLimited')
  }
})

test('with a known status stdin is the body alone, and 000 is no answer', () => {
  const seen = (status: number, body: string, exit = 0) =>
    word(outcomeOfBody({ status, retryAfter: null }, whole(body), exit))
  assert.equal(seen(200, GOOD), 'data')
  assert.equal(seen(200, http(200, GOOD)), 'ParseError')
  assert.equal(seen(200, GOOD.slice(1), 56), 'NetworkError')
  assert.equal(seen(403, http(403)), 'NetworkError', 'not an empty body')
  for (const exit of [0, 7, 35]) assert.equal(seen(0, exit === 0 ? GOOD : '', exit), 'NetworkError')
  assert.equal(seen(0, '', 28), 'Timeout')
})

test('what was wrong with a body is told, for a ParseError alone', () => {
  for (const [body, has] of [
    ['<html>', 'not JSON'],
    ['[]', 'not a JSON object'],
    ['{"a":1}', 'no key'],
    [apiError('x'), 'API error'],
    ['{"limits":1e999}', 'number'],
    ['{"limits":"\\ud800"}', 'surrogate'],
    [`{"limits":${'['.repeat(100)}${']'.repeat(100)}}`, 'nested'],
    [`{"limits":"${'x'.repeat(65_536)}"}`, '64 KiB'],
  ] as const) {
    const outcome = outcomeOfOutput(whole(http(200, body)), 0)
    assert.ok(outcome.kind === 'failure' && outcome.rejected?.includes(has) === true, `${has}: ${word(outcome)}`)
    for (const exit of [56, 28]) assert.equal('rejected' in outcomeOfOutput(whole(http(200, body)), exit), false)
  }
  assert.equal('rejected' in outcomeOfOutput(whole(http(429, '<html>')), 0), false)
})

test('a body that is not UTF-8 or too large is stored by nobody; its status counts', () => {
  for (const spoil of [(text: string) => Buffer.from(text, 'utf16le'), (text: string) => whole(text.padEnd(65_537))]) {
    const seen = (status: number) => word(outcomeOfOutput(Buffer.concat([whole(http(status)), spoil(GOOD)]), 0))
    assert.deepEqual([200, 429, 401, 403].map(seen), ['ParseError', 'RateLimited', 'Unauthorized', 'NetworkError'])
  }
})

test('headers are bytes: one that is not UTF-8 does not spoil the body', () => {
  const header = Buffer.from('HTTP/1.1 200 OK\r\nX-Region: Malm\xf6\r\n\r\n', 'latin1')
  const city = '{"five_hour":{"utilization":1,"resets_at":null},"city":"Malm\u00f6"}'
  const outcome = outcomeOfOutput(Buffer.concat([header, whole(city)]), 0)
  assert.ok(outcome.kind === 'data')
  assert.deepEqual(outcome.data['unknown_buckets'], { city: 'Malm\u00f6' })
})

test('a byte order mark before the message or before the body is skipped', () => {
  for (const text of [`\uFEFF${http(200, GOOD)}`, http(200, `\uFEFF${GOOD}`), `\uFEFF${GOOD}`, `\uFEFF${http(429)}`])
    assert.equal(word(outcomeOfOutput(whole(text), 0)), text.includes('429') ? 'RateLimited' : 'data')
})

test('Retry-After goes with a 429, however it says so, and with nothing else', () => {
  const field = (output: string, exit: FetchExit = 0): string | null => {
    const outcome = outcomeOfOutput(whole(output), exit)
    return outcome.kind === 'failure' ? outcome.retryAfter : 'no failure'
  }
  assert.equal(field(http(429, '', 'Retry-After: 12')), '12')
  assert.equal(field(http(429)), null)
  assert.equal(field(http(200, apiError('rate_limit_error'), 'retry-after: 12')), '12')
  for (const status of [301, 401, 403, 500, 503]) assert.equal(field(http(status, '', 'Retry-After: 12')), null)
  assert.equal(field(http(429, '', 'Retry-After: 12'), 28), null)
})

test('401 and 403 clear the cache, and nothing else does', () => {
  const cleared = ROWS.flatMap(([, output, exit]) => {
    const outcome = outcomeOfOutput(whole(output), exit)
    return outcome.kind === 'failure' && clearsCache(outcome) ? [outcome.error] : []
  })
  assert.deepEqual([...new Set(cleared)].sort(), ['Forbidden', 'Unauthorized'])
  assert.equal(cleared.length, ROWS.filter(([, , , is]) => is === 'Forbidden' || is === 'Unauthorized').length)
})

const TYPES = new Map([
  ['rate_limit_error', 'RateLimited'],
  ['authentication_error', 'Unauthorized'],
  ['permission_error', 'Forbidden'],
])
const type = fc.constantFrom(...TYPES.keys(), 'forbidden', 'api_error', 'toString')
const anyBody = fc.oneof(
  fc.constant({ text: '', is: 'empty' as const }),
  fc.constant({ text: GOOD, is: 'good' as const }),
  fc.constantFrom('<html>', '[]', '{"a":1}', 'null').map((text) => ({ text, is: 'odd' as const })),
  type.map((name) => ({ text: apiError(name), is: 'error' as const, type: name })),
)
const anyExit = fc.constantFrom<FetchExit[]>(0, 0, 'timeout', 28, 1, 6, 7, 22, 35, 52, 56, 60, 92, 77, 126, 127, 255)
const anyStatus = fc.oneof(fc.constantFrom(null, 0, 200, 204, 401, 403, 429, 500), fc.integer({ min: 100, max: 999 }))

test('property: the outcome is the one of the table', () => {
  fc.assert(
    fc.property(anyStatus, anyBody, anyExit, (given, body, exit) => {
      const outcome =
        given === null
          ? outcomeOfOutput(whole(body.text), exit)
          : given === 0
            ? outcomeOfBody({ status: 0, retryAfter: null }, whole(body.text), exit)
            : outcomeOfOutput(whole(http(given, body.text)), exit)
      const answered = given === null ? exit === 0 : given !== 0
      const said = body.is === 'error' ? TYPES.get(body.type) : undefined
      const status = given ?? 200
      const expected = (): string => {
        if (exit === 28 || exit === 'timeout') return 'Timeout'
        if (!answered) return 'NetworkError'
        if (status === 429) return 'RateLimited'
        if (status === 401) return 'Unauthorized'
        if (status === 403 && body.is === 'empty') return exit === 0 || exit === 22 ? 'Forbidden' : 'NetworkError'
        if (status === 403) return said === 'Forbidden' ? 'Forbidden' : 'NetworkError'
        if (status < 200 || status > 299) return 'NetworkError'
        if (body.is === 'good') return 'data'
        return said ?? (exit === 0 ? 'ParseError' : 'NetworkError')
      }
      assert.equal(word(outcome), expected())
    }),
    { numRuns: 5000 },
  )
})

test('property: any output and any exit status end in a value', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), responseText, unholdableText)
  const printed = fc.tuple(fc.constantFrom('', 'HTTP/2 200\n\n', 'HTTP/2 403\n\n'), text).map((parts) => parts.join(''))
  fc.assert(fc.property(printed, anyExit, (output, exit) => void word(outcomeOfCommand(whole(output), exit))))
})

test('property: an object with a key of a response is stored, and an empty one; what no file can hold is refused', () => {
  const is = (text: string) => word(outcomeOfOutput(whole(http(200, text)), 0))
  const keys = ['five_hour', 'seven_day', 'seven_day_opus', 'seven_day_sonnet', 'seven_day_oauth_apps', 'extra_usage']
  fc.assert(
    fc.property(responseText, (text) => {
      const names = Object.keys(JSON.parse(text))
      const isResponse = names.length === 0 || names.some((name) => [...keys, 'limits'].includes(name))
      assert.equal(is(text), isResponse ? 'data' : 'ParseError')
    }),
  )
  fc.assert(fc.property(unholdableText, (text) => assert.equal(is(text), 'ParseError')))
})

const HOSTILE: Readonly<Record<string, string>> = {
  'levels without end': '['.repeat(MAX_FETCH_BYTES),
  'objects without end': '{"a":'.repeat(MAX_FETCH_BYTES / 5),
  'a string of escapes': `"${'\\"'.repeat(MAX_FETCH_BYTES / 2)}`,
  'a number without end': `{"limits":${'9'.repeat(60_000)}}`,
  'many members': `{"limits":[],${Array.from({ length: 5000 }, (_, i) => `"k${i}":0`).join(',')}}`,
  'one member again and again': `{"limits":[]${',"limits":[]'.repeat(5000)}}`,
  blanks: ' '.repeat(MAX_FETCH_BYTES),
  'blanks in a 403': http(403, ' '.repeat(MAX_FETCH_BYTES)),
  surrogates: `{"limits":["${'\\ud83d\\ude00'.repeat(5000)}"]}`,
}
for (const [name, text] of Object.entries(HOSTILE)) {
  test(`hostile output ends soon: ${name}`, () => {
    const from = performance.now()
    // Quadratic, once would be seconds, and all of them minutes.
    for (let n = 0; n < 20; n++) {
      outcomeOfCommand(whole(text), 0)
      outcomeOfCommand(whole(http(200, text)), 0)
    }
    assert.ok(performance.now() - from < 60_000)
  })
}

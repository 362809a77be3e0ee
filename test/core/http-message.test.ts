// HTTP messages as curl -i prints them: status, Retry-After and body of the last one, whatever the text is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type HttpMessage, parseHttpMessage } from '../../src/core/http-message.ts'

/** A message in lines of this end. */
const lines = (eol: string, ...all: readonly string[]): string => all.join(eol)

const message = (status: number, body = '', retryAfter: string | null = null): HttpMessage => ({
  status,
  retryAfter,
  body,
})

/** Header lines up to the body, without their ends. */
const MESSAGES: readonly (readonly [name: string, lines: readonly string[], seen: HttpMessage])[] = [
  ['a response', ['HTTP/1.1 200 OK', 'A: b', '', '{}'], message(200, '{}')],
  ['no headers', ['HTTP/1.1 200 OK', '', '{}'], message(200, '{}')],
  ['no reason, as HTTP/2 has none', ['HTTP/2 200', '', '{}'], message(200, '{}')],
  ['the blank that curl prints in its place', ['HTTP/2 200 ', '', '{}'], message(200, '{}')],
  ['HTTP/3', ['HTTP/3 429 ', 'retry-after: 7', '', ''], message(429, '', '7')],
  ['HTTP/1.0', ['HTTP/1.0 503 Service Unavailable', '', 'x'], message(503, 'x')],
  ['a reason of any characters', ['HTTP/1.1 200 Sch\u00f6n: {"a":1}', '', 'x'], message(200, 'x')],
  ['a body that begins with an empty line', ['HTTP/1.1 200 OK', '', '', 'x'], message(200, '\nx')],
  ['a body with empty lines in it', ['HTTP/1.1 200 OK', '', 'x', '', 'y'], message(200, 'x\n\ny')],
  ['a status line that ends the text', ['HTTP/1.1 429 Too Many Requests'], message(429)],
  ['the bare status at the end of the text', ['HTTP/2 429'], message(429)],
  ['cut off in a header name', ['HTTP/2 429', 'Retr'], message(429)],
  ['cut off after the headers', ['HTTP/2 429', 'Retry-After: 12', ''], message(429, '', '12')],
  ['cut off in the header that counts', ['HTTP/2 429', 'Retry-After: 12'], message(429, '', '12')],

  ['Retry-After in capitals', ['HTTP/2 429', 'RETRY-AFTER: 5', '', ''], message(429, '', '5')],
  ['no blank after the colon', ['HTTP/2 429', 'retry-after:5', '', ''], message(429, '', '5')],
  ['blanks and tabs around it', ['HTTP/2 429', 'retry-after \t: \t 5 \t', '', ''], message(429, '', '5')],
  ['an empty one', ['HTTP/2 429', 'Retry-After:', '', ''], message(429, '', '')],
  [
    'a date with colons',
    ['HTTP/2 429', 'Retry-After: Sun, 22 Nov 2026 09:02:40 GMT', '', ''],
    message(429, '', 'Sun, 22 Nov 2026 09:02:40 GMT'),
  ],
  ['two: the first counts', ['HTTP/2 429', 'Retry-After: 5', 'Retry-After: 6', '', ''], message(429, '', '5')],
  ['a name that ends like it', ['HTTP/2 429', 'X-Retry-After: 5', '', ''], message(429)],
  ['a name that begins like it', ['HTTP/2 429', 'Retry-After-Ms: 5', '', ''], message(429)],
  ['in a value', ['HTTP/2 429', 'X: Retry-After: 5', '', ''], message(429)],
  ['in the body', ['HTTP/2 429', '', 'Retry-After: 5', ''], message(429, 'Retry-After: 5\n')],

  ['an interim response', ['HTTP/1.1 100 Continue', '', 'HTTP/1.1 200 OK', '', 'x'], message(200, 'x')],
  ['several', ['HTTP/2 103', 'link: </a>', '', 'HTTP/2 103', '', 'HTTP/2 401', '', ''], message(401)],
  ['a redirect', ['HTTP/1.1 302 Found', 'Location: /a', '', 'HTTP/1.1 200 OK', '', 'x'], message(200, 'x')],
  ['CONNECT', ['HTTP/1.1 200 Connection established', '', 'HTTP/2 429', '', 'x'], message(429, 'x')],
  ['a 429 that was asked again', ['HTTP/2 429', 'retry-after: 9', '', 'HTTP/2 200', '', 'x'], message(200, 'x')],
  ['fields of a skipped block do not count', ['HTTP/2 429', 'retry-after: 9', '', 'HTTP/2 429', '', ''], message(429)],
  ['a status line later in the body', ['HTTP/2 200', '', 'x', 'HTTP/2 500', '', ''], message(200, 'x\nHTTP/2 500\n\n')],
  ['a status line after an empty line', ['HTTP/2 200', '', '', 'HTTP/2 500'], message(200, '\nHTTP/2 500')],
  ['a status line among the headers', ['HTTP/2 200', 'A: b', 'HTTP/2 500', '', 'x'], message(200, 'x')],
  ['an interim response and no more', ['HTTP/1.1 100 Continue', '', ''], message(100)],
]

for (const [name, all, seen] of MESSAGES) {
  test(name, () => {
    assert.deepEqual(parseHttpMessage(lines('\n', ...all)), seen, 'LF')
    const body = seen.body.replaceAll('\n', '\r\n')
    assert.deepEqual(parseHttpMessage(lines('\r\n', ...all)), { ...seen, body }, 'CRLF')
  })
}

const BARE = [
  ...['', '{}', '{"five_hour":null}', '\nHTTP/1.1 200 OK\n\n', ' HTTP/1.1 200 OK\n\n', '\ufeffHTTP/1.1 200 OK\n\n'],
  ...['HTTP/1.1', 'HTTP/1.1 ', 'HTTP/1.1 20', 'HTTP/1.1 2000 OK\n\n', 'HTTP/1.1 200OK\n\n', 'HTTP/1.1 abc\n\n'],
  ...['http/1.1 200 OK\n\n', 'HTTP 200 OK\n\n', 'HTTP/11 200 OK\n\n', 'HTTP/1.1\t200 OK\n\n', 'ICY 200 OK\n\n'],
]
test('what does not begin with a status line is no message', () => {
  for (const text of BARE) assert.equal(parseHttpMessage(text), null, JSON.stringify(text))
})

const headerName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/).filter((name) => !/^retry-after$/i.test(name))
const inLine = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll(/[\r\n]/g, ''))
const header = fc.tuple(headerName, inLine).map(([name, value]) => `${name}: ${value}`)
const statusLine = fc
  .tuple(fc.constantFrom('1.0', '1.1', '2', '3'), fc.integer({ min: 100, max: 599 }), fc.option(inLine, { nil: null }))
  .map(([version, status, reason]) => ({
    status,
    line: `HTTP/${version} ${status}${reason === null ? '' : ` ${reason}`}`,
  }))
const block = fc.record({ start: statusLine, headers: fc.array(header, { maxLength: 4 }) })
const eol = fc.constantFrom('\n', '\r\n')
const body = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.startsWith('HTTP/'))
const seconds = fc.integer({ min: 0, max: 99_999 }).map(String)

test('property: status, field and body of the last block come back, whatever stands before it', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 3 }), block, seconds, body, eol, (skipped, last, wait, text, end) => {
      const before = skipped.flatMap(({ start, headers }) => [start.line, ...headers, 'Retry-After: 1', ''])
      const printed = lines(end, ...before, last.start.line, ...last.headers, `Retry-After: ${wait}`, '', text)
      assert.deepEqual(parseHttpMessage(printed), message(last.start.status, text, wait))
    }),
    { numRuns: 1000 },
  )
})

for (const [name, end] of [
  ['LF', '\n'],
  ['CRLF', '\r\n'],
] as const) {
  test(`a message that was cut off anywhere after its status has that status: ${name}`, () => {
    const printed = lines(end, 'HTTP/1.1 429 Too Many Requests', 'A: b', 'Retry-After: 12', '', 'x')
    for (let cut = 'HTTP/1.1 429'.length; cut <= printed.length; cut += 1) {
      const text = printed.slice(0, cut)
      assert.equal(parseHttpMessage(text)?.status, 429, JSON.stringify(text))
    }
  })
}

test('property: any text ends in a value, whose body is an end of the text', () => {
  const piece = fc.oneof(fc.constantFrom('HTTP/1.1 200', 'HTTP/2 429 ', '\r', '\n', '\r\n', ':', 'Retry-After:'), body)
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      (text) => {
        const seen = parseHttpMessage(text)
        if (seen === null) return
        assert.ok(text.endsWith(seen.body))
        assert.ok(Number.isInteger(seen.status) && seen.status >= 0 && seen.status <= 999)
      },
    ),
    { numRuns: 3000 },
  )
})

/** What a parser could go over again and again, far more than is ever read: a quadratic one takes minutes. */
const SIZE = 8 * 1024 * 1024
const filled = (start: string, unit: string): string =>
  start + unit.repeat(Math.ceil((SIZE - start.length) / unit.length))
const HOSTILE: Readonly<Record<string, string>> = {
  'header blocks without end': filled('', 'HTTP/2 200\n\n'),
  'header blocks with a CR too many': filled('', 'HTTP/2 200 \r\n\r\n'),
  'headers without end': filled('HTTP/2 200\n', 'a\n'),
  'Retry-After without end': filled('HTTP/2 429\n', 'retry-after:\n'),
  'one header without end': filled('HTTP/2 200\n', 'a'),
  'CRs in one header': filled('HTTP/2 200\n', '\r'),
  'a reason without end': filled('HTTP/2 200 ', 'x'),
  'a reason of blanks, then a CR': `${filled('HTTP/2 200 ', ' ')}\rx`,
  'blanks before a colon that never comes': filled('HTTP/2 200\nretry-after', ' '),
  'blanks around a value': `${filled('HTTP/2 429\nretry-after:', ' ')}x${' '.repeat(1000)}\n\n`,
  'empty lines': filled('HTTP/2 200\n', '\n'),
  'status lines of two-byte text': filled('', 'HTTP/2 200 \u4e2d\n\n'),
}
for (const [name, text] of Object.entries(HOSTILE)) {
  test(`linear time: ${name}`, () => {
    const from = performance.now()
    parseHttpMessage(text)
    assert.ok(performance.now() - from < 60_000)
  })
}

// refresh with the curl that people run, against a server that answers as endpoints, proxies and broken lines do.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { expectBadInput, expectBetween, expectQuiet } from '../helpers/expect.ts'
import {
  cut,
  dribble,
  hang,
  raw,
  redirect,
  respond,
  serveHttp,
  shortOf,
  type Answer,
  type HttpServer,
} from '../helpers/http-server.ts'
import { dataEntry, makePlace, nowSeconds, readJson, readText, us, writeState } from '../helpers/place.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'

const env = { PATH: process.env['PATH'] ?? '' }

const USAGE = '{"five_hour":{"utilization":77,"resets_at":null},"tangelo":null}'
const OK = respond(200, USAGE)
const HTML = { 'Content-Type': 'text/html' }
const PAGE = '<!DOCTYPE html><html><title>Attention Required!</title></html>'

const apiError = (type: string): string => JSON.stringify({ type: 'error', error: { type, message: 'no' } })
const httpDate = (secondsAhead: number): string => new Date(Date.now() + secondsAhead * 1000).toUTCString()
const limited = (retryAfter: string): Answer =>
  respond(429, apiError('rate_limit_error'), { 'Retry-After': retryAfter })
const headAnd = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`

/** Exit code, what became of the entry, the error in the lock. */
type Outcome = readonly [code: 0 | 1 | 5, cache: 'data' | 'kept' | 'cleared', error: string | null]

const STORED: Outcome = [0, 'data', null]
const NO_USAGE: Outcome = [5, 'kept', 'ParseError']
const FAILED: Outcome = [1, 'kept', 'NetworkError']
const LIMITED: Outcome = [1, 'kept', 'RateLimited']
const TIMEOUT: Outcome = [1, 'kept', 'Timeout']
const UNAUTHORIZED: Outcome = [1, 'cleared', 'Unauthorized']
const FORBIDDEN: Outcome = [1, 'cleared', 'Forbidden']

interface Row {
  /** Made when the test runs: it may name an instant. */
  readonly answer: () => Answer
  readonly outcome: Outcome
  /** Seconds of the back-off, at the least and the most, where it is not the usual one of a second failure. */
  readonly wait?: readonly [number, number]
  readonly curl?: (server: HttpServer) => readonly string[]
  readonly refresh?: readonly string[]
}

const row = (answer: Answer | (() => Answer), outcome: Outcome, more: Omit<Row, 'answer' | 'outcome'> = {}): Row => ({
  answer: typeof answer === 'function' ? answer : () => answer,
  outcome,
  ...more,
})

const throughProxy = (server: HttpServer): readonly string[] => ['-p', '-x', server.origin]

const ROWS: Readonly<Record<string, Row>> = {
  'a response': row(OK, STORED),
  'a response byte by byte': row(dribble(OK), STORED),
  'in chunks': row(
    raw(
      headAnd('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', 'Connection: close'),
      `5\r\n${USAGE.slice(0, 5)}\r\n`,
      `${(USAGE.length - 5).toString(16)}\r\n${USAGE.slice(5)}\r\n0\r\n\r\n`,
    ),
    STORED,
  ),
  'HTTP/1.0, no reason, until the connection closes': row(raw('HTTP/1.0 200\r\n\r\n', USAGE), STORED),
  'early hints before it': row(raw(headAnd('HTTP/1.1 103 Early Hints', 'Link: </x>'), ...OK.pieces), STORED),
  'a redirect that curl follows': row(redirect('/ok'), STORED, { curl: () => ['-L'] }),
  'a redirect that curl does not follow': row(redirect('/ok'), FAILED),
  'through a proxy': row(OK, STORED, { curl: throughProxy }),
  'cut off after the whole of it': row(shortOf(200, USAGE), STORED),
  '201': row(respond(201, USAGE), STORED),

  '200 with a page': row(respond(200, PAGE, HTML), NO_USAGE),
  '200 with a list': row(respond(200, '[]'), NO_USAGE),
  '200 with nothing': row(respond(200), NO_USAGE),
  '204': row(raw(headAnd('HTTP/1.1 204 No Content')), NO_USAGE),
  '200 with no key of a response': row(respond(200, '{"detail":"ok"}'), NO_USAGE),
  '200 with an error that has no status': row(respond(200, apiError('overloaded_error')), NO_USAGE),
  '200 with more than 64 KiB': row(respond(200, USAGE.padEnd(65_537)), NO_USAGE),
  '200 with more than 128 KiB': row(respond(200, USAGE.padEnd(200_000)), NO_USAGE),
  '200 that is no UTF-8': row(respond(200, Buffer.from('{"five_hour":null,"x":"\xff"}', 'latin1')), NO_USAGE),

  '401': row(respond(401, apiError('authentication_error')), UNAUTHORIZED),
  '401 without a body': row(respond(401), UNAUTHORIZED),
  '401 cut off': row(shortOf(401, '{"type":"err'), UNAUTHORIZED),
  '200 that speaks of authentication': row(respond(200, apiError('authentication_error')), UNAUTHORIZED),
  '403 of the endpoint': row(respond(403, apiError('permission_error')), FORBIDDEN),
  '403 without a body': row(respond(403), FORBIDDEN),
  '200 that speaks of permission': row(respond(200, apiError('permission_error')), FORBIDDEN),
  '403 of a network edge': row(respond(403, PAGE, HTML), FAILED),
  '403 of a region': row(respond(403, apiError('forbidden')), FAILED),
  '403 of a proxy to CONNECT': row(OK, FAILED, { curl: throughProxy }),
  '403 whose body did not come': row(shortOf(403, ''), FAILED),

  '429': row(respond(429, apiError('rate_limit_error')), LIMITED),
  '429 with Retry-After': row(limited('1000'), LIMITED, { wait: [1001, 1100] }),
  '429 with a date': row(() => limited(httpDate(5000)), LIMITED, { wait: [4900, 5500] }),
  '429 with Retry-After: 1': row(limited('1'), LIMITED, { wait: [2, 2] }),
  '429 for a year': row(limited('31536000'), LIMITED, { wait: [86_400, 86_400] }),
  '429 with Retry-After: 0': row(limited('0'), LIMITED),
  '429 with a date in the past': row(() => limited(httpDate(-5000)), LIMITED),
  '429 with rubbish': row(limited('soon'), LIMITED),
  '429 cut off': row(shortOf(429, '{'), LIMITED),
  '200 that speaks of rates': row(respond(200, apiError('rate_limit_error')), LIMITED),

  '404': row(respond(404, apiError('not_found_error')), FAILED),
  '500': row(respond(500, apiError('api_error')), FAILED),
  '503 with Retry-After': row(respond(503, PAGE, { 'Retry-After': '9999' }), FAILED),
  '529': row(respond(529, apiError('overloaded_error')), FAILED),

  'no answer, by curl': row(hang(), TIMEOUT, { curl: () => ['-m', '0.3'] }),
  'headers and no more, by curl': row(hang(OK, -USAGE.length), TIMEOUT, { curl: () => ['-m', '0.3'] }),
  'a 429 that does not end, by curl': row(hang(shortOf(429, '{')), TIMEOUT, { curl: () => ['-m', '0.3'] }),
  'no answer': row(hang(), TIMEOUT, { refresh: ['--timeout', '1'] }),
  'headers and no more': row(hang(OK, -USAGE.length), TIMEOUT, { refresh: ['--timeout', '1'] }),

  'closed at once': row(raw(), FAILED),
  'closed within the status line': row(cut(OK, 11), FAILED),
  'closed within the body': row(cut(OK, -10), FAILED),
  'closed before the body': row(cut(OK, -USAGE.length), FAILED),
  'rubbish in place of HTTP': row(raw('\0\u0001SSH-2.0-OpenSSH_9.6\r\n'), FAILED),
  'nobody listens': row(OK, FAILED, { curl: () => ['--connect-to', '::127.0.0.1:1'] }),
}

const TUNNEL = raw(headAnd('HTTP/1.1 200 Connection established'))
const NO_TUNNEL = respond(403, PAGE, HTML)

const WAITS: Readonly<Record<string, readonly [number, number]>> = {
  RateLimited: [600, 660],
  Forbidden: [600, 660],
}

eachTarget((target) => {
  for (const [name, { answer, outcome, wait, curl, refresh = [] }] of thinned(target, Object.entries(ROWS))) {
    test(name, async (t) => {
      if (!needTool(t, 'curl')) return
      const place = makePlace(t)
      const refused = name.includes('CONNECT')
      const server = await serveHttp(t, { '/': answer(), '/ok': OK, CONNECT: refused ? NO_TUNNEL : TUNNEL })
      const from = nowSeconds()
      writeState(place.cache, dataEntry(from - 500, { five_hour: { utilization: 1, resets_at: null } }))
      writeState(place.lock, { blocked_until: from - 10, error: 'Timeout', failures: 1 })
      const before = readText(place.cache)
      const fetch = ['curl', '-sS', '-i', ...(curl?.(server) ?? []), `${server.origin}/`]
      const result = await us(target, place, ['refresh', ...refresh, '--', ...fetch], { env })
      const [code, cache, error] = outcome
      if (code === 5) expectBadInput(result)
      else expectQuiet(result, code)
      assert.equal(result.stdout, '')

      if (cache === 'kept') assert.equal(readText(place.cache), before)
      if (cache === 'data') {
        const { cached_at: cachedAt, data } = readJson(place.cache)
        expectBetween(Date.parse(cachedAt), from * 1000, Date.now(), 'cached_at')
        assert.deepEqual([data.five_hour.utilization, data.unknown_buckets], [77, { tangelo: null }])
      }
      if (error !== null) {
        const { blocked_until: until, ...rest } = readJson(place.lock)
        const [least, most] = wait ?? WAITS[error] ?? [60, 66]
        assert.deepEqual(rest, { error, failures: 2 })
        expectBetween(until, from + least, nowSeconds() + most, 'blocked_until')
      }
      const expected = [
        cache === 'cleared' ? [] : ['usage.json'],
        error === null ? [] : ['usage.lock'],
        ['usage.mutex'],
      ]
      assert.deepEqual(
        readdirSync(place.root).filter((file) => file !== 'usage.view'),
        expected.flat(),
      )
    })
  }

  test('a crowd asks once', async (t) => {
    if (!needTool(t, 'curl')) return
    const place = makePlace(t)
    const server = await serveHttp(t, { '/': dribble(OK) })
    writeState(place.cache, dataEntry(nowSeconds() - 500, {}))
    const crowd = Array.from({ length: 8 }, () =>
      us(target, place, ['refresh', '--', 'curl', '-sS', '-i', server.origin + '/'], { env }),
    )
    for (const result of await Promise.all(crowd)) expectQuiet(result, result.code === 0 ? 0 : 1)
    assert.equal(server.requests('/'), 1)
    assert.equal(readJson(place.cache).data.five_hour.utilization, 77)
  })

  test('the back-off that one fetch left keeps the next from asking', async (t) => {
    if (!needTool(t, 'curl')) return
    const place = makePlace(t)
    const server = await serveHttp(t, { '/': limited('1000') })
    const fetch = ['refresh', '--', 'curl', '-sS', '-i', `${server.origin}/`]
    for (const code of [1, 4, 4]) expectQuiet(await us(target, place, fetch, { env }), code)
    assert.equal(server.requests('/'), 1)
    expectQuiet(await us(target, place, ['unblock']), 0)
    expectQuiet(await us(target, place, fetch, { env }), 1)
    assert.equal(server.requests('/'), 2)
  })
})

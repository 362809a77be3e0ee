// record: what a fetch brought, and what stands in the directory afterwards.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { expectBadInput, expectBetween, expectJson, expectOutput, expectUsageError } from '../helpers/expect.ts'
import { dataEntry, makePlace, modeOf, nowSeconds, readJson, readText, us, writeState } from '../helpers/place.ts'
import { isTakenByLinesmith } from '../helpers/strict-file.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

const KIB = 1024
const GOOD = '{"five_hour":{"utilization":22,"resets_at":null},"tangelo":1.50}'
const http = (status: number | string, body = '', ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status} X`, 'Content-Type: application/json', ...headers, '', body].join('\r\n')
const apiError = (type: string): string => JSON.stringify({ type: 'error', error: { type, message: 'x' } })
const filled = (status: number, kib: number): string => http(status, `{"limits":[]}${' '.repeat(kib * KIB)}`)

/** `data`, or the error in the lock. Its back-off lasts 300 s for these two, else 30. */
type Recorded = 'data' | 'ParseError' | 'NetworkError' | 'Timeout' | 'RateLimited' | 'Unauthorized' | 'Forbidden'
const LONG: readonly string[] = ['RateLimited', 'Forbidden']
const CLEARING: readonly string[] = ['Unauthorized', 'Forbidden']

type Row = readonly [name: string, is: Recorded, stdin: string | Uint8Array, ...flags: readonly string[]]

const ROWS: readonly Row[] = [
  ['a response', 'data', http(200, GOOD)],
  ['a bare body', 'data', GOOD],
  ['401', 'Unauthorized', http(401, apiError('authentication_error'))],
  ['403 of the endpoint', 'Forbidden', http(403, apiError('permission_error'))],
  ['403 of a network edge', 'NetworkError', http(403, '<html>')],
  ['429', 'RateLimited', http(429, apiError('rate_limit_error'))],
  ['503', 'NetworkError', http(503, 'upstream')],
  ['a response that is none', 'ParseError', http(200, '<html>')],
  ['curl could not connect', 'NetworkError', '', '--curl-exit', '7'],
  ['curl took too long', 'Timeout', '', '--curl-exit', '28'],

  ['a response behind a proxy', 'data', `${http('200')}HTTP/2 103 \r\n\r\nHTTP/2 200 \r\n\r\n${GOOD}`],
  ['LF alone', 'data', http(200, GOOD).replaceAll('\r', '')],
  ['a byte order mark before it', 'data', `\ufeff${http(200, GOOD)}`],
  ['a byte order mark before a bare body', 'data', `\ufeff${GOOD}`],
  ['an empty object', 'data', http(201, '{}')],
  ['a failed curl that has brought it all', 'data', http(200, GOOD), '--curl-exit', '56'],
  ['a header that is not UTF-8', 'data', Buffer.from(http(200, GOOD, 'X-Region: Malm\xf6'), 'latin1')],
  ['64 KiB', 'data', http(200, GOOD.padEnd(64 * KIB))],
  ['403 without a body', 'Forbidden', http(403)],
  ['403 of a region', 'NetworkError', http(403, apiError('forbidden'))],
  ['the type speaks: 429', 'RateLimited', http(200, apiError('rate_limit_error'))],
  ['the type speaks: 401', 'Unauthorized', apiError('authentication_error')],
  ['the type speaks: 403', 'Forbidden', http(200, apiError('permission_error'))],
  ['an API error of another type', 'ParseError', http(200, apiError('overloaded_error'))],
  ['a redirect that nobody followed', 'NetworkError', http(302, GOOD)],
  ['nothing', 'ParseError', ''],
  ['an array', 'ParseError', http(200, '[]')],
  ['a key of no response', 'ParseError', http(200, '{"a":1}')],
  ['what a strict reader cannot hold', 'ParseError', http(200, '{"limits":[1e999]}')],
  ['bytes that are no UTF-8', 'ParseError', Buffer.from(http(200, '{"limits":[],"x":"\xff"}'), 'latin1')],
  ['more than 64 KiB', 'ParseError', filled(200, 64)],
  ['more than 128 KiB', 'ParseError', filled(200, 128)],
  ['a mebibyte', 'ParseError', filled(200, KIB)],
  ['429 with a mebibyte', 'RateLimited', filled(429, KIB)],
  ['401 in bytes that are no UTF-8', 'Unauthorized', Buffer.from(http(401, '\xff'), 'latin1')],
  ['429 of a failed curl', 'RateLimited', http(429), '--curl-exit', '56'],
  ['a response that was cut off', 'NetworkError', http(200, GOOD.slice(0, -1)), '--curl-exit', '18'],
  ['a bare body of a failed curl', 'NetworkError', GOOD, '--curl-exit', '56'],
  ['a timeout after the headers', 'Timeout', http(200), '--curl-exit=28'],
  ['certificates that do not fit', 'NetworkError', '', '--curl-exit', '60'],
  ['77 is an error of curl here', 'NetworkError', '', '--curl-exit', '77'],

  ['--status 200', 'data', GOOD, '--status', '200'],
  ['--status of a 2xx', 'data', GOOD, '--status=204', '--curl-exit', '0'],
  ['--status 200 and no response', 'ParseError', http(200, GOOD), '--status', '200'],
  ['--status 200, cut off', 'NetworkError', GOOD.slice(1), '--status', '200', '--curl-exit', '56'],
  ['--status 401', 'Unauthorized', '', '--status', '401'],
  ['--status 403 and no body', 'Forbidden', '', '--status', '403'],
  ['--status 403 and HTML', 'NetworkError', '<html>', '--status', '403'],
  ['--status 429', 'RateLimited', '{}', '--status', '429'],
  ['--status 500', 'NetworkError', GOOD, '--status', '500'],
  ['--status 000', 'NetworkError', '', '--status', '000'],
  ['--status 000 of a curl that could not connect', 'NetworkError', '', '--status', '000', '--curl-exit', '6'],
  ['--status 000 of a timeout', 'Timeout', '', '--status', '000', '--curl-exit', '28'],
]

/** What a command may leave beside the two files: both are tested elsewhere. */
const BESIDE = ['usage.mutex', 'usage.view']
const namesIn = (directory: string): string[] => readdirSync(directory).filter((name) => !BESIDE.includes(name))

const USAGE_ERRORS: readonly (readonly string[])[] = [
  ...['', 'x', '-1', '2000', '20x', '200 ', '2e2', '0x1'].map((status) => ['--status', status]),
  ...['', 'x', '-1', '1.5'].map((exit) => ['--curl-exit', exit]),
  ['--retry-after', '5'],
  ['--status'],
  ['--claim'],
  ['--force'],
  ['operand'],
]

eachTarget((target) => {
  for (const [name, is, stdin, ...flags] of thinned(target, ROWS)) {
    test(`${name}: ${is}`, async (t) => {
      const place = makePlace(t)
      const old = JSON.stringify(dataEntry(nowSeconds() - 500, { seven_day: { utilization: 3, resets_at: null } }))
      writeState(place.cache, old, nowSeconds() - 500)
      const { mtimeMs } = statSync(place.cache)
      const from = nowSeconds()
      const outcome = await us(target, place, ['record', ...flags], { stdin })
      const to = nowSeconds()
      if (is === 'ParseError') expectBadInput(outcome)
      else expectOutput(outcome, 0, '')

      const cleared = CLEARING.includes(is)
      const left = [...(cleared ? [] : ['usage.json']), ...(is === 'data' ? [] : ['usage.lock'])]
      assert.deepEqual(namesIn(place.root), left)
      if (is === 'data') {
        const text = readText(place.cache)
        const { cached_at, data } = JSON.parse(text)
        expectBetween(Date.parse(cached_at), from * 1000, to * 1000 + 999, 'cached_at')
        assert.equal('seven_day' in data, false, 'the old data are gone')
        assert.ok(isTakenByLinesmith(text, Date.now()))
        return
      }
      if (!cleared) assert.deepEqual([readText(place.cache), statSync(place.cache).mtimeMs], [old, mtimeMs])
      const { blocked_until, ...lock } = readJson(place.lock)
      const [least, most] = LONG.includes(is) ? [300, 330] : [30, 33]
      expectBetween(blocked_until, from + least, to + most, 'blocked_until')
      assert.deepEqual(lock, { error: is, failures: 1 })
      assert.equal(modeOf(place.lock), '600')
    })
  }

  test('what was recorded is given back as it came', async (t) => {
    const place = makePlace(t)
    const root = `${place.root}/not/there`
    expectOutput(await us(target, { ...place, root }, ['record'], { stdin: http(200, GOOD) }), 0, '')
    const back = await us(target, { ...place, root }, ['get', '--wire'])
    assert.deepEqual(expectJson(back, 0), JSON.parse(GOOD))
    assert.ok(back.stdout.includes('1.50'), 'every digit')
    assert.deepEqual([modeOf(root), modeOf(`${root}/usage.json`)], ['700', '600'])
  })

  test('a failure with nothing of use in the cache makes no entry, and a cleared one is gone whatever it was', async (t) => {
    for (const [stdin, cached, left] of [
      [http(500), null, ['usage.lock']],
      [http(401), null, ['usage.lock']],
      [http(500), 'rubbish', ['usage.json', 'usage.lock']],
      [http(401), 'rubbish', ['usage.lock']],
    ] as const) {
      const place = makePlace(t)
      if (cached !== null) writeState(place.cache, cached)
      expectOutput(await us(target, place, ['record'], { stdin }), 0, '')
      assert.deepEqual(namesIn(place.root), left)
    }
  })

  test('a usage error: nothing is read or written', async (t) => {
    const place = makePlace(t)
    for (const args of thinned(target, USAGE_ERRORS)) {
      const elsewhere = { ...place, root: `${place.dir}/none` }
      expectUsageError(await us(target, elsewhere, ['record', ...args], { stdin: http(429) }))
      assert.equal(existsSync(elsewhere.root), false, args.join(' '))
    }
    expectUsageError(await us(target, place, ['record', '--retry-after', '5'], { stdin: '', stdinStaysOpen: true }))
  })

  test('the line of an exit 5 says what was wrong, and nothing of the body', async (t) => {
    const place = makePlace(t)
    for (const [stdin, has] of [
      ['<html>\u001b[31mSECRET', 'not JSON'],
      [http(200, '["SECRET"]'), 'not a JSON object'],
      [filled(200, 64), '64 KiB'],
      [filled(200, 128), '64 KiB'],
      [http(200, apiError('SECRET')), 'API error'],
      [Buffer.from('{"limits":[],"SECRET":"\xff"}', 'latin1'), 'UTF-8'],
    ] as const) {
      const outcome = await us(target, place, ['record'], { stdin })
      expectBadInput(outcome)
      assert.ok(outcome.stderr.includes(has) && !outcome.stderr.includes('SECRET'), outcome.stderr)
    }
  })
})

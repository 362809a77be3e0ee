// refresh: when its command starts and when not, and what each end of it means.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectBadInput, expectBetween, expectError, expectMembers, expectQuiet } from '../helpers/expect.ts'
import {
  dataEntry,
  errorEntry,
  makePlace,
  nowSeconds,
  readJson,
  readText,
  us,
  writeState,
  type Place,
} from '../helpers/place.ts'
import type { Outcome } from '../helpers/run.ts'
import { eachTarget, thinned, type Target } from '../helpers/targets.ts'

const env = { PATH: process.env['PATH'] ?? '' }
const BODY = '{"five_hour":{"utilization":77,"resets_at":null}}'

/** Prints a response, and leaves a trace of having run in its working directory. */
const FETCH = ['sh', '-c', `: >ran; printf %s '${BODY}'`]

const refresh = (target: Target, place: Place, flags: readonly string[], command = FETCH): Promise<Outcome> =>
  us(target, place, ['refresh', ...flags, '--', ...command], { env })

const hasRun = (place: Place): boolean => existsSync(join(place.dir, 'ran'))

/** The text of both files, null where there is none. */
function files({ cache, lock }: Place): (string | null)[] {
  return [cache, lock].map((file) => (existsSync(file) ? readText(file) : null))
}

function expectStored(place: Place): void {
  const { data, cached_at: cachedAt } = readJson(place.cache)
  assert.equal(data.five_hour.utilization, 77)
  expectBetween(Date.parse(cachedAt), Date.now() - 20_000, Date.now(), 'cached_at')
  assert.deepEqual(
    readdirSync(place.root).filter((file) => file !== 'usage.view'),
    ['usage.json', 'usage.mutex'],
  )
}

interface Standing {
  readonly cache?: unknown
  readonly lock?: unknown
  /** Seconds since the lock was written. */
  readonly age?: number
}

const data = (age: number): Record<string, unknown> =>
  dataEntry(nowSeconds() - age, { five_hour: { utilization: 1, resets_at: null } })
const block = (seconds: number, error?: string): Record<string, unknown> => ({
  blocked_until: nowSeconds() + seconds,
  ...(error === undefined ? {} : { error }),
})
const claim = (): Record<string, unknown> => ({ blocked_until: nowSeconds() + 30, claim: 'another', lease: 30 })

function stand(place: Place, { cache, lock, age = 0 }: Standing): void {
  if (cache !== undefined) writeState(place.cache, cache)
  if (lock !== undefined) writeState(place.lock, lock, nowSeconds() - age)
}

/** What stands there, made when the test runs. The exit code without a start; `starts` where the command has to run. */
type Row = readonly [standing: () => Standing, expected: 0 | 1 | 4 | 'starts', ...flags: string[]]

const DECISIONS: Readonly<Record<string, Row>> = {
  fresh: [() => ({ cache: data(60) }), 0],
  'fresh, whatever the lock': [() => ({ cache: data(60), lock: block(900, 'RateLimited') }), 0],
  'fresh by --max-age': [() => ({ cache: data(500) }), 0, '--max-age', '1h'],
  'stale, fetching': [() => ({ cache: data(500), lock: claim() }), 1],
  'miss, fetching': [() => ({ lock: claim() }), 1],
  backoff: [() => ({ cache: data(500), lock: block(900, 'RateLimited') }), 4],
  'blocked: a miss': [() => ({ lock: block(900, 'Timeout') }), 4],
  'blocked: an auth lock': [() => ({ cache: data(500), lock: block(900, 'Unauthorized') }), 4],
  'blocked: a legacy lock': [() => ({ lock: 'x', age: 5 }), 4],
  'blocked: a young error': [() => ({ cache: errorEntry(nowSeconds() - 5, 'Timeout') }), 4, '--error-max-age', '1h'],
  stale: [() => ({ cache: data(500) }), 'starts'],
  miss: [() => ({}), 'starts'],
  'stale by --max-age': [() => ({ cache: data(60) }), 'starts', '--max-age', '30'],
  'a block that has ended': [() => ({ cache: data(500), lock: block(-1, 'RateLimited') }), 'starts'],
  'a spacing': [() => ({ cache: data(100), lock: block(80) }), 'starts', '--max-age', '60'],
  'a lease that has run out': [() => ({ cache: data(500), lock: claim(), age: 31 }), 'starts'],
  'a block before a lease that has run out': [
    () => ({ lock: { ...claim(), before: block(900, 'Timeout') }, age: 31 }),
    4,
  ],

  '--force: fresh': [() => ({ cache: data(1) }), 'starts', '--force'],
  '--force: backoff': [() => ({ cache: data(500), lock: block(900, 'RateLimited') }), 'starts', '--force'],
  '--force: an auth lock': [() => ({ cache: data(500), lock: block(900, 'Forbidden') }), 'starts', '--force'],
  '--force: a young error': [() => ({ cache: errorEntry(nowSeconds() - 1, 'Timeout') }), 'starts', '--force'],
  '--force: fetching': [() => ({ cache: data(500), lock: claim() }), 1, '--force'],
  '--force: fresh, fetching': [() => ({ cache: data(1), lock: claim() }), 1, '--force'],

  '--claim that holds': [() => ({ cache: data(500), lock: claim() }), 'starts', '--claim', 'another'],
  '--claim that holds, fresh': [() => ({ cache: data(1), lock: claim() }), 'starts', '--claim', 'another'],
  '--claim that holds, over a block': [
    () => ({ lock: { ...claim(), before: block(900, 'Timeout'), failures: 3 } }),
    'starts',
    '--claim',
    'another',
  ],
  "--claim, another's": [() => ({ cache: data(500), lock: claim() }), 1, '--claim', 'mine'],
  '--claim, none': [() => ({ cache: data(500) }), 1, '--claim', 'mine'],
  '--claim, empty': [() => ({ cache: data(500), lock: { ...claim(), claim: '' } }), 1, '--claim='],
  '--claim that has run out': [() => ({ cache: data(500), lock: claim(), age: 31 }), 1, '--claim', 'another'],
  '--claim that was overwritten': [() => ({ cache: data(500), lock: block(900, 'Timeout') }), 1, '--claim', 'another'],
}

/** Nothing is known of the endpoint: the exit code, and a word of the error line where there is one. */
const NOT_ASKED: Readonly<Record<string, readonly [command: readonly string[], code: 1 | 3, has: string]>> = {
  'not found': [['no-such-command-anywhere'], 3, 'no-such-command-anywhere'],
  'not found, by path': [['./gone'], 3, './gone'],
  'not executable': [['./plain'], 3, './plain'],
  'a directory': [['./directory'], 3, './directory'],
  'a shell that does not find it': [['sh', '-c', `printf %s '${BODY}'; no-such-command-anywhere`], 3, '127'],
  'a shell that cannot run it': [['sh', '-c', './plain'], 3, '126'],
  '77': [['sh', '-c', `printf %s '${BODY}'; echo no token >&2; exit 77`], 1, ''],
}

/** Ways to end: exit code, error in the lock, whether the entry was stored. */
const ENDS: Readonly<Record<string, readonly [script: string, code: 0 | 1 | 5, error: string | null]>> = {
  'a bare body': [`printf %s '${BODY}'`, 0, null],
  'a byte order mark': [`printf '\\357\\273\\277%s' '${BODY}'`, 0, null],
  'an exit that says failure, a bare body': [`printf %s '${BODY}'; exit 1`, 1, 'NetworkError'],
  'an exit that says failure, a message': [`printf 'HTTP/2 200 \\r\\n\\r\\n%s' '${BODY}'; exit 56`, 0, null],
  'an exit that says failure, a 429': ["printf 'HTTP/2 429 \\r\\n\\r\\n'; exit 22", 1, 'RateLimited'],
  'an exit that says timeout': [`printf 'HTTP/2 200 \\r\\n\\r\\n%s' '${BODY}'; exit 28`, 1, 'Timeout'],
  'nothing at all': [':', 5, 'ParseError'],
  'nothing, an exit that says failure': ['exit 6', 1, 'NetworkError'],
  'a text': ['echo hello', 5, 'ParseError'],
  'an error as a bare body': [`echo '{"error":{"type":"rate_limit_error"}}'`, 1, 'RateLimited'],
  'killed, a bare body': [`printf %s '${BODY}'; kill -KILL $$`, 1, 'NetworkError'],
  'killed, a message': [`printf 'HTTP/2 401 \\r\\n\\r\\n'; kill -SEGV $$`, 1, 'Unauthorized'],
  terminated: ['kill -TERM $$', 1, 'NetworkError'],
}

eachTarget((target) => {
  for (const [name, [standing, expected, ...flags]] of thinned(target, Object.entries(DECISIONS))) {
    test(name, async (t) => {
      const place = makePlace(t)
      stand(place, standing())
      const before = files(place)
      expectQuiet(await refresh(target, place, flags), expected === 'starts' ? 0 : expected)
      assert.equal(hasRun(place), expected === 'starts')
      if (expected === 'starts') expectStored(place)
      else assert.deepEqual(files(place), before)
    })
  }

  for (const [name, [command, code, has]] of Object.entries(NOT_ASKED)) {
    test(`${name}: the lock is as before the claim`, async (t) => {
      const place = makePlace(t)
      writeState(join(place.dir, 'plain'), '')
      mkdirSync(join(place.dir, 'directory'))
      const expectEnd = (outcome: Outcome): unknown =>
        code === 3 ? expectError(outcome, code, has) : expectQuiet(outcome, code)
      const locks = [
        [undefined],
        [{ ...block(-10, 'Timeout'), failures: 3 }],
        [{ ...block(900, 'RateLimited'), failures: 1 }, '--force'],
      ] as const
      for (const [lock, ...flags] of locks) {
        stand(place, { cache: data(500), lock })
        const before = files(place)
        expectEnd(await refresh(target, place, flags, [...command]))
        assert.equal(files(place)[0], before[0])
        assert.deepEqual(existsSync(place.lock) ? readJson(place.lock) : undefined, lock)
      }
      // Where the claim is not its own, it runs out: so the command is started once a lease.
      stand(place, { cache: data(500), lock: { ...claim(), failures: 2 } })
      const before = files(place)
      expectEnd(await refresh(target, place, ['--claim', 'another'], [...command]))
      assert.deepEqual(files(place), before)
      assert.deepEqual(readdirSync(place.root), ['usage.json', 'usage.lock', 'usage.mutex'])
    })
  }

  test('not asked, and a spacing stood there', async (t) => {
    const place = makePlace(t)
    const lock = block(80)
    stand(place, { cache: data(100), lock })
    expectQuiet(await refresh(target, place, ['--max-age', '60'], ['sh', '-c', 'exit 77']), 1)
    assert.deepEqual(readJson(place.lock), lock)
  })

  for (const [name, [script, code, error]] of Object.entries(ENDS)) {
    test(name, async (t) => {
      const place = makePlace(t)
      stand(place, { cache: data(500) })
      const [before] = files(place)
      const outcome = await refresh(target, place, [], ['sh', '-c', script])
      if (code === 5) expectBadInput(outcome)
      else expectQuiet(outcome, code)
      if (error === null) return expectStored(place)
      expectMembers(readJson(place.lock), { error, failures: 1 })
      assert.equal(files(place)[0], error === 'Unauthorized' ? null : before)
    })
  }

  test('--force that fails: a longer block stays, and counts', async (t) => {
    const place = makePlace(t)
    const lock = block(5000, 'RateLimited')
    stand(place, { cache: data(1), lock: { ...lock, failures: 4 } })
    expectQuiet(await refresh(target, place, ['--force'], ['sh', '-c', 'exit 7']), 1)
    assert.deepEqual(readJson(place.lock), { ...lock, failures: 5 })
  })

  test('the command gets its own words, no stdin, and leaves none of it', async (t) => {
    const place = makePlace(t)
    const words = ['--force', '-h', '', 'a b', '--', "'\n"]
    const script = `cat >stdin; printf '%s\\0' "$@" >words; printf %s '${BODY}'`
    const outcome = await us(target, place, ['refresh', '--', 'sh', '-c', script, 'sh', ...words], {
      env,
      stdin: 'what the caller was given',
      stdinStaysOpen: true,
    })
    expectQuiet(outcome, 0)
    assert.equal(readText(join(place.dir, 'stdin')), '')
    assert.deepEqual(readText(join(place.dir, 'words')).split('\0'), [...words, ''])
  })

  test('the lease outlives the fetch, and carries over what stood there', async (t) => {
    const place = makePlace(t)
    const before = block(900, 'RateLimited')
    for (const [timeout, lease] of [
      ['1s', 15],
      ['10s', 15],
      ['40s', 45],
      ['1m', 65],
    ] as const) {
      stand(place, { cache: data(500), lock: { ...before, failures: 2 } })
      const from = nowSeconds()
      const script = `cp '${place.lock}' seen; printf %s '${BODY}'`
      expectQuiet(await refresh(target, place, ['--force', '--timeout', timeout], ['sh', '-c', script]), 0)
      const { blocked_until: until, claim: token, ...rest } = readJson(join(place.dir, 'seen'))
      assert.deepEqual(rest, { lease, failures: 2, before })
      assert.match(token, /./)
      expectBetween(until, from + lease, nowSeconds() + lease, 'blocked_until')
    }
  })
})

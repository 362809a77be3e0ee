// What a claim carries over of the lock, and that giving it up, by `release` or unprinted, puts it back.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { expectIoError, expectOutput, expectQuiet, expectUsageError } from '../helpers/expect.ts'
import {
  dataEntry,
  iso,
  makePlace,
  modeOf,
  nowSeconds,
  readJson,
  readText,
  us,
  writeState,
  type Place,
} from '../helpers/place.ts'
import { eachTarget, thinned, type Target } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'

const HOUR = 3600
const DAY = 86_400

/** Claims, whatever stands there, and gives the token. */
async function claim(target: Target, place: Place, ...args: readonly string[]): Promise<string> {
  const outcome = await us(target, place, ['claim', '--force', ...args])
  expectQuiet(outcome, 0)
  return outcome.stdout.trimEnd()
}

interface Standing {
  readonly lock?: (now: number) => unknown
  readonly age?: number
  readonly cache?: (now: number) => unknown
  /** What the claim carries over, and what its end leaves; null: no file. */
  readonly left: (now: number) => Readonly<Record<string, unknown>> | null
}

const same = (lock: (now: number) => Readonly<Record<string, unknown>>) => ({ lock, left: lock })

const STANDING: Readonly<Record<string, Standing>> = {
  nothing: { left: () => null },
  'a block that runs': same((now) => ({ blocked_until: now + 900, error: 'RateLimited', failures: 2 })),
  'a block that has ended, for its failures': same((now) => ({
    blocked_until: now - 9,
    error: 'Timeout',
    failures: 7,
  })),
  'a block without failures': same((now) => ({ blocked_until: now + 900, error: 'Forbidden' })),
  'a block without an error': same((now) => ({ blocked_until: now + 900 })),
  'a block with a code of its own': same((now) => ({ blocked_until: now + 900, error: 'Maintenance-2' })),
  'of a block with more in it, what is known': {
    lock: (now) => ({ version: 9, blocked_until: now + 900, error: 'Timeout', note: { claim: 'x' } }),
    left: (now) => ({ blocked_until: now + 900, error: 'Timeout' }),
  },
  'what stood before a claim that has run out': {
    lock: (now) => ({
      blocked_until: now + 900,
      claim: 'gone',
      lease: 30,
      failures: 3,
      before: { blocked_until: now + 700, error: 'NetworkError' },
    }),
    age: 30,
    left: (now) => ({ blocked_until: now + 700, error: 'NetworkError', failures: 3 }),
  },
  'nothing of a claim that has run out with nothing before it': {
    lock: (now) => ({ blocked_until: now + 900, claim: 'gone', lease: 30 }),
    age: 30,
    left: () => null,
  },
  'of a block of years the day that it has, however often it is carried': {
    lock: () => ({ blocked_until: 9_999_999_999, error: 'RateLimited' }),
    age: HOUR,
    left: (now) => ({ blocked_until: now - HOUR + DAY, error: 'RateLimited' }),
  },
  'the block that a lock of no known shape stands for': {
    lock: () => 'rubbish',
    age: 10,
    left: (now) => ({ blocked_until: now + 20 }),
  },
  'the spacing of a success': {
    lock: (now) => ({ blocked_until: now + 80 }),
    age: 50,
    cache: (now) => dataEntry(now - 100, { five_hour: { utilization: 1, resets_at: iso(now - 50) } }),
    left: (now) => ({ blocked_until: now + 80 }),
  },
}

const HELD = 'a0b1c2d3e4f5'
const lease = (now: number) => ({ blocked_until: now + 60, claim: HELD, lease: 60 })

/** Locks and tokens that do not hold in them. */
const NOT_HELD: Readonly<
  Record<string, readonly [token: string, lock: ((now: number) => unknown) | null, age?: number]>
> = {
  'no lock at all': [HELD, null],
  "another's token": ['0123456789ab', lease],
  'an empty token': ['', lease],
  'the beginning of the token': [HELD.slice(0, -1), lease],
  'the token and more': [`${HELD}0`, lease],
  'the token in capitals': [HELD.toUpperCase(), lease],
  'the token and a space': [`${HELD} `, lease],
  'the token and a newline': [`${HELD}\n`, lease],
  'the name of a property': ['__proto__', lease],
  'a word of JSON': ['null', (now) => ({ blocked_until: now + 60, claim: null, lease: 60 })],
  'a number': ['5', (now) => ({ blocked_until: now + 60, claim: 5, lease: 60 })],
  'an empty token where an empty one stands': ['', (now) => ({ blocked_until: now + 60, claim: '', lease: 60 })],
  'a path': ['../usage.json', lease],
  'something very long': ['x'.repeat(100_000), lease],
  'a dash': ['-', lease],
  'no ASCII': ['зАмок', lease],
  'a lease that has just run out': [HELD, lease, 60],
  'a lease that ran out long ago': [HELD, lease, DAY],
  'a lease from the future': [HELD, lease, -HOUR],
  'a lock that linesmith wrote over it': [HELD, (now) => ({ blocked_until: now + 180 })],
  'a back-off that linesmith wrote over it': [HELD, (now) => ({ blocked_until: now + 180, error: 'RateLimited' })],
  'rubbish over it': [HELD, () => HELD],
  'a token that only stands elsewhere': [
    HELD,
    (now) => ({ blocked_until: now + 60, error: HELD, before: { blocked_until: now, claim: HELD } }),
  ],
}

function files(place: Place): string[] {
  return readdirSync(place.root).filter((name) => name !== 'usage.mutex')
}

eachTarget((target) => {
  for (const [name, { lock, age = 0, cache, left }] of thinned(target, Object.entries(STANDING))) {
    test(`carried over and put back: ${name}`, async (t) => {
      const place = makePlace(t)
      const now = nowSeconds()
      if (lock !== undefined) writeState(place.lock, lock(now), now - age)
      if (cache !== undefined) writeState(place.cache, cache(now))
      const { failures, ...before } = left(now) ?? {}
      const carried = {
        ...(failures === undefined ? {} : { failures }),
        ...(left(now) === null ? {} : { before }),
      }
      const token = await claim(target, place, '--lease', '100')
      const { blocked_until, ...published } = readJson(place.lock)
      assert.ok(blocked_until >= now + 100, `${blocked_until}`)
      assert.deepEqual(published, { claim: token, lease: 100, ...carried })
      expectOutput(await us(target, place, ['release', token]), 0, '')
      assert.deepEqual(existsSync(place.lock) ? readJson(place.lock) : null, left(now))
      const standing = left(now) === null ? [] : ['usage.lock']
      assert.deepEqual(files(place), cache === undefined ? standing : ['usage.json', ...standing])
      if (standing.length > 0) assert.equal(modeOf(place.lock), '600')
    })
  }

  test('a spacing that only its time tells from a back-off does not come back as one', async (t) => {
    const place = makePlace(t)
    const now = nowSeconds()
    writeState(place.cache, dataEntry(now - 500, { five_hour: { utilization: 1, resets_at: null } }))
    writeState(place.lock, { blocked_until: now + 5000 }, now - 500)
    const token = await claim(target, place)
    expectOutput(await us(target, place, ['release', token]), 0, '')
    expectQuiet(await us(target, place, ['claim']), 0)
  })

  for (const [name, [token, lock, age = 0]] of thinned(target, Object.entries(NOT_HELD))) {
    test(`a token that does not hold: ${name}`, async (t) => {
      const place = makePlace(t)
      const now = nowSeconds()
      if (lock !== null) writeState(place.lock, lock(now), now - age)
      const before = lock === null ? null : [readText(place.lock), statSync(place.lock).mtimeMs]
      expectOutput(await us(target, place, ['release', '--', token]), 1, '')
      const recorded = await us(target, place, ['record', `--claim=${token}`], { stdin: '{"five_hour":null}' })
      expectOutput(recorded, 1, '')
      const after = existsSync(place.lock) ? [readText(place.lock), statSync(place.lock).mtimeMs] : null
      assert.deepEqual(after, before)
      assert.deepEqual(files(place), lock === null ? [] : ['usage.lock'])
    })
  }

  test('a root that is not there is not made', async (t) => {
    const place = makePlace(t)
    const none = { ...place, root: `${place.root}/none` }
    expectOutput(await us(target, none, ['release', HELD]), 1, '')
    assert.deepEqual(readdirSync(place.root), [])
  })

  test('twice: the second finds nothing, and not what the next one claimed', async (t) => {
    const place = makePlace(t)
    const token = await claim(target, place)
    expectOutput(await us(target, place, ['release', token]), 0, '')
    expectOutput(await us(target, place, ['release', token]), 1, '')
    const next = await claim(target, place)
    expectOutput(await us(target, place, ['release', token]), 1, '')
    assert.equal(readJson(place.lock).claim, next)
  })

  test('a claim that a block has replaced', async (t) => {
    const place = makePlace(t)
    const token = await claim(target, place)
    expectOutput(await us(target, place, ['block', '--for', '60']), 0, '')
    const block = readText(place.lock)
    expectOutput(await us(target, place, ['release', token]), 1, '')
    assert.equal(readText(place.lock), block)
  })

  test('no token, two, or a flag for one', async (t) => {
    const place = makePlace(t)
    const token = await claim(target, place)
    for (const args of [[], [token, token], ['--claim', token], ['--force', token], ['-x']])
      expectUsageError(await us(target, place, ['release', ...args]))
    assert.equal(readJson(place.lock).claim, token)
  })

  test('a lock that cannot be read is an error, and not a token that does not hold', async (t) => {
    const place = makePlace(t)
    mkdirSync(place.lock)
    expectIoError(await us(target, place, ['release', HELD]), 'usage.lock', /^EISDIR$/)
  })

  for (const [name, code, redirect] of [
    ['a pipe that nobody reads', [1], '>&3'],
    ['a full disk', [1, 3], '>/dev/full'],
  ] as const) {
    test(`a token that cannot be printed is given up again: ${name}`, async (t) => {
      if (!needTool(t, 'mkfifo')) return
      const prelude = 'mkfifo "$FIFO"; exec 4<>"$FIFO" 3>"$FIFO" 4<&-'
      for (const lock of [null, { blocked_until: nowSeconds() + 900, error: 'Timeout', failures: 2 }]) {
        const place = makePlace(t)
        if (lock !== null) writeState(place.lock, lock)
        const env = { PATH: process.env['PATH'] ?? '', FIFO: `${place.dir}/fifo` }
        const outcome = await us(target, place, ['claim', '--force'], { env, prelude, redirect })
        assert.ok((code as readonly (number | null)[]).includes(outcome.code), `exit ${outcome.code}`)
        if (outcome.code === 1) assert.equal(outcome.stderr, '')
        assert.deepEqual(existsSync(place.lock) ? readJson(place.lock) : null, lock)
      }
    })
  }
})

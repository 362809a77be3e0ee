// refresh: all that its command printed until it ended counts, and nobody else is waited for.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectBadInput, expectBetween, expectQuiet } from '../helpers/expect.ts'
import { makePlace, readJson, readText, us, writeState, type Place } from '../helpers/place.ts'
import type { Outcome } from '../helpers/run.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'

const env = { PATH: process.env['PATH'] ?? '' }
const BODY = '{"five_hour":{"utilization":77,"resets_at":null}}'
const KIB = 1024

/** What a test waits for would take this long. */
const LONG_SECONDS = 120
const NOT_WAITED_MS = 60_000

/** Runs `script`, and ends the child whose process id it wrote to `pid`. */
async function refresh(target: Target, place: Place, script: string): Promise<Outcome> {
  const outcome = await us(target, place, ['refresh', '--timeout', '100', '--', 'sh', '-c', script], {
    env,
    limitMs: 90_000,
  })
  const noted = join(place.dir, 'pid')
  const pid = existsSync(noted) ? Number(readText(noted)) : 0
  try {
    if (pid > 1) process.kill(pid, 'SIGKILL')
  } catch {
    return outcome
  }
  return outcome
}

/** A response of `size` bytes whose every part can be told from every other. */
function bodyOf(size: number): { readonly text: string; readonly words: string } {
  const frame = (words: string): string => `{"five_hour":null,"words":"${words}"}`
  const room = size - frame('').length
  const words = Array.from({ length: Math.ceil(room / 8) }, (_, index) => String(index).padStart(8, '.'))
    .join('')
    .slice(0, room)
  return { text: frame(words), words }
}

/** A message of `size` bytes, its headers as large as the body lets them be. */
function messageOf(size: number, body: string): string {
  const head = (padding: string): string => `HTTP/1.1 200 OK\r\nX-Padding: ${padding}\r\n\r\n`
  return head('x'.repeat(size - body.length - head('').length)) + body
}

/** Who still holds the pipe when the command has ended: the script that starts it. */
const HOLDERS: Readonly<Record<string, string>> = {
  'a child': `sleep ${LONG_SECONDS} &`,
  'a child in a session of its own': `setsid sleep ${LONG_SECONDS} &`,
  'a child that prints on and on': 'setsid yes &',
}

eachTarget((target) => {
  for (const [name, start] of Object.entries(HOLDERS)) {
    test(`${name} holds the pipe`, async (t) => {
      if (start.startsWith('setsid') && !needTool(t, 'setsid')) return
      const place = makePlace(t)
      // The response is whole before a child can print into it; of a message that was refused no body is needed.
      const [message, code] = name.includes('on and on')
        ? ["printf 'HTTP/2 401 \\r\\n\\r\\n'", 1]
        : [`printf %s '${BODY}'`, 0]
      const outcome = await refresh(target, place, `${message}; ${start} printf %s $! >pid`)
      expectQuiet(outcome, code)
      expectBetween(outcome.elapsedMs, 0, NOT_WAITED_MS, 'milliseconds')
      if (code === 0) assert.equal(readJson(place.cache).data.five_hour.utilization, 77)
      else assert.equal(readJson(place.lock).error, 'Unauthorized')
    })
  }

  // Where somebody holds the pipe there is no end of file to go by.
  test('what was printed just before the end is not lost', async (t) => {
    const { text, words } = bodyOf(60 * KIB)
    const batches = target.name === 'bundle' ? 4 : 2
    for (const held of ['', `sleep ${LONG_SECONDS} & printf %s $! >pid; `]) {
      for (let batch = 0; batch < batches; batch += 1) {
        const rounds = Array.from({ length: 4 }, async () => {
          const place = makePlace(t)
          writeState(join(place.dir, 'body'), text)
          return [await refresh(target, place, `${held}exec cat body`), place] as const
        })
        for (const [outcome, place] of await Promise.all(rounds)) {
          expectQuiet(outcome, 0)
          assert.equal(readJson(place.cache).data.unknown_buckets.words, words)
        }
      }
    }
  })

  test('as much as is looked at comes through whole, just before the end', async (t) => {
    const { text, words } = bodyOf(64 * KIB)
    const rounds = Array.from({ length: 4 }, async () => {
      const place = makePlace(t)
      writeState(join(place.dir, 'message'), messageOf(128 * KIB, text))
      return [await refresh(target, place, 'exec cat message'), place] as const
    })
    for (const [outcome, place] of await Promise.all(rounds)) {
      expectQuiet(outcome, 0)
      assert.equal(readJson(place.cache).data.unknown_buckets.words, words)
    }
  })

  test('a byte order mark does not count, one byte more does', async (t) => {
    const place = makePlace(t)
    const message = messageOf(128 * KIB, BODY)
    writeState(join(place.dir, 'marked'), `\uFEFF${message}`)
    expectQuiet(await refresh(target, place, 'cat marked'), 0)
    writeState(join(place.dir, 'larger'), messageOf(128 * KIB + 1, BODY))
    const larger = makePlace(t)
    expectBadInput(await refresh(target, larger, `cat '${place.dir}/larger'`))
    assert.equal(readJson(larger.lock).error, 'ParseError')
    assert.equal(existsSync(larger.cache), false)
  })

  for (const [name, first, code, error] of [
    ['of no response', '', 5, 'ParseError'],
    ['after the headers of a refusal', 'HTTP/1.1 429 No\\r\\nRetry-After: 5000\\r\\n\\r\\n', 1, 'RateLimited'],
  ] as const) {
    test(`megabytes ${name} do not block the command`, async (t) => {
      const place = makePlace(t)
      const outcome = await refresh(
        target,
        place,
        `printf '${first}'; head -c 20000000 /dev/zero && head -c 20000000 /dev/zero >&2 && : >done`,
      )
      if (code === 5) expectBadInput(outcome)
      else expectQuiet(outcome, code)
      assert.equal(readJson(place.lock).error, error)
      assert.ok(existsSync(join(place.dir, 'done')))
    })
  }

  test('a response in pieces, with pauses', async (t) => {
    const place = makePlace(t)
    const pieces = [BODY.slice(0, 9), BODY.slice(9, 20), BODY.slice(20)]
    expectQuiet(await refresh(target, place, pieces.map((piece) => `printf %s '${piece}'; sleep 0.2`).join('; ')), 0)
    assert.equal(readJson(place.cache).data.five_hour.utilization, 77)
  })

  test('a command that closes its output and works on is waited for', async (t) => {
    const place = makePlace(t)
    const script = `printf %s '${BODY}'; exec >&- 2>&-; sleep 0.5; : >done; exit 22`
    expectQuiet(await refresh(target, place, script), 1)
    assert.ok(existsSync(join(place.dir, 'done')))
    assert.equal(readJson(place.lock).error, 'NetworkError')
  })
})

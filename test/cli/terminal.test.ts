// Nothing in the files can make a terminal act: dropped in text, escaped in JSON, in every output.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactJson } from '../helpers/exact-json.ts'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, us, writeState } from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'

const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).join('')

/** C0, DEL, C1, and the characters that turn the direction of text. */
const ACTIVE = range(0, 0x1f) + range(0x7f, 0x9f) + range(0x202a, 0x202e) + range(0x2066, 0x2069)
// oxlint-disable-next-line no-control-regex
const ACTIVE_BUT_NEWLINE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u

const NAME = `na${ACTIVE}me`
const DATA = {
  five_hour: { utilization: 22, resets_at: `so${ACTIVE}on`, [NAME]: NAME },
  limits: [{ kind: NAME, percent: 5, resets_at: null, scope: { model: { display_name: NAME } } }],
  unknown_buckets: { [NAME]: { [NAME]: NAME }, text: NAME, list: [NAME], tangelo: 'ä漢\u{1f600}\u2028' },
}

eachTarget((target) => {
  for (const args of [
    ['--json'],
    ['--wire'],
    ['--shell'],
    ['--fish'],
    ['--format', '{text} {list} {windows} {data} {lock} {text|or:x} {list|esc:zsh} {text|round}'],
    ['--default', '', ...['text', 'list', 'windows', 'data', 'lock'].flatMap((path) => ['--field', path])],
  ]) {
    test(`get ${args.join(' ')}`, async (t) => {
      const place = makePlace(t)
      writeState(place.cache, dataEntry(nowSeconds() - 500, DATA))
      writeState(place.lock, { blocked_until: nowSeconds() + 900, error: NAME })
      const outcome = await us(target, place, ['get', ...args])
      expectQuiet(outcome, 0)
      assert.doesNotMatch(outcome.stdout, ACTIVE_BUT_NEWLINE)
      if (args[0] === '--wire')
        assert.deepEqual(
          exactJson(outcome.stdout),
          exactJson(JSON.stringify({ ...DATA.unknown_buckets, five_hour: DATA.five_hour, limits: DATA.limits })),
        )
      if (args[0] === '--json') assert.deepEqual(JSON.parse(outcome.stdout).data, DATA)
    })
  }

  test('a string field loses them and stays one line; other characters stay', async (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds(), DATA))
    expectOutput(
      await us(target, place, ['get', '--field', 'text', '--field', 'tangelo']),
      0,
      'name\nä漢\u{1f600}\u2028\n',
    )
  })

  test('the error of a lock and of an entry', async (t) => {
    const place = makePlace(t)
    writeState(place.lock, { blocked_until: nowSeconds() + 900, error: NAME })
    writeState(place.cache, { ...dataEntry(nowSeconds(), {}), data: null, error: { code: NAME } })
    const commands = [['lock'], ['get'], ['get', '--shell'], ['get', '--field', 'lock.error', '--field', 'error.code']]
    for (const args of commands) {
      const outcome = await us(target, place, args)
      expectQuiet(outcome, 4)
      assert.doesNotMatch(outcome.stdout, ACTIVE_BUT_NEWLINE)
      if (args[0] === 'lock') assert.doesNotThrow(() => JSON.parse(outcome.stdout))
    }
  })
})

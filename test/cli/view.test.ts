// usage.view: who writes it, who removes it, and what is in it.
import assert from 'node:assert/strict'
import { existsSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, iso, makePlace, modeOf, nowSeconds, readText, us, writeState } from '../helpers/place.ts'
import { BUCKETS } from '../helpers/shell-lines.ts'
import { eachTarget } from '../helpers/targets.ts'
import { namedLimit } from '../helpers/windows.ts'

const HOUR = 3600
const RESPONSE = '{"five_hour":{"utilization":41,"resets_at":null}}'

/** The lines by name; fails unless they are those that every view has, in order. */
function linesOf(text: string): Record<string, string> {
  assert.match(text, /^(?:[a-z_-]+ [A-Za-z0-9_.:=+ -]*\n){29}$/)
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const)
  const windows = BUCKETS.flatMap((name) => ['', '_resets_at', '_pace', '_runs_out_at'].map((end) => name + end))
  const names = ['usage-store-view', 'cached_at', 'next_reset', 'complete_at', ...windows, 'scoped']
  assert.deepEqual(
    lines.map(([name]) => name),
    names,
  )
  return Object.fromEntries(lines)
}

eachTarget((target) => {
  test('put writes what --shell shows, as instants', async (t) => {
    const place = makePlace(t)
    const now = nowSeconds()
    const response = {
      five_hour: { utilization: 42.6, resets_at: iso(now + 4 * HOUR) },
      seven_day: { utilization: 99.7, resets_at: iso(now + 24 * HOUR) },
      seven_day_opus: null,
      extra_usage: { is_enabled: true, utilization: 250 },
      limits: [
        { ...namedLimit(1, 'Opus 4.1'), percent: 82.4, resets_at: iso(now + HOUR) },
        { ...namedLimit(2, 'Opus 4.1'), percent: 0.2, resets_at: null },
      ],
    }
    // To the whole second, which every rate counts from.
    expectOutput(await us(target, place, ['put', '--at', String(now)], { stdin: JSON.stringify(response) }), 0, '')
    const empty = Object.fromEntries(
      ['seven_day_opus', 'seven_day_sonnet', 'seven_day_oauth_apps', 'extra_usage'].flatMap((name) =>
        ['', '_resets_at', '_pace', '_runs_out_at'].map((end) => [name + end, '']),
      ),
    )
    assert.deepEqual(linesOf(readText(place.view)), {
      'usage-store-view': '1',
      cached_at: String(now),
      next_reset: String(now + HOUR),
      complete_at: '',
      ...empty,
      five_hour: '43',
      five_hour_resets_at: String(now + 4 * HOUR),
      five_hour_pace: '23',
      // A fifth of the window for 42.6 %: the rest lasts an hour and 20.84 minutes.
      five_hour_runs_out_at: String(Math.floor(now + (HOUR * 57.4) / 42.6)),
      seven_day: '99',
      seven_day_resets_at: String(now + 24 * HOUR),
      seven_day_pace: '14',
      seven_day_runs_out_at: String(Math.floor(now + (6 * 24 * HOUR * 0.3) / 99.7)),
      extra_usage: '100',
      scoped: 'Opus4.1=82 Opus4.1_2=1',
    })
    assert.equal(modeOf(place.view), '600')
  })

  test('a reset that has passed by the time of writing', async (t) => {
    const place = makePlace(t)
    const now = nowSeconds()
    const response = {
      five_hour: { utilization: 42, resets_at: iso(now - 60) },
      seven_day: { utilization: 7, resets_at: iso(now - 900) },
    }
    expectQuiet(await us(target, place, ['put', '--at', String(now - 600)], { stdin: JSON.stringify(response) }), 0)
    const lines = linesOf(readText(place.view))
    assert.equal(lines['cached_at'], String(now - 600))
    assert.equal(lines['next_reset'], String(now - 60), 'the first after cached_at')
    assert.deepEqual([lines['five_hour'], lines['five_hour_resets_at']], ['', String(now - 60)])
    assert.deepEqual([lines['seven_day'], lines['seven_day_resets_at']], ['7', String(now - 900)])
  })

  for (const [name, args, stdin] of [
    ['record', ['record'], RESPONSE],
    ['refresh', ['refresh', '--', 'printf', '%s', RESPONSE], ''],
    ['put into a directory to be made', ['--profile', 'new', 'put'], RESPONSE],
  ] as const)
    test(`written by ${name}`, async (t) => {
      const place = makePlace(t)
      expectQuiet(await us(target, place, args, { stdin, env: { PATH: process.env['PATH'] ?? '' } }), 0)
      const root = args[0] === '--profile' ? join(place.root, 'profiles', 'new') : place.root
      assert.equal(linesOf(readText(join(root, 'usage.view')))['five_hour'], '41')
      assert.ok(
        statSync(join(root, 'usage.view'), { bigint: true }).mtimeNs >=
          statSync(join(root, 'usage.json'), { bigint: true }).mtimeNs,
      )
      assert.deepEqual(
        readdirSync(root).filter((file) => file.includes('.us-')),
        [],
      )
    })

  for (const [name, args] of [
    ['clear', ['clear']],
    ['an error entry', ['put', '--error', 'Timeout']],
    ['a 401', ['record', '--status', '401']],
    ['a 403', ['record', '--status', '403']],
  ] as const)
    test(`removed by ${name}`, async (t) => {
      const place = makePlace(t)
      expectQuiet(await us(target, place, ['put'], { stdin: RESPONSE }), 0)
      expectQuiet(await us(target, place, args), 0)
      assert.equal(existsSync(place.view), false)
    })

  test('a failure that keeps the data keeps the view', async (t) => {
    const place = makePlace(t)
    expectQuiet(await us(target, place, ['put'], { stdin: RESPONSE }), 0)
    const before = readText(place.view)
    expectQuiet(await us(target, place, ['record', '--status', '429']), 0)
    assert.equal(readText(place.view), before)
  })

  test('one that would pass 4 KiB is not written, and the old one goes', async (t) => {
    const place = makePlace(t)
    expectQuiet(await us(target, place, ['put'], { stdin: RESPONSE }), 0)
    const put = async (count: number) => {
      const limits = Array.from({ length: count }, (_, index) => namedLimit(index, `Name-${index}`))
      expectQuiet(await us(target, place, ['put'], { stdin: JSON.stringify({ limits }) }), 0)
      return existsSync(place.view)
    }
    assert.equal(await put(200), true)
    assert.ok(statSync(place.view).size <= 4096)
    assert.equal(await put(400), false)
  })

  test('a link at its place is replaced, and what it leads to is left alone', async (t) => {
    const place = makePlace(t)
    const other = join(place.dir, 'other')
    writeState(other, 'not ours')
    symlinkSync(other, place.view)
    expectQuiet(await us(target, place, ['put'], { stdin: RESPONSE }), 0)
    assert.equal(lstatSync(place.view).isFile(), true)
    assert.equal(readText(other), 'not ours')
  })

  test('what cannot be written is no error of the command', async (t) => {
    const place = makePlace(t)
    mkdirSync(place.view)
    expectOutput(await us(target, place, ['put'], { stdin: RESPONSE }), 0, '')
    expectOutput(await us(target, place, ['put', '--error', 'Timeout']), 0, '')
    expectOutput(await us(target, place, ['clear']), 0, '')
    assert.deepEqual(readdirSync(place.root).toSorted(), ['usage.mutex', 'usage.view'])
  })

  test('where usage.json is a link, the view lies in the root, and its leftovers go too', async (t) => {
    const place = makePlace(t)
    mkdirSync(join(place.dir, 'elsewhere'))
    symlinkSync('../elsewhere/real.json', place.cache)
    const leftover = join(place.root, `usage.view.us-${'0'.repeat(26)}.tmp`)
    writeState(leftover, '', nowSeconds() - 100)
    expectQuiet(await us(target, place, ['put'], { stdin: RESPONSE }), 0)
    assert.equal(linesOf(readText(place.view))['five_hour'], '41')
    assert.equal(existsSync(leftover), false)
    assert.deepEqual(readdirSync(join(place.dir, 'elsewhere')), ['real.json'])
  })

  test('nothing that reads touches it', async (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds(), { five_hour: { utilization: 41, resets_at: null } }))
    for (const args of [['get'], ['get', '--shell'], ['lock'], ['path']]) expectQuiet(await us(target, place, args), 0)
    assert.deepEqual(readdirSync(place.root), ['usage.json'])
  })
})

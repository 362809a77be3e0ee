// --field: where a path is looked up, how its value is printed, and what an absent one costs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactJson } from '../helpers/exact-json.ts'
import { expectOutput, expectQuiet, expectUsageError } from '../helpers/expect.ts'
import { dataEntry, errorEntry, makePlace, nowSeconds, us, withinOneSecond, writeState } from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'

const DATA = {
  five_hour: { utilization: 45.5, resets_at: null },
  extra_usage: { is_enabled: true, utilization: 12, currency: 'EUR' },
  limits: [
    { kind: 'weekly_scoped', percent: 82, resets_at: null, scope: { model: { display_name: 'Opus 4.5', id: null } } },
    { kind: 'odd', percent: 3, resets_at: null },
  ],
  unknown_buckets: {
    tangelo: { utilization: 7, 'a.b': { c: 'deep' }, 'back\\slash': 1, list: [10, [20]], '0': 'zero' },
    state: 'shadowed by the object itself',
    scoped: 'shadowed by the windows',
    limits: 'shadowed by the data',
    text: 'plain "text" \\ ä',
    off: false,
    nothing: null,
    empty: '',
    object: { a: [1, 'x'] },
  },
}

const NOTHING = null

/** Path and the line that it prints; null: no value. */
const PATHS: readonly (readonly [path: string, line: string | null])[] = [
  ['state', 'fresh'],
  ['refresh', 'false'],
  ['age_seconds', '10'],
  ['miss', NOTHING],
  ['lock', NOTHING],
  ['lock.error', NOTHING],
  ['windows.five_hour.percent', '45.5'],
  ['five_hour.percent', '45.5'],
  ['five_hour.resets_at', NOTHING],
  ['five_hour.reset_passed', 'false'],
  // found in `windows`, so not looked up in `data` any more
  ['five_hour.utilization', NOTHING],
  ['data.five_hour.utilization', '45.5'],
  ['extra_usage.currency', NOTHING],
  ['data.extra_usage.currency', 'EUR'],
  ['scoped.Opus 4\\.5.percent', '82'],
  ['windows.scoped.Opus 4\\.5.percent', '82'],
  ['scoped.Opus 4.5.percent', NOTHING],
  ['limits.0.percent', '82'],
  ['limits.1.kind', 'odd'],
  ['limits.2.kind', NOTHING],
  ['limits.-1.kind', NOTHING],
  ['limits.length', NOTHING],
  ['limits.0.scope.model.display_name', 'Opus 4.5'],
  ['tangelo.utilization', '7'],
  ['tangelo.a\\.b.c', 'deep'],
  ['tangelo.list.1.0', '20'],
  ['tangelo.0', 'zero'],
  ['unknown_buckets.tangelo.utilization', '7'],
  ['data.unknown_buckets.state', 'shadowed by the object itself'],
  ['text', 'plain "text" \\ ä'],
  ['text.length', NOTHING],
  ['off', 'false'],
  ['nothing', NOTHING],
  ['empty', ''],
  ['nosuch', NOTHING],
  ['nosuch.deeper', NOTHING],
  ['constructor', NOTHING],
  ['__proto__', NOTHING],
  ['windows.toString', NOTHING],
  ['state.0', NOTHING],
]

eachTarget((target) => {
  test('each path, and its exit code', async (t) => {
    const place = makePlace(t)
    const flags = (paths: typeof PATHS): string[] => paths.flatMap(([path]) => ['--field', path])
    const found = PATHS.filter(([, line]) => line !== null)
    const [plain, filled, complete] = await withinOneSecond((now) => {
      writeState(place.cache, dataEntry(now - 10, DATA))
      return Promise.all([
        us(target, place, ['get', ...flags(PATHS)]),
        us(target, place, ['get', ...flags(PATHS), '--default', 'n/a']),
        us(target, place, ['get', ...flags(found)]),
      ])
    })
    expectOutput(plain, 1, PATHS.map(([, line]) => `${line ?? ''}\n`).join(''))
    expectOutput(filled, 0, PATHS.map(([, line]) => `${line ?? 'n/a'}\n`).join(''))
    expectOutput(complete, 0, found.map(([, line]) => `${line}\n`).join(''))
    for (const path of ['nosuch', 'lock', 'five_hour.utilization']) {
      expectOutput(await us(target, place, ['get', '--field', path]), 1, '\n')
    }
  })

  test('an object and a list are one line of JSON', async (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds() - 10, DATA))
    const outcome = await us(target, place, [
      'get',
      '--field',
      'object',
      '--field=tangelo.list',
      '--field',
      'windows.five_hour',
    ])
    expectQuiet(outcome, 0)
    const lines = outcome.stdout.split('\n')
    assert.equal(lines.length, 4)
    assert.deepEqual(JSON.parse(lines[0] ?? ''), { a: [1, 'x'] })
    assert.deepEqual(JSON.parse(lines[1] ?? ''), [10, [20]])
    assert.equal(JSON.parse(lines[2] ?? '').percent, 45.5)
  })

  test('numbers of the response are printed as they were sent', async (t) => {
    const place = makePlace(t)
    const sent = [
      '12345678901234567890',
      '-98765432109876543210',
      '1e2',
      '22.0',
      '0.10',
      '-0',
      '1E-400',
      '9007199254740993',
    ]
    const body = `{"five_hour":null,"batch":[${sent.join(',')}]}`
    expectQuiet(await us(target, place, ['put'], { stdin: body }), 0)
    const outcome = await us(target, place, ['get', ...sent.flatMap((_, index) => ['--field', `batch.${index}`])])
    expectQuiet(outcome, 0)
    assert.deepEqual(outcome.stdout.trimEnd().split('\n').map(exactJson), sent.map(exactJson))
    const json = await us(target, place, ['get'])
    assert.deepEqual((exactJson(json.stdout) as { data: { unknown_buckets: unknown } }).data.unknown_buckets, {
      batch: sent.map(exactJson),
    })
  })

  test('with nothing served the state can be asked for, and the exit code stays', async (t) => {
    const place = makePlace(t)
    const fields = [
      'get',
      '--field',
      'state',
      '--field',
      'five_hour.percent',
      '--field',
      'error.code',
      '--default',
      '-',
    ]
    expectOutput(await us(target, place, fields), 1, 'miss\n-\n-\n')
    writeState(place.cache, errorEntry(nowSeconds(), 'Timeout'))
    expectOutput(await us(target, place, fields), 4, 'blocked\n-\nTimeout\n')
    expectOutput(await us(target, place, ['get', '--field', 'state']), 4, 'blocked\n')
  })

  test('--default: its text as it is, the empty one too', async (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds(), DATA))
    for (const text of ['', '--', 'ä {}']) {
      expectOutput(await us(target, place, ['get', '--field', 'nosuch', `--default=${text}`]), 0, `${text}\n`)
    }
    expectOutput(await us(target, place, ['get', '--field', 'empty', '--default', 'x']), 0, '\n')
  })

  test('a path that is none is a usage error or has no value, never a crash', async (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds(), DATA))
    for (const path of ['', '.', 'a..b', 'state.', '.state', '\\', 'tangelo.back\\slash']) {
      const outcome = await us(target, place, ['get', `--field=${path}`])
      if (outcome.code === 2) expectUsageError(outcome)
      else expectQuiet(outcome, path === 'tangelo.back\\slash' && outcome.stdout === '1\n' ? 0 : 1)
    }
  })
})

// Exit 2 comes before anything is read or written, and says in one line what was wrong.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectUsageError } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, readText, us, writeState } from '../helpers/place.ts'
import { run } from '../helpers/run.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

const LONG = 'x'.repeat(65)

/** Each group is one test; each line is an argument vector that is refused. */
const REFUSED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'an unknown command or flag': [
    ['nosuch'],
    [''],
    ['GET'],
    ['no\nsuch'],
    ['--nosuch'],
    ['get', '--nosuch'],
    ['get', '--nosuch=1'],
    ['get', '--no\nsuch'],
    ['get', '-x'],
    ['get', '-j'],
    ['get', '-V'],
    ['get', '--version'],
    ['get', '--node-options=--version'],
    ['put', '--json'],
    ['lock', '--force'],
    ['clear', '--max-age', '1m'],
    ['help', 'nosuch'],
  ],
  'a value that is missing, or given where there is none to give': [
    ['get', '--max-age'],
    ['get', '--field'],
    ['get', '--default'],
    ['put', '--at'],
    ['put', '--error'],
    ['block', '--for'],
    ['block', '--until'],
    ['block', '--retry-after'],
    ['block', '--error'],
    ['path', '--root'],
    ['path', '--profile'],
    ['get', '--json=1'],
    ['get', '--fresh-only=true'],
    ['get', '--ok='],
    ['get', '--shell=sh'],
    ['block', '--force=1'],
    ['get', '--help=1'],
  ],
  'an operand too many': [
    ['get', 'extra'],
    ['put', 'extra'],
    ['clear', 'usage.json'],
    ['lock', 'extra'],
    ['block', '60'],
    ['unblock', 'extra'],
    ['path', 'extra'],
    ['help', 'get', 'put'],
  ],
  'a duration that is none': [
    '',
    'x',
    'm',
    '1.5m',
    '-5',
    '+5',
    '1e3',
    '90 s',
    ' 90',
    '90S',
    '3min',
    '1h30m',
    '0x10',
    '１',
    '9'.repeat(40),
  ]
    .map((text) => ['get', `--max-age=${text}`])
    .concat(['--max-stale', '--error-max-age', '--max-complete-age'].map((flag) => ['get', flag, 'soon']))
    .concat([['block', '--for', '1.5m']]),
  'outputs that exclude each other': [
    ['get', '--json', '--wire'],
    ['get', '--json', '--shell'],
    ['get', '--shell', '--fish'],
    ['get', '--wire', '--field', 'state'],
    ['get', '--fish', '--field', 'state'],
  ],
  'flags that exclude each other': [
    ['block', '--for', '1m', '--until', '1795338100'],
    ['block', '--until', '1795338100', '--retry-after', '60'],
    ['block', '--for', '1m', '--retry-after', '60'],
    ['put', '--error', 'Timeout', '--at', '1795338100'],
  ],
  'an instant, a code or a name that is none': [
    ['block', '--until', 'tomorrow'],
    ['block', '--until', ''],
    ['block', '--until', '1795338100.5'],
    ['block', '--until', '2026-11-22T09:00:00Z'],
    ['block', '--error', ''],
    ['block', '--error', '9x'],
    ['block', '--error', 'two words'],
    ['block', '--error', LONG],
    ['put', '--error', ''],
    ['put', '--error', 'a.b'],
    ['put', '--error', 'a\nb'],
    ['put', '--error', 'Zeitüberschreitung'],
    ['put', '--error', LONG],
    ['put', '--at', ''],
    ['put', '--at', 'yesterday'],
    ['put', '--at', '2026-02-30T09:00:00Z'],
    ['put', '--at', '2025-11-22T09:00:00'],
    ['put', '--at', '2025-11-22'],
    ['put', '--at', '2999-01-01T00:00:00Z'],
    ['put', '--at', '32472144000'],
    ...['', '.', '..', '.hidden', 'a/b', 'a b', '-x', 'ä', 'a\n', LONG].map((name) => ['path', `--profile=${name}`]),
  ],
}

eachTarget((target) => {
  for (const [group, commands] of Object.entries(REFUSED)) {
    test(group, async (t) => {
      const place = makePlace(t)
      const missing = join(place.dir, 'missing')
      for (const args of thinned(target, commands)) {
        // `put --error` takes no input and could store something where the flags are not looked at first.
        expectUsageError(
          await run(target, [...args, '--root', missing], { cwd: place.dir, stdin: '{"five_hour":null}' }),
        )
      }
      assert.deepEqual(readdirSync(place.dir), ['root'])
      assert.equal(existsSync(missing), false)
    })
  }

  test('a root that cannot be one', async (t) => {
    const place = makePlace(t)
    expectUsageError(await run(target, ['--root=~/x', 'put'], { cwd: place.dir, stdin: '{}' }), '~')
    expectUsageError(await run(target, ['--root', '', 'put'], { cwd: place.dir, stdin: '{}' }))
    assert.deepEqual(readdirSync(place.dir), ['root'])
  })

  test('what is there stays as it is', async (t) => {
    const place = makePlace(t)
    const now = nowSeconds()
    writeState(place.cache, dataEntry(now - 10, { five_hour: { utilization: 1, resets_at: null } }))
    writeState(place.lock, { blocked_until: now + 1000, error: 'Timeout' })
    const before = [readText(place.cache), readText(place.lock)]
    for (const args of [
      ['put', '--nosuch'],
      ['put', '--at', 'never'],
      ['clear', 'x'],
      ['block', '--for', '1m', '--until', '1'],
      ['unblock', '--all'],
    ]) {
      expectUsageError(await us(target, place, args, { stdin: '{"five_hour":null}' }))
    }
    assert.deepEqual([readText(place.cache), readText(place.lock)], before)
    assert.deepEqual(readdirSync(place.root).sort(), ['usage.json', 'usage.lock'])
  })
})

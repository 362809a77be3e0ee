// What is printed for shells assigns, and does nothing else, whatever the file holds.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import fc from 'fast-check'
import { decide, type Decision, DEFAULT_POLICY } from '../../src/core/decide.ts'
import { CachedUsage } from '../../src/core/usage-entry.ts'
import { renderFish, renderPosix } from '../../src/render/shell.ts'
import { needTool } from '../helpers/tools.ts'

const NOW_MS = Date.parse('2026-11-22T09:01:40Z')
const NAMES = ['five_hour', 'seven_day', 'seven_day_opus', 'seven_day_sonnet', 'seven_day_oauth_apps', 'extra_usage']
const VARIABLES = [
  ...['usage_state', 'usage_age', 'usage_error', 'usage_retry_in', 'usage_scoped'],
  ...NAMES.flatMap((name) => ['', '_resets_in', '_pace', '_runs_out_in'].map((end) => `usage_${name}${end}`)),
]

const ATTACKS = [
  ...[
    "'; echo pwned; '",
    '$(echo pwned)',
    '`echo pwned`',
    '\\',
    "\\'",
    "'\\''",
    '"',
    '$IFS',
    '!!',
    '*',
    '~',
    '# x',
    '%s',
    "a'b",
  ],
  ...['\u0000', 'x\ny=1', '\r', 'é', '漢字', '\u202e', '', '-n', ' ', '{a,b}', '&& pwned', '\ud83d\ude00'],
]
const hostile = fc.oneof(
  fc.constantFrom(...ATTACKS),
  fc.array(fc.constantFrom(...ATTACKS), { maxLength: 4 }).map((all) => all.join('')),
)

function decision(code: string, names: readonly string[]): Decision {
  const limits = names.map((display_name) => ({
    kind: 'weekly_scoped',
    percent: 82,
    scope: { model: { display_name } },
  }))
  const served = decide(CachedUsage.withData({ limits }, NOW_MS), () => null, NOW_MS, DEFAULT_POLICY)
  return { ...served, activeBlock: { blockedUntil: NOW_MS / 1000 + 60, error: code } }
}

/** What one shell makes of many renderings: the values of one rendering, each ended by a NUL. */
function evaluate(t: TestContext, [shell = '', ...options]: readonly string[], script: string): string[][] {
  const directory = mkdtempSync(join(tmpdir(), 'usage-store-shell-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'script')
  writeFileSync(file, script)
  const env = { PATH: process.env['PATH'], HOME: directory, LC_ALL: 'C.UTF-8' }
  const { status, stdout, stderr } = spawnSync(shell, [...options, file], { encoding: 'utf8', env })
  assert.deepEqual([status, stderr], [0, ''])
  return stdout
    .split('\u0001')
    .slice(0, -1)
    .map((record) => record.split('\u0000').slice(0, -1))
}

const batch = fc.sample(fc.tuple(hostile, fc.array(hostile, { maxLength: 3 })), { numRuns: 300, seed: 1 })
const plain = (text: string) => text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '')

function assertAssigned(seen: readonly string[][]): void {
  assert.equal(seen.length, batch.length)
  batch.forEach(([code], index) => {
    const values = seen[index] ?? []
    assert.equal(values.length, VARIABLES.length)
    assert.equal(values[0], 'fresh')
    assert.equal(values[VARIABLES.indexOf('usage_error')], plain(code))
    assert.match(values[VARIABLES.indexOf('usage_scoped')] ?? '', /^([A-Za-z0-9._-]+=82( |$))*$/)
  })
}

for (const shell of ['sh', 'bash', 'zsh']) {
  test(`${shell} evaluates to the very values`, (t) => {
    if (!needTool(t, shell)) return
    const values = VARIABLES.map((name) => `"$${name}"`).join(' ')
    const script = batch.map(
      ([code, names]) => `${renderPosix(decision(code, names), NOW_MS)}printf '%s\\0' ${values}; printf '\\1'\n`,
    )
    assertAssigned(evaluate(t, [shell], script.join('')))
  })
}

test('fish evaluates to the very values', (t) => {
  if (!needTool(t, 'fish')) return
  const values = VARIABLES.map((name) => `"$${name}"`).join(' ')
  const script = batch.map(
    ([code, names]) => `${renderFish(decision(code, names), NOW_MS)}printf '%s\\0' ${values}; printf '\\1'\n`,
  )
  assertAssigned(evaluate(t, ['fish', '--no-config'], script.join('')))
})

test('always all variables, in one order, one a line', () => {
  const miss = decide({ miss: 'absent' }, () => null, NOW_MS, DEFAULT_POLICY)
  for (const { served, text } of [
    { served: true, text: renderPosix(decision("it's\nme", []), NOW_MS) },
    { served: false, text: renderPosix(miss, NOW_MS) },
  ]) {
    const lines = text.split('\n')
    assert.equal(lines.pop(), '')
    assert.deepEqual(
      lines.map((line) => line.replace(/=.*/, '')),
      VARIABLES,
      `served: ${served}`,
    )
    for (const line of lines) assert.match(line, /^[a-z_]+='([^']|'\\'')*'$/)
  }
  assert.match(renderPosix(miss, NOW_MS), /^usage_state='miss'\nusage_age=''\n/)
})

test('names are reduced, and those that are then equal are counted', () => {
  const text = renderPosix(decision('X', ['Opus 4.5', 'Opus-4.5', 'Opus4.5', '漢字']), NOW_MS)
  assert.match(text, /^usage_scoped='Opus4\.5=82 Opus-4\.5=82 Opus4\.5_2=82'$/m)
})

test('numbers are whole: percents half up but never full for less, paces without a plus', () => {
  const resets_at = new Date(NOW_MS + 2.5 * 3_600_000).toISOString()
  const data = { five_hour: { utilization: 99.7, resets_at }, extra_usage: { utilization: 0.2 } }
  const text = renderPosix(
    decide(CachedUsage.withData(data, NOW_MS), () => null, NOW_MS, DEFAULT_POLICY),
    NOW_MS,
  )
  assert.match(
    text,
    /^usage_five_hour='99'\nusage_five_hour_resets_in='9000'\nusage_five_hour_pace='50'\nusage_five_hour_runs_out_in='27'\n/m,
  )
  assert.match(text, /^usage_extra_usage='1'$/m)
})

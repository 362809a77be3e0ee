// --shell and --fish: always the same names, in lines that a shell can evaluate whatever the file holds.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import {
  dataEntry,
  errorEntry,
  iso,
  makePlace,
  nowSeconds,
  us,
  withinOneSecond,
  writeState,
  type Place,
} from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'

const BUCKETS = ['five_hour', 'seven_day', 'seven_day_opus', 'seven_day_sonnet', 'seven_day_oauth_apps', 'extra_usage']
const NAMES = [
  'usage_state',
  'usage_age',
  'usage_error',
  'usage_retry_in',
  'usage_scoped',
  ...BUCKETS.flatMap((name) => ['', '_resets_in', '_pace', '_runs_out_in'].map((suffix) => `usage_${name}${suffix}`)),
]

/** The assignments, asserting the form of each line. */
function parseShell(stdout: string): Record<string, string> {
  return Object.fromEntries(
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const match = /^(usage_[a-z_]+)='((?:[^']|'\\'')*)'$/.exec(line)
        assert.ok(match !== null, line)
        return [match[1] ?? '', (match[2] ?? '').replaceAll("'\\''", "'")]
      }),
  )
}

/** The variables that are expected; all others are empty. */
const filled = (values: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(NAMES.map((name) => [name, ''])),
  ...values,
})

const scoped = (percent: number, display_name: unknown): unknown => ({
  kind: 'weekly_scoped',
  percent,
  resets_at: null,
  scope: { model: { display_name } },
})

/** An entry whose every text tries to become a command; `touch pwn` is what it would run. */
const HOSTILE = {
  five_hour: { utilization: 22, resets_at: null },
  limits: [
    "'; touch pwn; '",
    '"; touch pwn; "',
    '$(touch pwn)',
    '`touch pwn`',
    'a\ntouch pwn\n',
    "\\'; touch pwn #",
    '(touch pwn)',
    'a;touch pwn',
    '\u001b]0;touch pwn\u0007',
    'a\u202eb',
    '--version',
    '-e',
    '*',
    '~',
    '!!',
    '%n',
    '\u0000x',
    "x'$(touch pwn)'",
    'Sonnet 5.1',
  ].map((name, index) => scoped(index, name)),
}
const HOSTILE_LOCK = `{"blocked_until":BLOCKED,"error":"'; touch pwn; $(touch pwn) \`touch pwn\` \\u001b[31m\\u202e\\ntouch pwn"}`

const SHELLS: Readonly<Record<string, readonly [argv: readonly string[], flag: string, script: string]>> = {
  sh: [['sh', '-c'], '--shell', 'eval "$OUT"; for n in $NAMES; do eval "v=\\$$n"; printf "%s=%s\\n" "$n" "$v"; done'],
  bash: [['bash', '--norc', '-c'], '--shell', 'eval "$OUT"; for n in $NAMES; do printf "%s=%s\\n" "$n" "${!n}"; done'],
  zsh: [['zsh', '-f', '-c'], '--shell', 'eval "$OUT"; for n in ${=NAMES}; do printf "%s=%s\\n" "$n" "${(P)n}"; done'],
  fish: [
    ['fish', '--no-config', '-c'],
    '--fish',
    'printf "%s" "$OUT" | source; for n in (string split " " -- $NAMES); printf "%s=%s\\n" $n "$$n"; end',
  ],
}

function writeHostile(place: Place, cachedAt: number): void {
  writeState(place.cache, dataEntry(cachedAt, HOSTILE))
  writeState(place.lock, HOSTILE_LOCK.replace('BLOCKED', String(cachedAt + 9999)))
}

eachTarget((target) => {
  test('every name in each state', async (t) => {
    const place = makePlace(t)
    const get = async (): Promise<Record<string, string>> =>
      parseShell((await us(target, place, ['get', '--shell', '--ok'])).stdout)
    assert.deepEqual(Object.keys(await get()), NAMES)
    assert.deepEqual(await get(), filled({ usage_state: 'miss' }))
    const full = await withinOneSecond((now) => {
      const at = now - 212
      writeState(
        place.cache,
        dataEntry(at, {
          five_hour: { utilization: 47, resets_at: iso(at + 3 * 3600) },
          seven_day: { utilization: 30, resets_at: iso(at + 302_400) },
          seven_day_sonnet: { utilization: 100, resets_at: null },
          extra_usage: { is_enabled: true, utilization: 12.5 },
          limits: [scoped(82, 'Opus'), scoped(12.4, 'Sonnet')],
        }),
      )
      writeState(place.lock, { blocked_until: now + 100, error: 'RateLimited' })
      return get()
    })
    const runsOut = full['usage_five_hour_runs_out_in'] ?? ''
    assert.ok(Math.abs(Number(runsOut) - (8119 - 212)) <= 1, runsOut)
    assert.deepEqual(
      full,
      filled({
        usage_state: 'backoff',
        usage_age: '212',
        usage_error: 'RateLimited',
        usage_retry_in: '100',
        usage_scoped: 'Opus=82 Sonnet=12',
        usage_five_hour: '47',
        usage_five_hour_resets_in: String(3 * 3600 - 212),
        usage_five_hour_pace: '7',
        usage_five_hour_runs_out_in: runsOut,
        usage_seven_day: '30',
        usage_seven_day_resets_in: String(302_400 - 212),
        usage_seven_day_pace: '-20',
        usage_seven_day_sonnet: '100',
        usage_extra_usage: '13',
      }),
    )
    const blocked = await withinOneSecond((now) => {
      writeState(place.lock, { blocked_until: now + 100, error: 'Unauthorized' })
      return get()
    })
    assert.deepEqual(blocked, filled({ usage_state: 'blocked', usage_error: 'Unauthorized', usage_retry_in: '100' }))
    writeState(place.cache, errorEntry(nowSeconds(), 'Timeout'))
    writeState(place.lock, { blocked_until: 1 })
    assert.deepEqual(await get(), filled({ usage_state: 'blocked', usage_error: 'Timeout' }))
  })

  test('whole numbers: half up, but never full for less nor nothing for more; a reset percent is empty', async (t) => {
    const place = makePlace(t)
    const [outcome] = await withinOneSecond(async (now) => {
      writeState(
        place.cache,
        dataEntry(now - 10, {
          five_hour: { utilization: 45.5, resets_at: iso(now - 5) },
          seven_day: { utilization: 99.6, resets_at: iso(now + 302_390) },
          seven_day_opus: { utilization: 0.2, resets_at: iso(now + 302_390) },
          seven_day_sonnet: { utilization: 45.5, resets_at: null },
          seven_day_oauth_apps: { utilization: 45.49 },
          extra_usage: { utilization: 250 },
          limits: [scoped(99.99, 'a'), scoped(0.01, 'b'), scoped(0, 'c'), scoped(100, 'd')],
        }),
      )
      return [await us(target, place, ['get', '--shell'])] as const
    })
    const shell = parseShell(outcome.stdout)
    assert.deepEqual(
      BUCKETS.map((name) => shell[`usage_${name}`]),
      ['', '99', '1', '46', '45', '100'],
    )
    assert.deepEqual(
      [shell['usage_five_hour_pace'], shell['usage_seven_day_pace'], shell['usage_seven_day_opus_pace']],
      ['', '50', '-50'],
    )
    assert.equal(shell['usage_scoped'], 'a=99 b=1 c=0 d=100')
  })

  test('scoped names are reduced, then counted', async (t) => {
    const place = makePlace(t)
    writeState(
      place.cache,
      dataEntry(nowSeconds(), {
        limits: ['Sonnet 5.1', 'Sonnet5.1', "So'nnet;5.1", 'a_b-C.9', 'O\u202epus'].map((name, index) =>
          scoped(index, name),
        ),
      }),
    )
    const { usage_scoped } = parseShell((await us(target, place, ['get', '--shell'])).stdout)
    assert.equal(usage_scoped, 'Sonnet5.1=0 Sonnet5.1_2=1 Sonnet5.1_3=2 a_b-C.9=3 Opus=4')
  })

  for (const [shell, [argv, flag, script]] of Object.entries(SHELLS)) {
    test(`${shell} evaluates it to the same values and runs nothing of it`, async (t) => {
      if (!needTool(t, shell)) return
      const place = makePlace(t)
      const [fromTarget, expected] = await withinOneSecond(async (now) => {
        writeHostile(place, now - 300)
        return [await us(target, place, ['get', flag]), await us(target, place, ['get', '--shell'])] as const
      })
      expectQuiet(fromTarget, 0)
      assert.equal(fromTarget.stdout.trimEnd().split('\n').length, NAMES.length)
      if (flag === '--fish')
        for (const line of fromTarget.stdout.trimEnd().split('\n'))
          assert.match(line, /^set -g usage_[a-z_]+ '(?:[^'\\]|\\['\\])*'$/)
      const env = {
        PATH: process.env['PATH'] ?? '',
        HOME: place.dir,
        LANG: 'C.UTF-8',
        OUT: fromTarget.stdout,
        NAMES: NAMES.join(' '),
      }
      const values = parseShell(expected.stdout)
      assert.equal(values['usage_state'], 'backoff')
      const evaluated = await runCommand([...argv, script], { env, cwd: place.dir })
      expectOutput(evaluated, 0, NAMES.map((name) => `${name}=${values[name]}\n`).join(''))
      assert.equal(readdirSync(place.dir).includes('pwn'), false)
    })
  }
})

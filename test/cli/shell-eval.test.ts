// --shell and --fish in the shells themselves: evaluated to the same values, whatever the files hold.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { FISH_LINE } from '../fuzz/invariants.ts'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, us, withinOneSecond, writeState, type Place } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { NAMES, parseShell } from '../helpers/shell-lines.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'
import { namedLimit } from '../helpers/windows.ts'

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
  ].map((name, index) => namedLimit(index, name)),
}
const HOSTILE_LOCK = `{"blocked_until":BLOCKED,"error":"'; touch pwn; \\\\'; touch pwn; \\\\\\\\ \\\\n $(touch pwn) \`touch pwn\` \\u001b[31m\\u202e\\ntouch pwn"}`

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

/** For what starts hundreds of processes. */
const MANY = { timeout: 600_000 }

function writeHostile(place: Place, cachedAt: number): void {
  writeState(place.cache, dataEntry(cachedAt, HOSTILE))
  writeState(place.lock, HOSTILE_LOCK.replace('BLOCKED', String(cachedAt + 9999)))
}

eachTarget((target) => {
  for (const [shell, [argv, flag, script]] of Object.entries(SHELLS)) {
    test(`${shell} evaluates it to the same values and runs nothing of it`, async (t) => {
      if (!needTool(t, shell)) return
      const place = makePlace(t)
      const [fromTarget, expected] = await withinOneSecond(async (now) => {
        writeHostile(place, now - 300)
        return Promise.all([us(target, place, ['get', flag]), us(target, place, ['get', '--shell'])])
      })
      expectQuiet(fromTarget, 0)
      assert.equal(fromTarget.stdout.trimEnd().split('\n').length, NAMES.length)
      if (flag === '--fish') for (const line of fromTarget.stdout.trimEnd().split('\n')) assert.match(line, FISH_LINE)
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

  for (const [locale, charset] of [
    ['zh_CN', 'GBK'],
    ['ja_JP', 'SHIFT_JIS'],
  ] as const)
    for (const [shell, [argv, flag, script]] of Object.entries(SHELLS))
      test(`${shell} runs nothing of it where a backslash can be half of a character: ${charset}`, MANY, async (t) => {
        if (!needTool(t, shell) || !needTool(t, 'localedef') || !needTool(t, 'locale-gen')) return
        const place = makePlace(t)
        const locales = join(place.dir, 'locales')
        mkdirSync(locales)
        const name = `${locale}.${charset}`
        // It ends in 1 with a warning that backslash and tilde are not quite those of ASCII.
        await runCommand(['localedef', '-c', '-i', locale, '-f', charset, join(locales, name)], {
          env: { PATH: process.env['PATH'] ?? '' },
        })
        assert.deepEqual(readdirSync(locales), [name])
        const env = {
          PATH: process.env['PATH'] ?? '',
          HOME: place.dir,
          LOCPATH: locales,
          LC_ALL: name,
          NAMES: 'usage_state',
        }
        for (const character of ['あ', 'ッ', 'é', 'ü', '表', '\u00a0', '💥'])
          for (const text of ["'; touch pwn #", "\\'; touch pwn #", "''; touch pwn; ''", '\\'])
            for (const before of [character, `${character}a`, `${character}${character}`]) {
              writeState(place.cache, { ...dataEntry(nowSeconds(), {}), data: null, error: { code: before + text } })
              const { stdout } = await us(target, place, ['get', flag])
              const evaluated = await runCommand([...argv, script], { env: { ...env, OUT: stdout }, cwd: place.dir })
              expectOutput(evaluated, 0, 'usage_state=blocked\n')
            }
        assert.equal(readdirSync(place.dir).includes('pwn'), false)
      })
})

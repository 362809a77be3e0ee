// usage.view and the flags of `usage_store`, the function of `init`, in the shells themselves, many in one process:
// nothing is run, and what is not plainly right is left to usage-store.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from '../../src/core/json.ts'
import { dataEntry, iso, makePlace, nowSeconds, type Place, writeState } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { NAMES } from '../helpers/shell-lines.ts'
import { needTool } from '../helpers/tools.ts'
import { viewText } from '../helpers/view.ts'
import { namedLimit } from '../helpers/windows.ts'
import { type Shell, type ShellName, SHELLS, writeProgram } from '../shells/init-shells.ts'
import { sample, seedNote } from './budget.ts'
import { hostile, hostileWord } from './hostile.ts'
import { runHere } from './in-process.ts'

const CASES = 150
const POSIX = (args: string) => `for d in "$CASES"/*; do
${args}
usage_store --root "$d" "\${args[@]}"; echo "exit=$?"
for n in NAMES; do printf '%s=%s\\n' "$n" "VALUE"; done
done`
/** Runs every case; `NAMES` stands for the variables. */
const SCRIPTS: Readonly<Record<ShellName, string>> = {
  bash: POSIX(`mapfile -d '' -t args < "$d/args"`).replace('VALUE', '${!n}'),
  zsh: POSIX(`args=("\${(@0)$(<"$d/args")}"); args=("\${(@)args[1,-2]}")`).replace('VALUE', '${(P)n}'),
  fish: `for d in $CASES/*
set args (string split0 < $d/args)
usage_store --root $d $args; echo exit=$status
for n in NAMES; printf '%s=%s\\n' $n "$$n"; end
end`,
}

const DATA: JsonObject = {
  five_hour: { utilization: 42.6, resets_at: iso(nowSeconds() + 3600) },
  seven_day: { utilization: 100, resets_at: iso(nowSeconds() + 86_400) },
  limits: ['Opus 4.1', 'Sonnet'].map((name) => namedLimit(82, name) as JsonObject),
  unknown_buckets: {},
}

const number = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '08',
    '1.5',
    '1e3',
    '0x1',
    'never',
    '9'.repeat(13),
    '9'.repeat(30),
    '1 2',
    '+1',
    '--1',
    '1-2',
  ),
  fc.integer({ min: -1, max: 2 ** 31 }).map(String),
  hostile,
)

/** A view with lines changed, gone, doubled or moved, and then perhaps cut or with bytes changed. */
function viewsLike(good: string): fc.Arbitrary<Buffer> {
  const lines = good.split('\n')
  const at = fc.nat({ max: lines.length - 1 })
  const change = fc.oneof(
    fc.tuple(at, number).map(
      ([n, value]) =>
        (all: string[]) =>
          void (all[n] = `${all[n]?.split(' ')[0] ?? ''} ${value}`),
    ),
    at.map((n) => (all: string[]) => void all.splice(n, 1)),
    fc.tuple(at, at).map(
      ([n, m]) =>
        (all: string[]) =>
          void all.splice(n, 0, all[m] ?? ''),
    ),
    fc.tuple(at, hostile).map(
      ([n, text]) =>
        (all: string[]) =>
          void all.splice(n, 0, text),
    ),
  )
  const changed = fc.array(change, { maxLength: 3 }).map((changes) => {
    const all = [...lines]
    for (const act of changes) act(all)
    return Buffer.from(all.join('\n'))
  })
  const flip = fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }))
  return fc.oneof(
    { weight: 4, arbitrary: changed },
    {
      weight: 1,
      arbitrary: fc.tuple(changed, fc.nat({ max: good.length })).map(([bytes, end]) => bytes.subarray(0, end)),
    },
    {
      weight: 2,
      arbitrary: fc.array(flip, { minLength: 1, maxLength: 3 }).map((flips) => {
        const bytes = Buffer.from(good)
        for (const [n, byte] of flips) bytes[n] = byte
        return bytes
      }),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6000 }).map((bytes) => Buffer.from(bytes)) },
  )
}

const OPTIONS = [
  'max-age',
  'max-stale',
  'error-max-age',
  'max-complete-age',
  'timeout',
  'wait',
  'refresh',
  'release-on',
  'profile',
]
const duration = fc.oneof(
  fc.constantFrom(
    '1h',
    '5400',
    '90m',
    '1d',
    '3600s',
    '0',
    '',
    '1',
    '1w',
    '-1',
    '1.5h',
    '0001h',
    '1h\n',
    ' 1h',
    '99999999999999999999',
  ),
  hostileWord,
)
const word = fc.oneof(
  fc.tuple(fc.constantFrom(...OPTIONS), duration).map(([name, value]) => [`--${name}=${value}`]),
  fc.tuple(fc.constantFrom(...OPTIONS), duration).map(([name, value]) => [`--${name}`, value]),
  fc.constantFrom(['--ok'], ['--fresh-only'], ['--max-age=1h'], ['--refresh', 'true'], ['--'], ['--json'], ['-h']),
  hostileWord.map((text) => [text]),
)
const words = fc.array(word, { maxLength: 3 }).map((all) => all.flat())

interface Case {
  readonly view: Buffer
  readonly args: readonly string[]
}

const rootOf = ({ dir }: Place, index: number) => join(dir, 'cases', String(index).padStart(6, '0'))

function writeCases(place: Place, cases: readonly Case[]): void {
  const now = nowSeconds()
  for (const [index, { view, args }] of cases.entries()) {
    const root = rootOf(place, index)
    mkdirSync(root, { recursive: true })
    writeState(join(root, 'usage.json'), dataEntry(now - 5, DATA), now - 5)
    writeFileSync(join(root, 'usage.view'), view)
    // Where no claim can be made nothing is ever started, whatever is given as --refresh.
    mkdirSync(join(root, 'usage.mutex'))
    writeFileSync(join(root, 'args'), args.map((text) => `${text}\u0000`).join(''))
  }
}

/** What each case set; fails where anything was run, or said. */
async function runCases(place: Place, shell: Shell, cases: readonly Case[]): Promise<Record<string, string>[]> {
  const cwd = join(place.dir, 'cwd')
  mkdirSync(cwd)
  const { name, argv, file } = shell
  const asked = name === 'fish' ? 'set -g usage_state asked' : 'usage_state=asked'
  writeProgram(place, `#!/bin/sh\necho '${asked}'\nexit 4\n`)
  writeCases(place, cases)
  const text = `source ${file}\n${SCRIPTS[name].replace('NAMES', NAMES.join(' '))}`
  const env = {
    PATH: `${join(place.dir, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: place.dir,
    CASES: join(place.dir, 'cases'),
  }
  const { code, stdout, stderr } = await runCommand([...argv, text], { env, cwd, limitMs: 100_000 })
  assert.deepEqual(readdirSync(cwd), [], `something was run: ${seedNote}`)
  assert.deepEqual([code, stderr], [0, ''], seedNote)
  const results = stdout.split(/^exit=/m).slice(1)
  assert.equal(results.length, cases.length, seedNote)
  return results.map((result) =>
    Object.fromEntries(
      `exit=${result}`
        .split('\n')
        .slice(0, -1)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ),
  )
}

for (const shell of SHELLS) {
  test(`${shell.name}: views of any content`, async (t) => {
    if (!needTool(t, shell.name)) return
    const good = viewText(DATA, nowSeconds() - 5)
    const cases = [Buffer.from(good), ...sample(viewsLike(good), CASES)].map((view) => ({
      view,
      args: ['--max-age=400d'],
    }))
    const results = await runCases(makePlace(t), shell, cases)
    assert.equal(results[0]?.['usage_state'], 'fresh')
    for (const [index, values] of results.entries()) {
      const about = `${seedNote} ${JSON.stringify(cases[index]?.view.toString())} ${JSON.stringify(values)}`
      const { exit, usage_state: state, usage_scoped: scoped = '', ...numbers } = values
      if (state === 'asked') assert.equal(exit, '4', about)
      else {
        assert.deepEqual([state, exit], ['fresh', '0'], about)
        assert.match(scoped, /^[A-Za-z0-9_.:=+ -]*$/, about)
        for (const value of Object.values(numbers)) assert.match(value, /^-?\d*$/, about)
        const shown = (cases[index]?.view.toString('latin1') ?? '').replaceAll('\u0000', '')
        assert.match(shown, /^usage-store-view 1\n(?:[a-z_]+ [A-Za-z0-9_.:=+ -]*\n){28}$/, about)
      }
    }
    assert.ok(results.filter((values) => values['usage_state'] === 'fresh').length > 5, 'some are fine')
  })

  test(`${shell.name}: what usage-store refuses, it is given to refuse`, async (t) => {
    if (!needTool(t, shell.name)) return
    const place = makePlace(t)
    const view = Buffer.from(viewText(DATA, nowSeconds() - 5))
    const cases = [['--max-age=1h'], ...sample(words, CASES)].map((args) => ({ view, args }))
    const results = await runCases(place, shell, cases)
    assert.equal(results[0]?.['usage_state'], 'fresh')
    for (const [index, { args }] of cases.entries()) {
      if (results[index]?.['usage_state'] === 'asked') continue
      const flag = shell.name === 'fish' ? '--fish' : '--shell'
      const root = rootOf(place, index)
      const { code, stdout } = runHere(['--root', root, 'get', flag, ...args], { nowMs: Date.now() })
      const printsVariables = stdout === '' || /^(?:set -g )?usage_state/.test(stdout)
      assert.ok(code !== 2 && code !== 3 && printsVariables, `${seedNote} ${JSON.stringify(args)} ${code} ${stdout}`)
    }
  })
}

// The function that `init` prints, in the shells themselves.
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { INIT_FILES } from '../../src/commands/init.ts'
import { expectQuiet } from '../helpers/expect.ts'
import { iso, makePlace, nowSeconds, type Place, readText, writeState } from '../helpers/place.ts'
import { type Outcome, runCommand, shellQuote } from '../helpers/run.ts'
import { NAMES } from '../helpers/shell-lines.ts'
import type { Target } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'
import { writeStored } from '../helpers/view.ts'
import { namedLimit } from '../helpers/windows.ts'

export type ShellName = 'bash' | 'zsh' | 'fish'

export interface Shell {
  readonly name: ShellName
  /** What takes a script, before its arguments. */
  readonly argv: readonly string[]
  readonly file: string
  /** Sources the file that is the first argument, runs what is to be run, and prints every variable. */
  readonly script: (body: string) => string
  /** Calls the function with the arguments after the first. */
  readonly call: string
}

const directory = mkdtempSync(join(tmpdir(), 'usage-store-init-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

/** What `init` prints, as a file. */
function source(name: ShellName): string {
  const file = join(directory, name)
  writeFileSync(file, INIT_FILES[name]?.() ?? assert.fail())
  return file
}
const print = (value: string) => `printf '%s=%s\\n' "$n" "${value}"`

export const SHELLS: readonly Shell[] = [
  {
    name: 'bash',
    argv: ['bash', '--norc', '--noprofile', '-c'],
    file: source('bash'),
    script: (body) => `source "$1"; shift; ${body}; for n in ${NAMES.join(' ')}; do ${print('${!n-unset}')}; done`,
    call: 'code=0; usage_store "$@" || code=$?; echo "code=$code"',
  },
  {
    name: 'zsh',
    argv: ['zsh', '-f', '-c'],
    file: source('zsh'),
    script: (body) => `source "$1"; shift; ${body}; for n in ${NAMES.join(' ')}; do ${print('${(P)n-unset}')}; done`,
    call: 'code=0; usage_store "$@" || code=$?; echo "code=$code"',
  },
  {
    name: 'fish',
    argv: ['fish', '--no-config', '-c'],
    file: source('fish'),
    script: (body) =>
      `source $argv[1]; set -e argv[1]; ${body}; for n in ${NAMES.join(' ')}; if set -q $n; ${print('$$n')}; else; echo $n=unset; end; end`,
    call: 'usage_store $argv; echo code=$status',
  },
]

export interface Ran extends Outcome {
  readonly exit: string
  readonly values: Readonly<Record<string, string>>
}

export interface CallOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Shell code before the call. */
  readonly before?: string
  /** What the shell is started by, such as strace. */
  readonly by?: readonly string[]
}

/** Runs `usage_store ARGS` in a fresh shell, whose PATH begins with the test's own `bin`. */
export async function callInit(
  { argv, file, script, call }: Shell,
  place: Place,
  args: readonly string[],
  { env = {}, before, by = [] }: CallOptions = {},
): Promise<Ran> {
  const body = script(before === undefined ? call : `${before}\n${call}`)
  // Of zsh and bash the first argument after the script is $0.
  const zeroth = argv[0] === 'fish' ? [] : ['shell']
  const outcome = await runCommand([...by, ...argv, body, ...zeroth, file, ...args], {
    env: { PATH: `${join(place.dir, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: place.dir, ...env },
    cwd: place.dir,
  })
  const lines = outcome.stdout
    .split('\n')
    .filter((line) => line.includes('='))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const)
  const { code = '', ...values } = Object.fromEntries(lines)
  return { ...outcome, exit: code, values }
}

/** Puts a script on PATH as usage-store. */
export function writeProgram(place: Place, text: string): void {
  const bin = join(place.dir, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'usage-store'), text)
  chmodSync(join(bin, 'usage-store'), 0o755)
}

/** Puts the target on PATH. */
export function install(place: Place, { argv }: Target): void {
  writeProgram(place, `#!/bin/sh\nexec ${argv.map(shellQuote).join(' ')} "$@"\n`)
}

/** What stands in for usage-store, and notes how it was called. */
function installFake(place: Place, { output = '', code = 0 } = {}): void {
  writeState(join(place.dir, 'output'), output)
  const noted = `for word in "$@"; do printf '%s\\n' "$word"; done >> called\necho end >> called`
  writeProgram(place, `#!/bin/sh\ncd ${shellQuote(place.dir)}\n${noted}\ncat output\nexit ${code}\n`)
}

/** The arguments of each call of the stand-in. */
export function callsOf(place: Place): string[][] {
  let text: string
  try {
    text = readText(join(place.dir, 'called'))
  } catch {
    return []
  }
  return text
    .split('end\n')
    .slice(0, -1)
    .map((call) => call.split('\n').slice(0, -1))
}

export const HOUR = 3600
export const response = (now: number) => ({
  five_hour: { utilization: 42.6, resets_at: iso(now + HOUR) },
  seven_day: { utilization: 100, resets_at: iso(now + 24 * HOUR) },
  seven_day_opus: { utilization: 60, resets_at: iso(now + 3 * 24 * HOUR) },
  limits: [namedLimit(82, 'Opus 4.1'), namedLimit(12, "'; touch pwn; '")],
})

/** An entry of `age` seconds and its view, as the program writes them. */
export function store(place: Place, age: number, data: Record<string, unknown> = response(nowSeconds())): void {
  writeStored(place, nowSeconds() - age, data)
}

/** The tests of one shell, on a PATH whose usage-store notes how it is called, says `asked` and exits 4. */
export interface Suite {
  readonly shell: Shell
  /** What --shell is to this shell. */
  readonly flag: string
  test(name: string, act: (place: Place, t: TestContext) => Promise<void>): void
  /** It was read from the view, and nothing was started. */
  expectView(place: Place, args?: readonly string[], options?: CallOptions): Promise<Ran>
  /** usage-store was asked, with the same arguments, and its answer and exit code count. */
  expectAsked(place: Place, args?: readonly string[], options?: CallOptions, what?: string): Promise<void>
}

export function eachShell(define: (suite: Suite) => void): void {
  for (const shell of SHELLS) define(suiteOf(shell))
}

function suiteOf(shell: Shell): Suite {
  const [flag, output] =
    shell.name === 'fish' ? ['--fish', "set -g usage_state 'asked'\n"] : ['--shell', "usage_state='asked'\n"]
  const call = async (place: Place, args: readonly string[], options: CallOptions) => {
    const ran = await callInit(shell, place, args, { env: { USAGE_STORE_ROOT: place.root }, ...options })
    expectQuiet(ran, 0)
    return ran
  }
  return {
    shell,
    flag,
    test(name, act) {
      test(`${shell.name}: ${name}`, async (t) => {
        if (!needTool(t, shell.name)) return
        const place = makePlace(t)
        installFake(place, { output, code: 4 })
        await act(place, t)
      })
    },
    async expectView(place, args = [], options = {}) {
      const ran = await call(place, args, options)
      assert.deepEqual([ran.exit, ran.values['usage_state'], callsOf(place)], ['0', 'fresh', []], ran.command)
      return ran
    },
    async expectAsked(place, args = [], options = {}, what = '') {
      const before = callsOf(place).length
      const ran = await call(place, args, options)
      assert.deepEqual([ran.exit, ran.values['usage_state']], ['4', 'asked'], `${what} ${args.join(' ')}`)
      assert.deepEqual(callsOf(place).slice(before), [['get', flag, ...args]])
    },
  }
}

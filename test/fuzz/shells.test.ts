// `--shell` and `--fish` of hostile files, evaluated by the shells themselves, many in one process: nothing is run, nothing
// but the documented names is assigned, and the values are those that were printed.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { makePlace, type Place } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { NAMES } from '../helpers/shell-lines.ts'
import { needTool } from '../helpers/tools.ts'
import { sample, seedNote } from './budget.ts'
import { entryBytes, errorEntryBytes, errorLockBytes, lockBytes, mtimeOffset } from './files.ts'
import { runHere, stage } from './in-process.ts'
import { assertFish, assertShell, assertSound } from './invariants.ts'

/** Prints the variables after each output, and then the names of all variables that were not there before. */
const POSIX = `for f in "$OUTPUTS"/*.sh; do
eval "$(cat "$f")"
for n in $NAMES; do eval "v=\\$$n"; printf '%s=%s\\n' "$n" "$v"; done
done`
const ZSH = `for f in "$OUTPUTS"/*.sh; do
eval "$(<$f)"
for n in \${=NAMES}; do printf '%s=%s\\n' "$n" "\${(P)n}"; done
done`
const FISH = `for f in $OUTPUTS/*.fish
cat $f | source
for n in (string split ' ' -- $NAMES); printf '%s=%s\\n' $n "$$n"; end
end`
const POSIX_NAMES = `set | sed -n 's/^\\([A-Za-z_][A-Za-z0-9_]*\\)=.*/name \\1/p'`

interface Shell {
  readonly argv: readonly [string, ...string[]]
  readonly script: string
  readonly names: string
}
const SHELLS: Readonly<Record<string, Shell>> = {
  sh: { argv: ['sh', '-c'], script: POSIX, names: POSIX_NAMES },
  bash: { argv: ['bash', '--norc', '-c'], script: POSIX, names: POSIX_NAMES },
  'bash, as sh': { argv: ['bash', '--norc', '--posix', '-c'], script: POSIX, names: POSIX_NAMES },
  'bash, interactive': { argv: ['bash', '--norc', '-i', '-c'], script: POSIX, names: POSIX_NAMES },
  zsh: { argv: ['zsh', '-f', '-c'], script: ZSH, names: `printf 'name %s\\n' \${(k)parameters}` },
  'zsh, as ksh': {
    argv: ['zsh', '-f', '-o', 'KSH_ARRAYS', '-o', 'SH_WORD_SPLIT', '-o', 'GLOB_SUBST', '-c'],
    script: ZSH,
    names: `printf 'name %s\\n' "\${(@k)parameters[@]}"`,
  },
  fish: { argv: ['fish', '--no-config', '-c'], script: FISH, names: `printf 'name %s\\n' (set --names)` },
}
const BORDER = 'between-names-and-values'

/** What the scripts above and the shells themselves set on the way. */
const OWN_NAMES = ['f', 'n', 'v', '_', 'status', 'pipestatus', 'argv', 'BASH_LINENO', 'PIPESTATUS', 'COLUMNS', 'LINES']

const file = (bytes: fc.Arbitrary<Buffer>) => fc.record({ bytes, mtimeOffset })
const now = (bytes: fc.Arbitrary<Buffer>) => fc.record({ bytes, mtimeOffset: fc.constant(0) })
const files = fc.oneof(
  fc.record({ cache: file(entryBytes), lock: fc.option(file(lockBytes), { nil: null, freq: 3 }) }),
  fc.record({ cache: now(errorEntryBytes), lock: fc.constant(null) }),
  fc.record({ cache: file(entryBytes), lock: now(errorLockBytes) }),
)

/** Writes the outputs of many cases to files; gives what the variables must be after each. */
function writeOutputs(place: Place, directory: string): string[] {
  mkdirSync(directory)
  return sample(files, 150).map((state, index) => {
    const nowMs = Date.now()
    stage(place, nowMs, state)
    const at = (flag: string) =>
      runHere(['--root', place.root, 'get', flag, '--max-age=1h', '--max-stale=400d'], { nowMs })
    const [posix, fish] = [at('--shell'), at('--fish')]
    assertSound(posix, 'get')
    assertSound(fish, 'get')
    const values = assertShell(posix)
    assert.deepEqual(assertFish(fish), values)
    const name = join(directory, String(index).padStart(6, '0'))
    writeFileSync(`${name}.sh`, posix.stdout)
    writeFileSync(`${name}.fish`, fish.stdout)
    return NAMES.map((variable) => `${variable}=${values[variable]}\n`).join('')
  })
}

test('the output of hostile files in', async (t) => {
  const place = makePlace(t)
  const outputs = join(place.dir, 'outputs')
  const expected = writeOutputs(place, outputs)
  const [cwd, home] = [join(place.dir, 'cwd'), join(place.dir, 'home')]
  for (const directory of [cwd, home]) mkdirSync(directory)
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    HISTFILE: '/dev/null',
    LANG: 'C.UTF-8',
    OUTPUTS: outputs,
    NAMES: NAMES.join(' '),
  }
  for (const [shell, { argv, script, names }] of Object.entries(SHELLS)) {
    await t.test(shell, async (inner) => {
      if (!needTool(inner, argv[0])) return
      const text = [names, `echo ${BORDER}`, script, `echo ${BORDER}`, names].join('\n')
      const { code, stdout, stderr } = await runCommand([...argv, text], { env, cwd, limitMs: 60_000 })
      // An interactive shell without a terminal says so.
      const complaints = argv.includes('-i') ? '' : stderr
      assert.deepEqual(readdirSync(cwd), [], `something was run: ${seedNote}`)
      assert.deepEqual([code, complaints], [0, ''], seedNote)
      const [before = '', printed, after = ''] = stdout.split(`${BORDER}\n`)
      const lines = (printed ?? '').split('\n')
      const odd = expected
        .join('')
        .split('\n')
        .findIndex((line, index) => line !== lines[index])
      assert.equal(odd, -1, `${seedNote} line ${odd}: ${JSON.stringify(lines[odd])}`)
      const known = new Set([...before.split('\n'), ...[...OWN_NAMES, ...NAMES].map((name) => `name ${name}`)])
      assert.deepEqual(
        after.split('\n').filter((line) => !known.has(line)),
        [],
        seedNote,
      )
      assert.ok(
        NAMES.every((name) => after.includes(`name ${name}\n`)),
        'the names are listed',
      )
    })
  }
})

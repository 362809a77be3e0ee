// The layers hold because the linter says so: violations put into a small tree are reported with this repository's rules.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { repository } from '../helpers/targets.ts'

const VIOLATIONS: readonly (readonly [file: string, source: string, rule: string | null])[] = [
  [
    'src/core/reads.ts',
    "import { readFileSync } from 'node:fs'\nexport const x = readFileSync\n",
    'no-restricted-imports',
  ],
  ['src/core/bare.ts', "import { readFileSync } from 'fs'\nexport const x = readFileSync\n", 'no-restricted-imports'],
  ['src/core/clock.ts', 'export const now = () => Date.now()\n', 'no-restricted-properties'],
  ['src/core/chance.ts', 'export const chance = () => Math.random()\n', 'no-restricted-properties'],
  ['src/core/environment.ts', "export const home = () => process.env['HOME']\n", 'no-restricted-globals'],
  ['src/core/upwards.ts', "import { x } from '../disk/fine.ts'\nexport const y = x\n", 'no-restricted-imports'],
  ['src/core/print.ts', "export const say = () => console.log('x')\n", 'no-restricted-globals'],
  ['src/render/reads.ts', "import { tmpdir } from 'node:os'\nexport const x = tmpdir\n", 'no-restricted-imports'],
  [
    'src/commands/reads.ts',
    "import { readFileSync } from 'node:fs'\nexport const x = readFileSync\n",
    'no-restricted-imports',
  ],
  [
    'src/commands/promises.ts',
    "import { readFile } from 'node:fs/promises'\nexport const x = readFile\n",
    'no-restricted-imports',
  ],
  [
    'src/commands/locks.ts',
    "import { DatabaseSync } from 'node:sqlite'\nexport const x = DatabaseSync\n",
    'no-restricted-imports',
  ],
  [
    'src/commands/writes.ts',
    "import writeFileAtomic from 'write-file-atomic'\nexport const x = writeFileAtomic\n",
    'no-restricted-imports',
  ],
  ['src/cli.ts', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync\n", 'no-restricted-imports'],
  ['src/disk/fine.ts', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync\n", null],
  ['src/core/fine.ts', 'export const half = (n: number) => new Date(n / 2)\n', null],
  ['src/commands/fine.ts', "import { x } from '../disk/fine.ts'\nexport const y = x\n", null],
]

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[]
}

test('each seeded violation is reported by its rule, and nothing else is', (t) => {
  const tree = mkdtempSync(join(tmpdir(), 'usage-store-lint-'))
  t.after(() => rmSync(tree, { recursive: true }))
  for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json'])
    copyFileSync(join(repository, name), join(tree, name))
  symlinkSync(join(repository, 'node_modules'), join(tree, 'node_modules'))
  for (const [file, source] of VIOLATIONS) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    writeFileSync(join(tree, file), source)
  }
  const oxlint = join(repository, 'node_modules', 'oxlint', 'bin', 'oxlint')
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '--format=json', 'src'], {
    cwd: tree,
    encoding: 'utf8',
  })
  assert.ok(stdout.startsWith('{'), `${stdout}${stderr}`)
  const { diagnostics } = JSON.parse(stdout) as Report
  const seen = new Set(diagnostics.map(({ filename, code }) => `${filename}: ${/\((.+)\)/.exec(code)?.[1] ?? code}`))
  // A console in core breaks two rules.
  seen.delete('src/core/print.ts: no-console')
  const expected = VIOLATIONS.flatMap(([file, , rule]) => (rule === null ? [] : [`${file}: ${rule}`]))
  assert.deepEqual([...seen].toSorted(), expected.toSorted())
})

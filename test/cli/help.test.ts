// Help and version: wherever they are asked for, whatever the environment lacks.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { COMMANDS as COMMAND_TABLE } from '../../src/command-table.ts'
import helpText from '../../src/help.txt'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import { run } from '../helpers/run.ts'
import { eachTarget, repository } from '../helpers/targets.ts'

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  get: [
    '--json',
    '--wire',
    '--field',
    '--format',
    '--default',
    '--shell',
    '--fish',
    '--fresh-only',
    '--ok',
    '--max-age',
    '--max-stale',
    '--error-max-age',
    '--max-complete-age',
  ],
  put: ['--at', '--error'],
  clear: [],
  lock: [],
  block: ['--for', '--until', '--retry-after', '--error', '--force'],
  unblock: [],
  path: [],
  help: [],
}

/** What the help says of each command stands under its name in one text. */
test('the sections of help.txt are the commands and two more', () => {
  const heads = Array.from(helpText().matchAll(/^\[(.+)\] ?(.*)$/gm), ([, head = '', summary = '']) => [
    head,
    summary !== '',
  ])
  const names = COMMAND_TABLE.map(({ name }) => [name, true])
  assert.deepEqual(heads, [['usage-store', true], ...names, ['exit codes', false]])
  assert.ok(helpText().endsWith('\n'))
})

const manifest: unknown = JSON.parse(readFileSync(`${repository}package.json`, 'utf8'))
const version = (manifest as { version: string }).version

eachTarget((target) => {
  test('no command, help, --help and -h print the same overview', async () => {
    const overview = await run(target, ['help'])
    expectQuiet(overview, 0)
    for (const command of Object.keys(COMMANDS))
      assert.match(overview.stdout, new RegExp(`^ +(usage-store )?${command}\\b`, 'm'))
    for (const flag of ['--root', '--profile', '--version', '--help']) assert.ok(overview.stdout.includes(flag), flag)
    assert.ok(overview.stdout.endsWith('\n'))
    for (const args of [[], ['--help'], ['-h'], ['--root', 'x', '-h']]) {
      expectOutput(await run(target, args), 0, overview.stdout)
    }
  })

  for (const [command, flags] of Object.entries(COMMANDS)) {
    test(`help of ${command}`, async () => {
      const help = await run(target, ['help', command])
      expectQuiet(help, 0)
      assert.ok(help.stdout.includes(command))
      for (const flag of flags) assert.match(help.stdout, new RegExp(`${flag}\\b`))
      expectOutput(await run(target, [command, '--help']), 0, help.stdout)
      expectOutput(await run(target, [command, '-h']), 0, help.stdout)
    })
  }

  test('help among other flags, from any environment', async () => {
    const help = await run(target, ['help', 'get'])
    for (const args of [
      ['get', '--json', '-h'],
      ['get', '--field', 'state', '--help'],
    ]) {
      expectOutput(
        await run(target, args, { env: { USAGE_STORE_ROOT: 'relative', USAGE_STORE_PROFILE: '..' } }),
        0,
        help.stdout,
      )
    }
  })

  test('the version is that of package.json', async () => {
    const long = await run(target, ['--version'])
    expectQuiet(long, 0)
    assert.match(long.stdout, /^(?:usage-store )?\S+\n$/)
    assert.ok(long.stdout.includes(version))
    for (const args of [['-V'], ['--root', 'x', '-V'], ['--root=x', '--version']]) {
      expectOutput(await run(target, args), 0, long.stdout)
    }
  })
})

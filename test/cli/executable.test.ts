// What only one of the two can get wrong: the doors of a packed Node, and an old Node under the bundle.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectError, expectOutput, expectQuiet, expectUsageError } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, us, writeState, type Place } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { onlyTarget } from '../helpers/targets.ts'
import { findAllOnPath } from '../helpers/tools.ts'

const FIELD = ['get', '--field', 'five_hour.percent']

function fill(place: Place): void {
  writeState(place.cache, dataEntry(nowSeconds(), { five_hour: { utilization: 42, resets_at: null } }))
}

onlyTarget('bundle', (target) => {
  test('it is small, and plain text', () => {
    const bytes = readFileSync(target.file)
    assert.ok(bytes.length < 64 * 1024, `${bytes.length} bytes`)
    assert.doesNotMatch(bytes.toString('latin1'), /[^\t\n -~]/)
  })
})

onlyTarget('executable', (target) => {
  test('the environment of Node does not reach in', async (t) => {
    const place = makePlace(t)
    fill(place)
    const [trap, config] = [join(place.dir, 'trap.js'), join(place.dir, 'openssl.cnf')]
    writeFileSync(trap, `require('fs').writeFileSync(${JSON.stringify(join(place.dir, 'pwn'))}, '')`)
    writeFileSync(config, 'openssl_conf = nonsense\n[nonsense\n')
    for (const env of [
      { NODE_OPTIONS: `--require ${trap}` },
      { NODE_OPTIONS: '--inspect=127.0.0.1:0' },
      { NODE_OPTIONS: '--no-such-flag' },
      { NODE_EXTRA_CA_CERTS: '/nonexistent/ca.pem' },
      { OPENSSL_CONF: config },
      { NODE_PATH: place.dir },
      { NODE_PENDING_DEPRECATION: '1' },
      { NODE_NO_WARNINGS: '0' },
      { FORCE_COLOR: '3', TERM: 'xterm-256color' },
    ] as Record<string, string>[]) {
      expectOutput(await us(target, place, FIELD, { env }), 0, '42\n')
      expectOutput(await us(target, place, ['put'], { env, stdin: '{"five_hour":{"utilization":42}}' }), 0, '')
    }
    assert.equal(existsSync(join(place.dir, 'pwn')), false)
  })

  test('SIGUSR1 opens no debugger', async (t) => {
    const place = makePlace(t)
    // Sent by what it has started, and so at a time when it runs.
    const command = `kill -USR1 "$PPID"; printf '{"five_hour":{"utilization":42,"resets_at":null}}'`
    expectQuiet(await us(target, place, ['refresh', '--', 'sh', '-c', command]), 0)
    expectOutput(await us(target, place, FIELD), 0, '42\n')
  })

  test("arguments are ours, not Node's", async (t) => {
    const place = makePlace(t)
    for (const flag of [
      '--node-options=--version',
      '--inspect',
      '-e',
      '--eval=1',
      '-p',
      '--require=x',
      '--v8-options',
    ]) {
      expectUsageError(await us(target, place, ['get', flag]))
      expectUsageError(await runCommand([...target.argv, flag]))
    }
  })

  test('a copy under another name, behind a link, in a path with spaces', async (t) => {
    const place = makePlace(t)
    fill(place)
    const folder = join(place.dir, 'a b')
    mkdirSync(folder)
    const [copy, link] = [join(folder, 'ein Störer'), join(folder, 'u s')]
    copyFileSync(target.file, copy)
    symlinkSync(copy, link)
    for (const command of [copy, link])
      expectOutput(await runCommand([command, '--root', place.root, ...FIELD]), 0, '42\n')
    // an error line names the program, not the file that it was started as
    expectUsageError(await runCommand([link, 'nosuch']))
    expectOutput(
      await runCommand(
        ['bash', '--norc', '-c', 'exec -a "$@"', 'bash', 'x', ...target.argv, '--root', place.root, ...FIELD],
        { env: { PATH: process.env['PATH'] ?? '' } },
      ),
      0,
      '42\n',
    )
  })

  test('not a word of its own', async (t) => {
    const place = makePlace(t)
    for (const args of [['--version'], ['help'], ['lock'], ['put'], ['block']])
      expectQuiet(await us(target, place, args, { stdin: '{}' }), 0)
    assert.deepEqual(readdirSync(place.dir), ['root'])
  })
})

onlyTarget('bundle', (target) => {
  test('an older Node says in one line that it is too old', async (t) => {
    const old = findAllOnPath('node').find((node) => {
      const major = Number(/^v(\d+)/.exec(spawnSync(node, ['--version'], { encoding: 'utf8', env: {} }).stdout)?.[1])
      return major > 0 && major < 24
    })
    if (old === undefined) {
      t.skip('needs a Node older than 24 on PATH')
      return
    }
    for (const args of [['--version'], ['get'], ['put']]) {
      const outcome = await runCommand([old, target.file, ...args], { stdin: '{}' })
      expectError(outcome, 3, /24/)
    }
  })

  test('it runs as a script and from another directory', async (t) => {
    const place = makePlace(t)
    fill(place)
    const link = join(place.dir, 'usage store')
    symlinkSync(target.file, link)
    expectOutput(await runCommand([process.execPath, link, '--root', place.root, ...FIELD], { cwd: '/' }), 0, '42\n')
  })
})

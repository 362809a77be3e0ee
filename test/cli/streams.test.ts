// Pipes: a closed or full stdout, a stdin that is closed, open, slow, or no file at all.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { expectBadInput, expectError, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, readJson, us, writeState, type Place } from '../helpers/place.ts'
import { run, runCommand } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'

const PRINTERS: readonly (readonly string[])[] = [
  ['get'],
  ['get', '--wire'],
  ['get', '--shell'],
  ['get', '--fish'],
  ['get', '--field', 'state'],
  ['lock'],
  ['path'],
  ['help'],
  ['help', 'get'],
  ['--version'],
]

function fill(place: Place, text = ''): void {
  writeState(place.cache, dataEntry(nowSeconds(), { five_hour: { utilization: 1 }, unknown_buckets: { text } }))
}

eachTarget((target) => {
  test('nobody reads stdout any more: success, and not a word', async (t) => {
    const place = makePlace(t)
    fill(place, 'x'.repeat(200_000))
    // a pipe without a reader from the first byte on
    const prelude = 'mkfifo "$FIFO" 2>/dev/null; exec 4<>"$FIFO" 3>"$FIFO" 4<&-'
    const env = { PATH: process.env['PATH'] ?? '', FIFO: `${place.dir}/fifo` }
    for (const args of PRINTERS) expectQuiet(await us(target, place, args, { env, prelude, redirect: '>&3' }), 0)
    for (const args of PRINTERS.slice(0, 2)) {
      expectQuiet(await us(target, place, args, { stdoutClosed: true }), 0)
      expectQuiet(await us(target, place, args, { redirect: '>&-' }), 0)
    }
  })

  test('a reader that stops in the middle', async (t) => {
    const place = makePlace(t)
    fill(place, 'x'.repeat(200_000))
    const script = '{ "$@" get; echo "exit $?" >&2; } | head -c 10 >/dev/null'
    const outcome = await runCommand(['/bin/sh', '-c', script, 'sh', ...target.argv, '--root', place.root], {
      env: { PATH: process.env['PATH'] ?? '' },
    })
    assert.deepEqual([outcome.code, outcome.stderr], [0, 'exit 0\n'])
  })

  test('the exit code of a miss and a block is kept when nobody reads', async (t) => {
    const place = makePlace(t)
    expectQuiet(await us(target, place, ['put', '--error', 'Timeout'], { stdoutClosed: true }), 0)
    const { code, stderr } = await us(target, place, ['get'], { stdoutClosed: true })
    assert.ok(code === 4 || code === 0, `exit ${code}`)
    assert.equal(stderr, '')
  })

  test('a large answer arrives whole through a pipe', async (t) => {
    const place = makePlace(t)
    const text = 'x'.repeat(250_000)
    fill(place, text)
    expectOutput(await us(target, place, ['get', '--field', 'text']), 0, `${text}\n`)
    const slow = '"$@" get --field text | { sleep 0.2; cat; }'
    const piped = await runCommand(['/bin/sh', '-c', slow, 'sh', ...target.argv, '--root', place.root], {
      env: { PATH: process.env['PATH'] ?? '' },
    })
    assert.deepEqual([piped.code, piped.stdout.length, piped.stderr], [0, text.length + 1, ''])
  })

  test('a stdout that does not block is written to the end', async (t) => {
    const place = makePlace(t)
    const text = 'x'.repeat(250_000)
    fill(place, text)
    // A socket on the pipe turns it to non-blocking mode, and a killed Node leaves it so for the next.
    const unblock =
      'new (require("node:net").Socket)({ fd: 1, readable: false, writable: true }); setTimeout(() => process.kill(process.pid, "SIGKILL"), 50)'
    const script = `{ { "$NODE" -e '${unblock}'; } 2>/dev/null; "$@" get --field text; } | { sleep 0.5; cat; }`
    const env = { PATH: process.env['PATH'] ?? '', NODE: process.execPath }
    const outcome = await runCommand(['/bin/sh', '-c', script, 'sh', ...target.argv, '--root', place.root], { env })
    assert.deepEqual([outcome.code, outcome.stdout.length, outcome.stderr], [0, text.length + 1, ''])
  })

  test('a full device as stdout is an error', async (t) => {
    const place = makePlace(t)
    fill(place)
    for (const args of [['get'], ['get', '--field', 'state'], ['lock'], ['path'], ['help']])
      assert.equal(expectError(await us(target, place, args, { redirect: '>/dev/full' }), 3), 'ENOSPC')
  })

  test('nobody listens on stderr either', async (t) => {
    const place = makePlace(t)
    for (const redirect of ['2>&-', '2>/dev/full', '>&- 2>&- <&-']) {
      const outcome = await us(target, place, ['nosuch'], { redirect })
      assert.deepEqual([outcome.code, outcome.stdout], [2, ''])
    }
  })

  test('stdin closed, no file, or open without an end', async (t) => {
    const place = makePlace(t)
    expectBadInput(await us(target, place, ['put'], { redirect: '<&-' }))
    expectBadInput(await us(target, place, ['put'], { redirect: '</dev/null' }))
    assert.equal(expectError(await us(target, place, ['put'], { redirect: '</' }), 3), 'EISDIR')
    assert.equal(existsSync(place.cache), false)
    fill(place)
    expectQuiet(await us(target, place, ['get'], { redirect: '<&-' }), 0)
    const open = { stdinStaysOpen: true, stdin: '{"five_', limitMs: 60_000 } as const
    for (const args of [['get'], ['lock'], ['block'], ['unblock'], ['clear'], ['put', '--error', 'Timeout'], ['help']])
      expectQuiet(await us(target, place, args, open), 0)
  })

  test('more than 64 KiB on a pipe that stays open is refused without waiting for the end', async (t) => {
    const place = makePlace(t)
    expectBadInput(
      await us(target, place, ['put'], { stdin: ' '.repeat(200_000), stdinStaysOpen: true, limitMs: 60_000 }),
    )
  })

  test('a stdin that does not block is waited for', async (t) => {
    const place = makePlace(t)
    // Node puts the pipe that it reads from into non-blocking mode, and when it is killed it leaves it so for the next.
    const unblock = 'process.stdin.on("data", () => {}); setTimeout(() => process.kill(process.pid, "SIGKILL"), 50)'
    const write = `until [ -e "$GONE" ]; do sleep 0.05; done; sleep 0.5; printf '{"five_hour":null}'`
    const script = `(${write}) | { { "$NODE" -e '${unblock}'; } 2>/dev/null; : >"$GONE"; "$@" put; }`
    const env = { PATH: process.env['PATH'] ?? '', NODE: process.execPath, GONE: `${place.dir}/gone` }
    const outcome = await runCommand(['/bin/sh', '-c', script, 'sh', ...target.argv, '--root', place.root], { env })
    expectOutput(outcome, 0, '')
    assert.equal(readJson(place.cache).data.five_hour, null)
  })

  test('a directory that is gone as the current one', async (t) => {
    const place = makePlace(t)
    fill(place)
    const prelude = 'mkdir gone; cd gone; rmdir ../gone'
    const env = { PATH: process.env['PATH'] ?? '' }
    expectOutput(await us(target, place, ['get', '--field', 'state'], { prelude, env }), 0, 'fresh\n')
    expectError(await run(target, ['--root', 'relative', 'get'], { prelude, env, cwd: place.dir }), 3)
    assert.deepEqual(readdirSync(place.dir), ['root'])
  })
})

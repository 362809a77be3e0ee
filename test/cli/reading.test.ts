// A hit asks the directory for one file and nothing more, and a reader writes nothing.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectOutput } from '../helpers/expect.ts'
import { dataEntry, makePlace, nowSeconds, readText, us, writeState } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'

eachTarget((target) => {
  test('open, fstat, read and close of usage.json are all that a hit does with the directory', async (t) => {
    if (!needStrace(t)) return
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds(), { five_hour: { utilization: 22, resets_at: null } }))
    writeState(place.lock, { blocked_until: nowSeconds() + 900, error: 'Timeout' })
    const trace = join(place.dir, 'trace')
    const argv = [
      'strace',
      '-f',
      '-qq',
      '-y',
      '-e',
      'trace=%file,%desc',
      '-o',
      trace,
      ...target.argv,
      '--root',
      place.root,
      'get',
      '--field',
      'five_hour.percent',
    ]
    expectOutput(await runCommand(argv, { env: { PATH: process.env['PATH'] ?? '' }, cwd: place.dir }), 0, '22\n')
    const calls = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.includes(place.root))
      .filter((line) => !line.includes('execve(') && !line.includes(' resumed>'))
      .map((line) => /^\d+ +([a-z0-9_]+)\(/.exec(line)?.[1] ?? line)
    // the kernel has several names for the same thing, and the end of a file may take a second read
    assert.match(calls.join(' '), /^openat (?:fstat|statx|newfstatat) p?read(?:64)?(?: p?read(?:64)?)? close$/)
  })

  test('reading changes neither files nor times nor the directory', async (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds() - 500, { five_hour: { utilization: 22 } }), 1_700_000_000)
    writeState(place.lock, 'rubbish', 1_700_000_000)
    const look = (): unknown[] =>
      [place.root, place.cache, place.lock].map((file) => statSync(file).mtimeMs).concat(readdirSync(place.root).length)
    const before = [look(), readText(place.cache), readText(place.lock)]
    for (const args of [['get'], ['get', '--shell'], ['lock'], ['path'], ['help']]) await us(target, place, args)
    assert.deepEqual([look(), readText(place.cache), readText(place.lock)], before)
  })
})

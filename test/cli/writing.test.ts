// A write stands beside its target, is forced to the disk, and only then takes its place.
import assert from 'node:assert/strict'
import { readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { expectOutput } from '../helpers/expect.ts'
import { makePlace, writeState } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'

const CALLS = 'openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2'

eachTarget((target) => {
  for (const [name, command] of [
    ['usage.json', ['put']],
    ['usage.lock', ['block', '--for', '60']],
  ] as const) {
    for (const linked of [false, true]) {
      test(`${name}${linked ? ' behind a link' : ''}: temporary file, fsync, rename`, async (t) => {
        if (!needStrace(t)) return
        const place = makePlace(t)
        const file = join(place.root, name)
        const aim = linked ? join(place.dir, 'aim.json') : file
        writeState(aim, 'old')
        if (linked) symlinkSync(aim, file)
        const trace = join(place.dir, 'trace')
        const strace = ['strace', '-f', '-qq', '-y', '-e', `trace=${CALLS}`, '-o', trace]
        const argv = [...strace, ...target.argv, '--root', place.root, ...command]
        const env = { PATH: process.env['PATH'] ?? '' }
        expectOutput(await runCommand(argv, { env, cwd: place.dir, stdin: '{"five_hour":null}' }), 0, '')
        const calls = readFileSync(trace, 'utf8').split('\n')
        const renames = calls
          .map((line) => /rename\w*\(.*?"([^"]+)", .*?"([^"]+)"/.exec(line))
          .filter((m) => m !== null)
        // What comes second is derived, and waits for no disk.
        const installed = renames.map(([, , to]) => to)
        assert.deepEqual(
          installed,
          name === 'usage.json' ? [aim, join(place.root, 'usage.view')] : [aim],
          calls.join('\n'),
        )
        const temporary = renames[0]?.[1] ?? ''
        assert.equal(dirname(temporary), dirname(aim))
        const about = calls.filter((line) => line.includes(basename(temporary)) && !line.includes(' resumed>'))
        const order = about.map((line) => /^\d+ +([a-z]+)/.exec(line)?.[1] ?? line)
        assert.match(order.join(' '), /^openat (?:openat )?p?write (?:p?write )*(?:fsync|fdatasync) rename(?:at)?$/)
      })
    }
  }
})

// The process that get --refresh leaves behind: who starts one, what it survives, and what a failed COMMAND leaves.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { holdMutex } from '../helpers/mutex.ts'
import {
  expectLanding,
  getRefresh,
  isRunning,
  killHard,
  makeStage,
  makeStaleStage,
  PATH_ONLY,
  type Stage,
  until,
  untilEnded,
  untilStarted,
} from '../helpers/background.ts'
import { expectBetween, expectJson, expectMembers, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, nowSeconds, readJson, writeState } from '../helpers/place.ts'
import { runCommand, shellQuote } from '../helpers/run.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needStrace, needTool } from '../helpers/tools.ts'

interface Failure {
  readonly rest: string
  readonly error: string
  /** The seconds that it keeps everybody away, before what is added at random. */
  readonly base: number
  readonly args?: readonly string[]
  readonly state?: string
}

const FAILURES: Readonly<Record<string, Failure>> = {
  'a 429': { rest: String.raw`printf 'HTTP/2 429\r\n\r\n'`, error: 'RateLimited', base: 300 },
  'a 401': { rest: String.raw`printf 'HTTP/2 401\r\n\r\n'`, error: 'Unauthorized', base: 30, state: 'blocked' },
  'a failed connection': { rest: 'exit 7', error: 'NetworkError', base: 30 },
  'no usage response': { rest: 'echo what', error: 'ParseError', base: 30 },
  // Within its usual 10 s it would say something else.
  'no end in time': { rest: 'sleep 8; exit 7', error: 'Timeout', base: 30, args: ['--timeout', '1s'] },
}

/** The claim is left to run out: once a lease is often enough for these. */
const NOT_ASKED: Readonly<Record<string, string>> = {
  'exits 77, without credentials': 'exit 77',
  'is not found': 'no-such-command-of-usage-store',
  'exits 126, cannot be run': 'exit 126',
}

/** How get is run so that what it is run by ends: `DO` stands for it. */
const DEATHS: Readonly<Record<string, { readonly tool: string; readonly argv: readonly string[] }>> = {
  'the terminal is closed': { tool: 'script', argv: ['script', '-qec', 'DO', '/dev/null'] },
  'the process group is killed': { tool: 'sh', argv: ['sh', '-c', 'DO'] },
}

/** Started programs, and started processes that are no threads, in what strace wrote. */
function countStarts(trace: string): { readonly programs: number; readonly processes: number } {
  const lines = trace.split('\n')
  return {
    programs: lines.filter((line) => line.includes('execve(')).length,
    processes: lines.filter((line) => /\b(?:clone3?|v?fork)\(/.test(line) && !line.includes('CLONE_THREAD')).length,
  }
}

async function straced(target: Target, stage: Stage, rest = 'exit 77'): Promise<ReturnType<typeof countStarts>> {
  const trace = join(stage.place.dir, 'trace')
  const argv = ['strace', '-f', '-o', trace, '-e', 'trace=execve,clone,clone3,fork,vfork', ...target.argv]
  const options = { cwd: stage.place.dir, env: PATH_ONLY }
  await runCommand([...argv, '--root', stage.place.root, 'get', '--refresh', stage.counted(rest)], options)
  return countStarts(readFileSync(trace, 'utf8'))
}

/** Session, and terminal (0 for none), of a process. */
function sessionOf(pid: number): { readonly session: number; readonly terminal: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number)
  return { session: fields[3] ?? -1, terminal: fields[4] ?? -1 }
}

/** A shell, on a terminal or in a group of its own, that has run get and lives on; `kill` ends all that is left of it. */
async function shellThatStarted(
  t: TestContext,
  target: Target,
  stage: Stage,
  argv: readonly string[],
): Promise<{ readonly shell: number; readonly kill: () => void }> {
  const note = join(stage.place.dir, 'shell')
  const words = [...target.argv, '--root', stage.place.root, 'get', '--refresh', stage.counted(stage.gated)]
  const script = `${words.map(shellQuote).join(' ')}; echo $$ >${shellQuote(note)}; sleep 20`
  const [command = '', ...args] = argv.map((word) => (word === 'DO' ? script : word))
  const child = spawn(command, args, { env: PATH_ONLY, detached: true, stdio: 'ignore' })
  let isKilled = false
  const kill = () => {
    if (!isKilled && child.pid !== undefined) killHard(-child.pid)
    isKilled = true
  }
  t.after(kill)
  await until(() => existsSync(note) && readFileSync(note, 'utf8').endsWith('\n'), 'the shell after get')
  return { shell: Number(readFileSync(note, 'utf8')), kill }
}

eachTarget((target) => {
  for (const [name, { rest, error, base, args = [], state = 'backoff' }] of Object.entries(FAILURES)) {
    test(`${name} lands as a back-off, and nobody starts COMMAND in it`, async (t) => {
      const stage = makeStaleStage(t)
      const from = nowSeconds()
      expectMembers(expectJson(await getRefresh(target, stage, { rest, args }), 0), { state: 'stale' })
      await untilStarted(stage)
      await untilEnded(stage)
      const lock = readJson(stage.place.lock)
      assert.deepEqual(Object.keys(lock), ['blocked_until', 'error', 'failures'])
      expectMembers(lock, { error, failures: 1 })
      expectBetween(lock.blocked_until, from + base, nowSeconds() + Math.ceil(base * 1.1) + 1, 'blocked_until')
      const next = await getRefresh(target, stage, { rest })
      expectMembers(expectJson(next, state === 'blocked' ? 4 : 0), { state, refresh: false })
      assert.equal(existsSync(stage.place.cache), state !== 'blocked')
      for (const { command } of stage.starts()) assert.equal(isRunning(command), false)
      assert.equal(stage.starts().length, 1)
    })
  }

  for (const [name, rest] of Object.entries(NOT_ASKED)) {
    test(`a COMMAND that ${name} is started once a lease`, async (t) => {
      const stage = makeStaleStage(t)
      const { lock, cache } = stage.place
      const before = readFileSync(cache, 'utf8')
      expectMembers(expectJson(await getRefresh(target, stage, { rest, args: ['--timeout', '40'] }), 0), {
        refresh: true,
      })
      await untilStarted(stage)
      await untilEnded(stage)
      const left = readJson(lock)
      assert.deepEqual(Object.keys(left), ['blocked_until', 'claim', 'lease'])
      assert.ok(left.lease > 40, String(left.lease))
      const second = expectJson(await getRefresh(target, stage, { rest }), 0)
      expectMembers(second, { state: 'stale', refresh: false, fetching: true, lock: null })
      assert.deepEqual(readJson(lock), left)
      writeState(lock, left, nowSeconds() - left.lease - 2)
      expectMembers(expectJson(await getRefresh(target, stage, { rest }), 0), { state: 'stale', refresh: true })
      await untilStarted(stage, 2)
      assert.equal(readFileSync(cache, 'utf8'), before)
    })
  }

  for (const [name, { tool, argv }] of Object.entries(DEATHS)) {
    test(`the refresh goes on when ${name}`, async (t) => {
      if (!needTool(t, tool)) return
      const stage = makeStaleStage(t)
      const { shell, kill } = await shellThatStarted(t, target, stage, argv)
      await untilStarted(stage)
      kill()
      await until(() => !isRunning(shell), 'the end of the shell')
      await expectLanding(stage)
    })
  }

  test('it has a session of its own, without a terminal (Linux only)', async (t) => {
    if (process.platform !== 'linux') return t.skip('reads /proc')
    if (!needTool(t, 'script')) return
    const stage = makeStaleStage(t)
    const { shell } = await shellThatStarted(t, target, stage, ['script', '-qec', 'DO', '/dev/null'])
    await untilStarted(stage)
    assert.notEqual(sessionOf(shell).terminal, 0)
    const [{ refresh, command } = { refresh: 0, command: 0 }] = stage.starts()
    assert.deepEqual(sessionOf(refresh), { session: refresh, terminal: 0 })
    assert.equal(sessionOf(command).terminal, 0)
  })

  test('who does not fetch starts no process', async (t) => {
    if (!needStrace(t)) return
    const lost = makeStaleStage(t)
    writeState(lost.place.lock, { blocked_until: nowSeconds() + 30, claim: 'b'.repeat(26), lease: 30 })
    const blocked = makeStaleStage(t)
    writeState(blocked.place.lock, { blocked_until: nowSeconds() + 300, error: 'RateLimited' })
    const fresh = makeStage(t)
    writeState(fresh.place.cache, dataEntry(nowSeconds(), {}))
    const late = makeStaleStage(t)
    holdMutex(t, late.place)
    const none = { programs: 1, processes: 0 }
    const seen = await Promise.all([lost, late, blocked, fresh].map((stage) => straced(target, stage)))
    assert.deepEqual(seen, [none, none, none, none])
  })

  test('who fetches starts itself and a shell', async (t) => {
    if (!needStrace(t)) return
    const stage = makeStaleStage(t)
    assert.deepEqual(await straced(target, stage), { programs: 3, processes: 2 })
    await untilStarted(stage)
  })

  test('where there is no shell, get does its own and the claim is left to run out', async (t) => {
    if (!needStrace(t)) return
    const stage = makeStaleStage(t)
    const trace = [
      'strace',
      '-f',
      '-o',
      join(stage.place.dir, 'trace'),
      '-e',
      'trace=execve',
      '-E',
      'PATH=/nonexistent',
    ]
    const argv = [...trace, ...target.argv, '--root', stage.place.root, 'get', '--refresh', stage.counted('')]
    // strace ends with the last of those that it follows.
    expectQuiet(await runCommand(argv, { env: PATH_ONLY, cwd: stage.place.dir }), 0)
    expectMembers(readJson(stage.place.lock), { lease: 15 })
    assert.equal(expectJson(await getRefresh(target, stage), 0).fetching, true)
    assert.deepEqual(stage.starts(), [])
  })
})

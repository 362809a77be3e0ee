// Who waits for the end of what get prints, at whatever descriptor, does not wait for COMMAND. Linux only: elsewhere
// the program cannot tell which of its descriptors it has inherited.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import {
  expectLanding,
  getRefresh,
  isRunning,
  killHard,
  makeStaleStage,
  PATH_ONLY,
  type Stage,
  until,
  untilStarted,
} from '../helpers/background.ts'
import { expectJson, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { runCommand } from '../helpers/run.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'

const DESCRIPTORS = [0, 1, 2, 3, 20, 63]

/** Whose stdin is a socket, as under Node, takes itself for a remote shell and would read the user's file. */
const BASH = ['bash', '--norc'] as const

function isElsewhere(t: TestContext): boolean {
  if (process.platform === 'linux') return false
  t.skip('Linux only')
  return true
}

/** The standard descriptors but for this one, away from the pipe. */
function away(fd: number): string {
  return ['0</dev/null', '1>/dev/null', '2>/dev/null'].filter((_, standard) => standard !== fd).join(' ')
}

/** get with a COMMAND that waits for the test, longer than anything here may last. */
function words(target: Target, { place, counted, gated }: Stage): string[] {
  const options = ['--timeout', '20', '--refresh', counted(gated)]
  return [...target.argv, '--root', place.root, 'get', ...options]
}

/** COMMAND has been running all the while, and goes on to the end. */
async function expectStillRunning(stage: Stage): Promise<void> {
  await untilStarted(stage)
  assert.deepEqual(
    stage.starts().map(({ command }) => isRunning(command)),
    [true],
  )
  await expectLanding(stage)
}

eachTarget((target) => {
  for (const fd of DESCRIPTORS) {
    test(`the reader of a pipeline at ${fd}`, async (t) => {
      if (isElsewhere(t) || !needTool(t, 'bash')) return
      const stage = makeStaleStage(t)
      const script = `("$@" ${fd}>&1 ${away(fd)}) | cat >/dev/null; echo over`
      const argv = [...BASH, '-c', script, 'bash', ...words(target, stage)]
      expectOutput(await runCommand(argv, { env: PATH_ONLY, cwd: stage.place.dir }), 0, 'over\n')
      await expectStillRunning(stage)
    })

    test(`the reader of a process substitution at ${fd}; bash leaves it open at 63 too`, async (t) => {
      if (isElsewhere(t) || !needTool(t, 'bash')) return
      const stage = makeStaleStage(t)
      const script = `"$@" ${fd}> >(cat >read; echo over >over) ${away(fd)}`
      const argv = [...BASH, '-c', script, 'bash', ...words(target, stage)]
      const child = spawn(argv[0] ?? '', argv.slice(1), { env: PATH_ONLY, cwd: stage.place.dir, detached: true })
      const over = join(stage.place.dir, 'over')
      t.after(() => {
        if (!isOver && child.pid !== undefined) killHard(-child.pid)
      })
      let isOver = false
      child.stdin.end()
      child.stderr.resume()
      child.stdout.resume()
      await until(() => existsSync(over), 'the end of what the reader reads')
      isOver = true
      if (fd === 1) assert.equal(JSON.parse(readFileSync(join(stage.place.dir, 'read'), 'utf8')).state, 'stale')
      await expectStillRunning(stage)
    })

    test(`the other end of a socket at ${fd}`, async (t) => {
      if (isElsewhere(t)) return
      const stage = makeStaleStage(t)
      const stdio = Array.from({ length: Math.max(3, fd + 1) }, (_, at) => (at === fd ? 'pipe' : 'ignore'))
      const [command = '', ...args] = words(target, stage)
      const child = spawn(command, args, { env: PATH_ONLY, cwd: stage.place.dir, stdio })
      t.after(() => child.kill('SIGKILL'))
      const end = child.stdio[fd]
      assert.ok(end !== null && end !== undefined)
      let closed = false
      end.on('close', () => (closed = true))
      end.on('error', () => {})
      if ('resume' in end) end.resume()
      await until(() => closed, 'the end of the socket')
      await expectStillRunning(stage)
    })
  }

  test('a lock that the caller holds at 9 ends with the caller', async (t) => {
    if (isElsewhere(t) || !needTool(t, 'bash') || !needTool(t, 'flock')) return
    const stage = makeStaleStage(t)
    const script = 'exec 9>held && flock 9 && "$@" >/dev/null; exec 9>&- 8>held; flock -n 8 && echo free'
    const argv = [...BASH, '-c', script, 'bash', ...words(target, stage)]
    expectOutput(await runCommand(argv, { env: PATH_ONLY, cwd: stage.place.dir }), 0, 'free\n')
    await expectStillRunning(stage)
  })

  test('with all the standard descriptors closed the refresh runs too', async (t) => {
    const stage = makeStaleStage(t)
    const outcome = await getRefresh(target, stage, { redirect: '<&- >&- 2>&-' })
    expectQuiet(outcome, 0)
    await expectLanding(stage)
  })

  test('where nobody reads what get prints the refresh runs too', async (t) => {
    const stage = makeStaleStage(t)
    expectQuiet(await getRefresh(target, stage, { stdoutClosed: true }), 0)
    await expectLanding(stage)
  })

  test('COMMAND has no input, and what it says is shown nowhere', async (t) => {
    const stage = makeStaleStage(t)
    const rest = `cat; echo oops >&2; ${stage.gated}`
    const outcome = await getRefresh(target, stage, { rest, stdin: 'the document of a status line' })
    assert.equal(expectJson(outcome, 0).state, 'stale')
    await expectLanding(stage)
  })
})

/** Many processes at the same time, on all cores. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { free, unclaim } from './cases.ts'
import { summary } from './numbers.ts'
import { type Case, childrenCounts, once, shellLine, which } from './process.ts'
import { dir, expiredRoot, response, say, store, untilWritten } from './stage.ts'

/** Runs the case `count` times at once; milliseconds until the last has ended. */
export function atOnce(one: Case, count: number): Promise<number> {
  const { name, before } = one
  const args = ['-c', loop(shellLine(one), count)]
  return once({ name, command: '/bin/sh', args, ...(before === undefined ? {} : { before }) })
}

/** For a shell: `line` so many times at once, until the last has ended; fails if one fails. */
function loop(line: string, count: number): string {
  const failed = join(dir, 'failed')
  const each = `{ ${line} || : >'${failed}'; } &`
  return `i=0; while [ $i -lt ${count} ]; do ${each} i=$((i + 1)); done; wait; [ ! -e '${failed}' ]`
}

const CROWD = 64
const CROWD_ROUNDS = 10

/** Renders at once on an entry that has just expired; `before` is put in front, to count what is started. */
async function crowd(before: readonly string[]): Promise<{ fetches: number; ms: number; cpuMs: number }> {
  const fetches = join(dir, 'fetches')
  const fetch = `echo fetch >> '${fetches}'; exec cat '${response}'`
  const render = `'${store}' --root '${free}' get --shell --refresh "$0" --max-age 60 >/dev/null`
  rmSync(fetches, { force: true })
  expiredRoot('free')
  unclaim()
  const cpuBefore = childrenCounts()?.cpuMs ?? 0
  const [command, ...args] = [...before, '/bin/sh', '-c', loop(render, CROWD), fetch]
  const ms = await once({ name: 'crowd', command, args, env: { PATH: process.env['PATH'] ?? '' } })
  const cpuMs = (childrenCounts()?.cpuMs ?? 0) - cpuBefore
  untilWritten(fetches, '0.3')
  return { fetches: readFileSync(fetches, 'utf8').split('\n').length - 1, ms, cpuMs }
}

export async function sayCrowd(): Promise<void> {
  const crowds: Awaited<ReturnType<typeof crowd>>[] = []
  for (let round = 0; round < CROWD_ROUNDS; round++) crowds.push(await crowd([]))
  const log = join(dir, 'strace')
  const strace = which('strace')
  const traced = strace !== '' && (await crowd([strace, '-f', '-qq', '-e', 'execve', '-o', log]))
  say(`\n${CROWD} renders at once on an entry that has expired, ${CROWD_ROUNDS} rounds, all cores:`)
  say(`fetches in each round: ${crowds.map(({ fetches }) => fetches).join(' ')}`)
  say(`all of them drawn after ${summary(crowds.map(({ ms }) => ms)).mid.toFixed(0)} ms`)
  say(`processor time of the renders ${summary(crowds.map(({ cpuMs }) => cpuMs / CROWD)).mid.toFixed(1)} ms each`)
  if (traced) {
    const started = readFileSync(log, 'utf8')
      .split('\n')
      .filter((one) => one.endsWith(' = 0')).length
    say(`programs started, the shell that starts the renders aside: ${started - 1} (strace)`)
  }
}

// Runs the executable under strace, which kills it at one system call or has that call fail. Only the main thread is
// traced: it makes every call on the directory (what-is-swept.test.ts), and its calls come in the same order each time.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from '../helpers/targets.ts'
import { runCommand, type Outcome } from '../helpers/run.ts'
import { type Stage, withoutRandomPart } from './stage.ts'

/** A call on the directory or one of its files. */
export interface Touch {
  readonly name: string
  /** Which call of that name it is in its process, from 1. */
  readonly nth: number
  /** Name, paths and flags, the same for every run. */
  readonly label: string
  /** What strace made of it, if anything: a kill, or a failure. */
  readonly hit: boolean
}

export interface Traced {
  readonly outcome: Outcome
  readonly touches: readonly Touch[]
}

/** The calls of one thread in what strace wrote, in order. */
export function touchesIn(lines: readonly string[], dir: string): Touch[] {
  const counts = new Map<string, number>()
  const touches: Touch[] = []
  let wasTouch = false
  for (const line of lines) {
    const [, name = '', rest = ''] = /^(\w+)\((.*)$/s.exec(line) ?? []
    // A signal that is not the end stands on a line of its own, after the call.
    if (line.startsWith('--- SIG') && wasTouch) touches.push({ ...(touches.pop() ?? assert.fail()), hit: true })
    if (name === '') continue
    wasTouch = false
    const nth = (counts.get(name) ?? 0) + 1
    counts.set(name, nth)
    const args = rest.replace(/\)? += [^=]*$/, '')
    if (name === 'execve' || !args.includes(dir)) continue
    const hit = / = \?$|\(INJECTED\)$/.test(line)
    wasTouch = true
    touches.push({ name, nth, label: labelOf(name, args, dir), hit })
  }
  return touches
}

/** Where the text of a trace says what a call is about, in the order of its arguments. */
function labelOf(name: string, args: string, dir: string): string {
  const parts = args.match(/(?<=["<])\/[^">]*(?=[">])|\b(?:O_\w+|F_\w+|l_start=\d+|AT_EMPTY_PATH|AT_SYMLINK_NOFOLLOW)/g)
  const seen = (parts ?? []).filter((part) => !part.startsWith('/') || part.startsWith(dir))
  return withoutRandomPart([name, ...seen.map((part) => part.replace(dir, ''))].join(' '))
}

export function commandOf(stage: Stage, target: Target, strace: readonly string[]): string[] {
  const trace = ['strace', '-qq', '-y', '-s', '0', '-e', 'trace=%file,%desc', ...strace]
  return [...trace, ...target.argv, '--root', stage.place.root, ...stage.args]
}

export const STRACED_ENVIRONMENT = { PATH: process.env['PATH'] ?? '' }

/** Those that have this directory, which no other test has, in their command line. */
export function processesOn(dir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dir)
      } catch {
        return false
      }
    })
    .map(Number)
}

/** Longer than the longest wait for the mutex. */
const LIMIT_MS = 20_000

/**
 * Ends a run that does not end: where another call was hit than was meant, such as the one by which libuv tells itself
 * of a signal, Node may hang, and lives on when strace is killed.
 */
function endLate(dir: string): NodeJS.Timeout {
  return setTimeout(() => {
    for (const pid of processesOn(dir)) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended by itself meanwhile.
      }
    }
  }, LIMIT_MS)
}

/** One run; `inject` is strace's expression. */
export async function traced(stage: Stage, target: Target, inject?: string): Promise<Traced> {
  const { place, scenario } = stage
  const file = join(place.dir, 'trace')
  const argv = commandOf(stage, target, ['-o', file, ...(inject === undefined ? [] : ['-e', `inject=${inject}`])])
  const timer = endLate(place.root)
  const options = { env: STRACED_ENVIRONMENT, cwd: '/', stdin: scenario.stdin ?? '', limitMs: 2 * LIMIT_MS }
  const outcome = await runCommand(argv, options)
  clearTimeout(timer)
  return { outcome, touches: touchesIn(readFileSync(file, 'latin1').split('\n'), place.root) }
}

/**
 * Start-up, and libuv after a child has ended, make calls of the same name more or less often: then another one was
 * hit, and that run says nothing.
 */
const TRIES = 25

/**
 * Runs with `what` (`signal=SIGKILL`, `error=EIO`) at call `index` of a run that nothing happens to; fails when it
 * cannot be hit. `set` makes a fresh stage for each try; `lasting` has all later calls of that name fail too.
 */
export async function hitAt(
  set: () => Stage,
  target: Target,
  wanted: { readonly index: number; readonly touch: Touch },
  what: string,
  lasting: '' | '+' = '',
): Promise<{ readonly stage: Stage; readonly outcome: Outcome }> {
  const seen: string[] = []
  let { nth } = wanted.touch
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const stage = set()
    const { outcome, touches } = await traced(stage, target, `${wanted.touch.name}:${what}:when=${nth}${lasting}`)
    const index = touches.findIndex(({ hit }) => hit)
    // Of a call that a kill kept from being made, strace shows what comes before the first result only.
    const label = touches[index]?.label ?? 'no call on the directory'
    if (index === wanted.index && wanted.touch.label.startsWith(label)) return { stage, outcome }
    seen.push(`${nth}: ${index} ${label}`)
    nth = (await traced(set(), target)).touches[wanted.index]?.nth ?? nth
  }
  assert.fail(`cannot be hit: ${wanted.touch.label} (${wanted.index})\n${seen.join('\n')}`)
}

/** One run of a whole process: its time, and what the kernel counted for it. */
import { spawn, spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Case {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** A file. */
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** Puts the files in order before each run. */
  readonly before?: () => void
  /** Waits for what the run left behind, so that it does not burden the next one. */
  readonly after?: () => void
  readonly exit?: number
}

const sink = openSync(process.platform === 'win32' ? 'NUL' : '/dev/null', 'w')

function withStdin<T>({ stdin }: Case, run: (input: number | 'ignore') => T): T {
  if (stdin === undefined) return run('ignore')
  const input = openSync(stdin, 'r')
  try {
    return run(input)
  } finally {
    closeSync(input)
  }
}

/** Runs the case; returns milliseconds. Fails loudly: a case that fails is fast. */
export function once(one: Case): number {
  const { name, command, args, env = {}, before, after, exit = 0 } = one
  before?.()
  const ms = withStdin(one, (input) => {
    const options: SpawnSyncOptions = { env, stdio: [input, sink, sink] }
    const start = process.hrtime.bigint()
    const { status, error } = spawnSync(command, args, options)
    const end = process.hrtime.bigint()
    if (error || status !== exit) throw new Error(`case "${name}" failed: ${error?.message ?? `exit ${status}`}`)
    return Number(end - start) / 1e6
  })
  after?.()
  return ms
}

/** What the kernel counted for all children so far that were waited for; null where it does not say (proc(5)). */
export function childrenCounts(): { readonly cpuMs: number; readonly pageFaults: number } | null {
  try {
    const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]!.split(' ').map(Number)
    const [minor, major, user, system] = [fields[8]!, fields[10]!, fields[13]!, fields[14]!]
    // Time is given in ticks of 10 ms, whatever the kernel's own are.
    return { cpuMs: (user + system) * 10, pageFaults: minor + major }
  } catch {
    return null
  }
}

/** What a run asks of the kernel and holds at its end. */
export interface Footprint {
  readonly calls: number
  readonly opened: number
  /** Largest of its processes, in MB: all that was mapped, and what belongs to it alone. */
  readonly peakMb: number
  readonly ownMb: number
}

/** A fifth of a second at the end of each process, in which it can be looked at. */
const LINGER_MICROSECONDS = 200_000
const LOOK_MS = 15

/** Runs the case under strace; null where there is none. */
export async function footprint(one: Case, scratch: string): Promise<Footprint | null> {
  if (spawnSync('strace', ['-V']).status !== 0) return null
  const log = join(scratch, 'strace')
  one.before?.()
  const linger = ['-e', `inject=exit_group:delay_enter=${LINGER_MICROSECONDS}`]
  const words = ['-f', '-qq', '-o', log, ...linger, one.command, ...one.args]
  let peak = 0
  let own = 0
  await new Promise<void>((resolve, reject) => {
    const strace = withStdin(one, (input) =>
      spawn(which('strace'), words, { env: one.env ?? {}, stdio: [input, sink, sink] }),
    )
    const look = setInterval(() => {
      for (const pid of descendants(strace.pid!)) {
        const [now, anonymous] = [statusKb(pid, 'VmHWM'), statusKb(pid, 'RssAnon')]
        peak = Math.max(peak, now)
        own = Math.max(own, anonymous)
      }
    }, LOOK_MS)
    strace.on('error', reject)
    strace.on('close', () => {
      clearInterval(look)
      resolve()
    })
  })
  one.after?.()
  const lines = readFileSync(log, 'latin1').split('\n')
  return {
    calls: lines.filter((line) => /^\d+ +\w+\(/.test(line)).length,
    opened: lines.filter((line) => /\bopen(?:at)?\(.* = \d+/.test(line) || /openat resumed.* = \d+$/.test(line)).length,
    peakMb: peak / 1024,
    ownMb: own / 1024,
  }
}

export function which(name: string): string {
  return spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()
}

function descendants(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean)
    return children.map(Number).flatMap((child) => [child, ...descendants(child)])
  } catch {
    return []
  }
}

/** 0 for one that is gone. */
function statusKb(pid: number, name: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0)
  } catch {
    return 0
  }
}

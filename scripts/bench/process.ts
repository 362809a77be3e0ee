/** One run of a whole process: its time, and what the kernel counted for it. */
import { spawn, spawnSync } from 'node:child_process'
import { once as happens } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

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

const sink = openSync('/dev/null', 'w')

/**
 * Runs what it reads, and says exit code and microseconds. A process of its own, since what starts a program copies its
 * own page tables first: 6 ms for Node, which would drown the differences, and less than one for bash.
 */
const LAUNCHER = `
unset PWD OLDPWD SHLVL
export -n LC_ALL
while IFS= read -r line; do
  start=$EPOCHREALTIME
  eval "$line"
  code=$? end=$EPOCHREALTIME
  echo "$code $((\${end/./} - \${start/./}))"
done`

if (spawnSync('bash', ['-c', '[[ -n $EPOCHREALTIME ]]']).status !== 0) {
  process.stderr.write('npm run bench needs bash 5\n')
  process.exit(1)
}

const launcher = spawn(which('bash'), ['--norc', '--noprofile', '-c', LAUNCHER], {
  env: { LC_ALL: 'C' },
  stdio: ['pipe', 'pipe', 'inherit'],
})
const answers = createInterface({ input: launcher.stdout })
launcher.unref()

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`

/** The case as a line for a shell: with its variables and no other, quiet. */
export function shellLine({ command, args, stdin, env = {} }: Case): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`)
  return [...variables, ...[command, ...args].map(quoted), `<${quoted(stdin ?? '/dev/null')} >/dev/null 2>&1`].join(' ')
}

/** Runs the case; returns milliseconds. Fails loudly: a case that fails is fast. */
export async function once(one: Case): Promise<number> {
  const { name, before, after, exit = 0 } = one
  before?.()
  const answer = happens(answers, 'line') as Promise<[string]>
  launcher.stdin.write(`${shellLine(one)}\n`)
  const [code, microseconds] = (await answer)[0].split(' ').map(Number) as [number, number]
  if (code !== exit) throw new Error(`case "${name}" failed: exit ${code}`)
  after?.()
  return microseconds / 1000
}

/** What the kernel counted for all runs so far; null where it does not say (proc(5)). */
export function childrenCounts(): { readonly cpuMs: number; readonly pageFaults: number } | null {
  try {
    const fields = readFileSync(`/proc/${launcher.pid}/stat`, 'latin1').split(') ')[1]!.split(' ').map(Number)
    const [minor, major, user, system] = [fields[8]!, fields[10]!, fields[13]!, fields[14]!]
    // Time is given in ticks of 10 ms, whatever the kernel's own are.
    return { cpuMs: (user + system) * 10, pageFaults: minor + major }
  } catch {
    return null
  }
}

/** Binds the runs, and what else this process starts, to some cores; whether that could be done. */
export function pin(cores: string): boolean {
  return [launcher.pid, process.pid].every((pid) => spawnSync('taskset', ['-acp', cores, String(pid)]).status === 0)
}

/** Ends what runs the cases. */
export function end(): void {
  launcher.stdin.end()
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
const LOOK_MS = 2

/** Runs the case under strace; null where there is none. */
export async function footprint(one: Case, scratch: string): Promise<Footprint | null> {
  const strace = which('strace')
  if (strace === '') return null
  const log = join(scratch, 'strace')
  one.before?.()
  const linger = ['-e', `inject=exit_group:delay_enter=${LINGER_MICROSECONDS}`]
  const words = ['-f', '-qq', '-o', log, ...linger, one.command, ...one.args]
  const input = openSync(one.stdin ?? '/dev/null', 'r')
  let peak = 0
  let own = 0
  await new Promise<void>((resolve, reject) => {
    const traced = spawn(strace, words, { env: one.env ?? {}, stdio: [input, sink, sink] })
    const look = setInterval(() => {
      for (const pid of descendants(traced.pid!)) {
        const [now, anonymous] = [statusKb(pid, 'VmHWM'), statusKb(pid, 'RssAnon')]
        peak = Math.max(peak, now)
        own = Math.max(own, anonymous)
      }
    }, LOOK_MS)
    traced.on('error', reject)
    traced.on('close', () => {
      clearInterval(look)
      resolve()
    })
  })
  closeSync(input)
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

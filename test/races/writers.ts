// Starts writer.ts, and says what it writes.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

/** `claim and record` must succeed with what it has won; `claim, record perhaps` may have been overwritten meanwhile. */
export type Act =
  | ('put' | 'clear' | 'block' | 'unblock' | 'record a failure' | 'linesmith')
  | ('claim and record' | 'claim, record perhaps')

export interface Order {
  readonly act: Act
  readonly root: string
  readonly number: number
  /** The longest pause between two acts: without any, the mutex is never free, and nobody need wait for that. */
  readonly pauseMs: number
}

export interface Report {
  readonly pid: number
  readonly acts: number
  /** Of the act that took longest: what waits for the mutex in vain goes ahead without, and then the order is anybody's. */
  readonly longestMs: number
  readonly failures: readonly string[]
}

/** A response that shows by itself whether it is whole, of a length that changes. */
export function payload(n: number): { five_hour: { utilization: number; resets_at: null }; filler: string } {
  return { five_hour: { utilization: n, resets_at: null }, filler: `${n} `.repeat(1 + ((n * 7919) % 900)) }
}

/** Not as the first process of the namespace, which has other signals; so all have the same number. */
export const OWN_PIDS = [
  'unshare',
  '--pid',
  '--fork',
  '--mount-proc',
  'sh',
  '-c',
  'exec 3<&0; "$@" <&3 3<&- & wait',
  'sh',
]

const ARGV = [
  process.execPath,
  '--import',
  fileURLToPath(new URL('../../scripts/alias-hook.ts', import.meta.url)),
  fileURLToPath(new URL('writer.ts', import.meta.url)),
]

class Writer {
  private readonly child: ChildProcess
  private readonly lines: AsyncIterator<string>

  constructor(order: Order, before: readonly string[]) {
    const [command, ...args] = [...before, ...ARGV, JSON.stringify(order)]
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.child.stdin?.on('error', () => {})
    const input = this.child.stdout as NonNullable<ChildProcess['stdout']>
    this.lines = createInterface({ input })[Symbol.asyncIterator]()
  }

  private async said<T>(): Promise<T> {
    const { done, value } = await this.lines.next()
    if (done === true) throw new Error('a writer died')
    return JSON.parse(value) as T
  }

  async ready(): Promise<number> {
    return (await this.said<{ pid: number }>()).pid
  }

  stop(): Promise<Report> {
    this.child.stdin?.end()
    return this.said<Report>()
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }
}

export interface Crowd {
  readonly pids: readonly number[]
  readonly stop: () => Promise<readonly Report[]>
}

/** Starts a writer an act, all at once. */
export async function startWriters(
  t: TestContext,
  root: string,
  acts: readonly Act[],
  { before = [], pauseMs = 12 }: { readonly before?: readonly string[]; readonly pauseMs?: number } = {},
): Promise<Crowd> {
  const writers = acts.map((act, number) => new Writer({ act, root, number: number + 1, pauseMs }, before))
  t.after(() => {
    for (const writer of writers) writer.kill()
  })
  const pids = await Promise.all(writers.map((writer) => writer.ready()))
  return { pids, stop: () => Promise.all(writers.map((writer) => writer.stop())) }
}

/**
 * Runs a command and keeps what it prints. Guarantees that it ends in time with everything that it started in its
 * process group, and that nobody who left the group and still holds the pipe is waited for.
 */
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import type { Readable } from 'node:stream'
import { exitOfSignal, type HeldSignals } from './signals.ts'

export interface Limits {
  readonly timeoutMs: number
  /** What is printed beyond is read and dropped, so that the command never blocks on it. */
  readonly keepBytes: number
  readonly keepStderr: boolean
  /** A signal ends the command. */
  readonly signals: HeldSignals
}

/** `exit` is 128 + n after a signal; `ended` says why it did not end by itself. */
export type Ran =
  | { readonly started: false; readonly code: string }
  | {
      readonly started: true
      readonly exit: number
      readonly ended: 'timeout' | NodeJS.Signals | null
      readonly stdout: Buffer
      readonly stderr: Buffer
    }

/** Between SIGTERM and SIGKILL, and between SIGKILL and giving up on a process that not even that ends. */
export const GRACE_MS = 1000

export function runCommand(command: readonly string[], limits: Limits): Promise<Ran> {
  return new Promise((resolve) => {
    const child = start(command, limits)
    if ('failed' in child) return resolve({ started: false, code: child.failed })
    const stdout = keep(child.stdout, limits.keepBytes)
    const stderr = keep(child.stderr, limits.keepBytes)
    let ended: 'timeout' | NodeJS.Signals | null = null
    let exited = false
    let grace: NodeJS.Timeout | undefined

    const settle = (exit: number) => {
      clearTimeout(timer)
      clearTimeout(grace)
      for (const stream of [child.stdout, child.stderr]) stream?.destroy()
      resolve({ started: true, exit, ended, stdout: stdout.bytes(), stderr: stderr.bytes() })
    }
    const end = (why: 'timeout' | NodeJS.Signals) => {
      if (ended !== null || exited) return
      ended = why
      killGroup(child, 'SIGTERM')
      grace = setTimeout(() => {
        killGroup(child, 'SIGKILL')
        grace = setTimeout(() => settle(exitOfSignal('SIGKILL')), GRACE_MS)
      }, GRACE_MS)
    }
    // A process that was stopped finds its timers run out before it learns that the command has ended meanwhile.
    const timer = setTimeout(() => setImmediate(() => end('timeout')), limits.timeoutMs)
    limits.signals.onSignal = end
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) {
        clearTimeout(timer)
        resolve({ started: false, code: error.code ?? 'ENOENT' })
      }
    })
    // Not `close`: that comes when the last one who holds the pipe lets go of it.
    child.on('exit', (code, signal) => {
      exited = true
      if (ended !== null) killGroup(child, 'SIGKILL')
      const exit = code ?? exitOfSignal(signal ?? 'SIGKILL')
      whenQuiet(
        () => stdout.seen() + stderr.seen(),
        limits.keepBytes,
        () => settle(exit),
      )
    })
  })
}

function start(
  [file = '', ...args]: readonly string[],
  { keepStderr }: Limits,
): ChildProcess | { readonly failed: string } {
  const windows = process.platform === 'win32'
  const options: SpawnOptions = {
    // A session of its own, so that its group can be ended as a whole.
    detached: !windows,
    stdio: ['ignore', 'pipe', keepStderr ? 'pipe' : 'ignore'],
    windowsHide: true,
  }
  // cmd takes its line as it stands, between quotes.
  const cmd = windows && args.slice(0, 3).join(' ') === '/d /s /c'
  const given = cmd ? [...args.slice(0, 3), `"${args.slice(3).join(' ')}"`] : args
  try {
    const { spawn } = process.getBuiltinModule('node:child_process')
    return spawn(file, given, { ...options, windowsVerbatimArguments: cmd })
  } catch (error) {
    return { failed: (error as NodeJS.ErrnoException).code ?? 'EINVAL' }
  }
}

interface Kept {
  readonly seen: () => number
  readonly bytes: () => Buffer
}

function keep(stream: Readable | null, keepBytes: number): Kept {
  const chunks: Buffer[] = []
  let seen = 0
  stream?.on('data', (chunk: Buffer) => {
    if (seen < keepBytes) chunks.push(chunk.subarray(0, keepBytes - seen))
    seen += chunk.length
  })
  stream?.on('error', () => {})
  return { seen: () => seen, bytes: () => Buffer.concat(chunks) }
}

/**
 * Calls `then` once two turns of the event loop have brought nothing more, or more than is kept: what an ended process
 * has printed lies in the pipe, and a turn reads what lies there.
 */
function whenQuiet(seen: () => number, enough: number, then: () => void): void {
  let before = -1
  let quietTurns = 0
  const turn = () => {
    quietTurns = seen() === before ? quietTurns + 1 : 0
    before = seen()
    if (quietTurns === 2 || before > 2 * enough) then()
    else setImmediate(turn)
  }
  setImmediate(turn)
}

/** Gone is fine. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    if (process.platform === 'win32') {
      const { spawnSync } = process.getBuiltinModule('node:child_process')
      spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true })
    } else process.kill(-pid, signal)
  } catch {
    return
  }
}

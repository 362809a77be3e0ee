// Starts a target the way a prompt does, in an environment that holds only what the test gives.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Target } from './targets.ts'
import { AS_NOBODY, isRoot } from './tools.ts'

export interface RunOptions {
  /** The whole environment of the process; nothing is inherited. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Text or bytes for stdin, which then ends; without it stdin is empty. */
  readonly stdin?: string | Uint8Array
  /** The writing end of stdin stays open until the process has ended. */
  readonly stdinStaysOpen?: boolean
  /** Octal, set by a shell before it becomes the target. */
  readonly umask?: string
  /** Redirections in shell syntax, such as `>/dev/full`, or any line to run before the target. */
  readonly redirect?: string
  readonly prelude?: string
  /** As a user who is not root: what root may do hides every permission error. */
  readonly asNobody?: boolean
  /** The reading end of stdout is closed at once. */
  readonly stdoutClosed?: boolean
  /** A process that runs longer hangs: it is killed, and `code` is null. */
  readonly limitMs?: number
}

export interface Outcome {
  readonly command: string
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly stdoutBytes: Buffer
  readonly stderrBytes: Buffer
  readonly elapsedMs: number
}

const DEFAULT_LIMIT_MS = 90_000
const reachable = new Map<string, string>()

/** `file`, or a copy of it where the other user can reach it (a checkout in a private home is closed to him). */
export function forNobody(file: string): string {
  const known = reachable.get(file)
  if (known !== undefined) return known
  const readable = [...AS_NOBODY.slice(1), 'test', '-r', file]
  let found = file
  if (spawnSync(AS_NOBODY[0], readable).status !== 0) {
    const directory = mkdtempSync(join(tmpdir(), 'usage-store-shared-'))
    process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
    chmodSync(directory, 0o755)
    found = join(directory, basename(file))
    copyFileSync(file, found)
    chmodSync(found, 0o755)
  }
  reachable.set(file, found)
  return found
}

/** A word as a POSIX shell takes it. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/**
 * Runs a line of a shell on a terminal; `stdout` is what the terminal got. Its stdin stays open: at its end script(1)
 * types a ^D, which the terminal echoes.
 */
export function runOnTerminal(line: string, cwd: string): Promise<Outcome> {
  const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm' }
  return runCommand(['script', '-q', '-e', '-c', line, '/dev/null'], { env, cwd, stdinStaysOpen: true })
}

/** The argument vector that starts `target` with `args` under these options. */
function commandLine(target: Target, args: readonly string[], options: RunOptions): string[] {
  const other = options.asNobody === true && isRoot
  const argv = [...(other ? target.argv.map(forNobody) : target.argv), ...args]
  const before: string[] = []
  if (options.umask !== undefined) before.push(`umask ${options.umask}`)
  if (options.prelude !== undefined) before.push(options.prelude)
  const script = [...before, `exec "$@" ${options.redirect ?? ''}`].join('\n')
  const shelled = before.length > 0 || options.redirect !== undefined ? ['/bin/sh', '-c', script, 'sh', ...argv] : argv
  return other ? [...AS_NOBODY, ...shelled] : shelled
}

function feed(child: ChildProcess, options: RunOptions): void {
  // A process that ends without reading closes the pipe under the writer: no failure of the test.
  child.stdin?.on('error', () => {})
  if (options.stdinStaysOpen === true) child.stdin?.write(options.stdin ?? '')
  else child.stdin?.end(options.stdin ?? '')
}

/** Runs any argument vector in a clean environment; never rejects for what the process does. */
export function runCommand(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [command = '', ...rest] = argv
  return new Promise((resolve, reject) => {
    const startedMs = performance.now()
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    const child = spawn(command, rest, {
      cwd: options.cwd,
      env: options.env ?? {},
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), options.limitMs ?? DEFAULT_LIMIT_MS)
    child.on('error', reject)
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    if (options.stdoutClosed === true) child.stdout.destroy()
    else child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.on('exit', () => child.stdin.destroy())
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const [stdoutBytes, stderrBytes] = [Buffer.concat(stdout), Buffer.concat(stderr)]
      resolve({
        command: argv.join(' '),
        code,
        signal,
        stdout: stdoutBytes.toString(),
        stderr: stderrBytes.toString(),
        stdoutBytes,
        stderrBytes,
        elapsedMs: performance.now() - startedMs,
      })
    })
    feed(child, options)
  })
}

/** Runs `target` with `args`. */
export function run(target: Target, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return runCommand(commandLine(target, args, options), options)
}

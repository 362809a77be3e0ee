// Starts disk-child.ts.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Request } from './disk-child.ts'

const ARGV = [
  process.execPath,
  '--import',
  fileURLToPath(new URL('../../scripts/alias-hook.ts', import.meta.url)),
  fileURLToPath(new URL('disk-child.ts', import.meta.url)),
]

/** What the child said last; `code` and `kind` of a CacheError, or what the act gives. */
export type Answer = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface DiskProcess {
  readonly child: ChildProcess
  /** The next line it says. */
  readonly said: () => Promise<Answer>
  /** How it ended. */
  readonly ended: Promise<{
    readonly code: number | null
    readonly signal: NodeJS.Signals | null
    readonly stderr: string
  }>
}

/** `before` is put in front of the command: `unshare …`, `sh -c '…; exec "$@"' sh`. */
export function startDisk(request: Request, before: readonly string[] = []): DiskProcess {
  const [command, ...args] = [...before, ...ARGV, JSON.stringify(request)]
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  let text = ''
  const lines: Answer[] = []
  const waiting: ((answer: Answer) => void)[] = []
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    const complete = text.split('\n')
    text = complete.pop() ?? ''
    for (const line of complete) {
      const answer = JSON.parse(line) as Answer
      const taker = waiting.shift()
      if (taker === undefined) lines.push(answer)
      else taker(answer)
    }
  })
  child.stdin.on('error', () => {})
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stderr }))
  const said = async () => {
    const line = lines.shift()
    if (line !== undefined) return line
    const answer = await Promise.race([new Promise<Answer>((resolve) => waiting.push(resolve)), ended])
    if ('stderr' in answer && 'signal' in answer) assert.fail(`it said nothing: ${JSON.stringify(answer)}`)
    return answer as Answer
  }
  return { child, said, ended }
}

/** Runs one act to its end. */
export async function onDisk(request: Request, before: readonly string[] = []): Promise<Answer> {
  const { child, said, ended } = startDisk(request, before)
  child.stdin?.end()
  const answer = await said()
  const { code, stderr } = await ended
  assert.deepEqual([code, stderr], [0, ''])
  return answer
}

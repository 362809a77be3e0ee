// A process that does one thing to a store again and again until its stdin ends, with the program's own commands in
// process, or as linesmith would. Started by writers.ts; says one line of JSON when it is ready and one at the end.
import { mkdirSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from '../../src/cli.ts'
import { fakeIo } from '../helpers/fake-io.ts'
import { payload, type Act, type Order, type Report } from './writers.ts'

const order = JSON.parse(process.argv[2] ?? '') as Order
const failures: string[] = []
let acts = 0
let longestMs = 0
let stopped = false

/** `error` is what it may say. */
function expect(args: readonly string[], codes: readonly number[], stdin = '', error = /^$/): string {
  const io = fakeIo({}, stdin)
  const code = run(['--root', order.root, ...args], io)
  if (typeof code !== 'number') throw new Error('waits for something')
  if (!codes.includes(code)) failures.push(`${args.join(' ')}: ${code}`)
  if (!error.test(io.said.stderr)) failures.push(io.said.stderr)
  return io.said.stdout
}

/** tempfile's persist: a plain file beside the target, renamed; no fsync, no mutex, the entry before the lock. */
function asLinesmith(name: string, value: unknown): void {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  const random = Array.from({ length: 6 }, () => letters[Math.floor(Math.random() * letters.length)]).join('')
  const temporary = join(order.root, `.tmp${random}`)
  writeFileSync(temporary, JSON.stringify(value, null, 2), { mode: 0o600, flag: 'wx' })
  renameSync(temporary, join(order.root, name))
}

let n = order.number * 1_000_000
const block = () => ['block', `--for=${Math.floor(Math.random() * 80_000)}`]
const ACTS: Readonly<Record<Act, () => void>> = {
  put: () => void expect(['put'], [0], JSON.stringify(payload(n++))),
  clear: () => void expect(['clear'], [0]),
  block: () => void expect(block(), [0]),
  unblock: () => void expect(['unblock'], [0]),
  'record a failure': () => void expect(['record', '--status=500'], [0]),
  linesmith() {
    const data = { ...payload(n++), unknown_buckets: {} }
    const { filler, ...known } = data
    const entry = { ...known, unknown_buckets: { filler } }
    asLinesmith('usage.json', { schema_version: 1, cached_at: new Date().toISOString(), data: entry, error: null })
    asLinesmith('usage.lock', { blocked_until: Math.floor(Date.now() / 1000) + 180 })
  },
  'claim and record': () => claimAndRecord([0]),
  // 3: somebody who had the mutex was held up for as long as it is waited for.
  'claim, record perhaps': () => claimAndRecord([0, 1, 3], /^$|\(EBUSY\)\n$/),
}

/** Somebody else who was deciding is no failure. */
function claimAndRecord(codes: readonly number[], error?: RegExp): void {
  const token = expect(['claim', '--force'], [0, 1]).trim()
  if (token !== '') expect(['record', `--claim=${token}`], codes, JSON.stringify(payload(n++)), error)
}

process.stdin.on('end', () => (stopped = true)).resume()
mkdirSync(order.root, { recursive: true })
process.getBuiltinModule('node:sqlite')
writeSync(1, `${JSON.stringify({ pid: process.pid })}\n`)
while (!stopped) {
  const startedMs = performance.now()
  ACTS[order.act]()
  longestMs = Math.max(longestMs, performance.now() - startedMs)
  acts++
  await sleep(Math.random() * order.pauseMs)
}
const report: Report = { pid: process.pid, acts, longestMs, failures: failures.slice(0, 5) }
writeSync(1, `${JSON.stringify(report)}\n`)
process.exit(0)

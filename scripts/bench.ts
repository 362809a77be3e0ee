/**
 * `npm run bench [-- --rounds N]`: what one start of the program costs, whole processes, against an
 * empty script on the same Node.
 *
 * What makes the figures trustworthy: every round runs every case once and in another order, and
 * what counts is the ratio within a round, so that a slow minute slows both sides; all binaries are
 * copied afresh first, because the layout of the page cache alone moves results by milliseconds; the
 * environment is empty; one core. It asserts nothing: times are for people to compare.
 */
import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { packExecutable } from './executable.ts'
import { executablePath } from './stamp.mjs'
import { temporaryDirectory } from './temporary.ts'

interface Case {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly stdin?: string
  /** Puts the files in order before each run. */
  readonly before?: () => void
  /** Waits for what the run left behind, so that it does not burden the next one. */
  readonly after?: () => void
  readonly exit?: number
  readonly times: number[]
}

const WARM_UP_ROUNDS = 5
const say = (line: string) => process.stdout.write(`${line}\n`)
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' } } })
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 10) throw new Error('--rounds takes a whole number from 10 on')

const median = (sorted: readonly number[]) => (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2

/** Median and its 95 % interval by order statistics, which asks nothing of the distribution. */
function summary(numbers: readonly number[]): { mid: number; low: number; high: number } {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = 0.98 * Math.sqrt(sorted.length)
  const low = Math.max(0, Math.floor(sorted.length / 2 - half))
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + half))
  return { mid: median(sorted), low: sorted[low]!, high: sorted[high]! }
}

/** Children inherit the core of the thread that starts them. */
function pinToOneCore(): string {
  const core = availableParallelism() - 1
  const { status } = spawnSync('taskset', ['-cp', String(core), String(process.pid)])
  return status === 0 ? `pinned to core ${core}` : 'not pinned (no taskset)'
}

/** Runs the case once; returns milliseconds. Fails loudly: a case that fails is fast. */
function once({ name, command, args, stdin, before, after, exit = 0 }: Case, sink: number): number {
  before?.()
  const input = stdin === undefined ? 'ignore' : openSync(stdin, 'r')
  const options: SpawnSyncOptions = { env: {}, stdio: [input, sink, sink] }
  const start = process.hrtime.bigint()
  const { status, error } = spawnSync(command, args, options)
  const ms = Number(process.hrtime.bigint() - start) / 1e6
  if (typeof input === 'number') closeSync(input)
  if (error || status !== exit) throw new Error(`case "${name}" failed: ${error?.message ?? `exit ${status}`}`)
  after?.()
  return ms
}

const dir = temporaryDirectory(tmpdir())
const node = join(dir, process.platform === 'win32' ? 'node.exe' : 'node')
const store = join(dir, basename(executablePath('')))
const empty = join(dir, 'empty.js')
const emptySea = join(dir, process.platform === 'win32' ? 'empty.exe' : 'empty')
const response = join(dir, 'response.json')
const root = join(dir, 'root')
writeFileSync(empty, '')
copyFileSync(process.execPath, node)
copyFileSync(executablePath(fileURLToPath(new URL('..', import.meta.url))), store)
packExecutable({ main: empty, target: emptySea, cwd: dir, scratch: dir, say })

// Made here and not the sample: its resets must lie ahead, or nothing would be a hit.
const reset = new Date(Date.now() + 3 * 3600_000).toISOString()
writeFileSync(
  response,
  JSON.stringify({
    five_hour: { utilization: 42, resets_at: reset },
    seven_day: { utilization: 61.5, resets_at: reset },
  }),
)

const usage = (name: string, args: string[], more: Partial<Case> = {}, place = root): Case => ({
  name,
  command: store,
  args: ['--root', place, ...args],
  ...more,
  times: [],
})

/** A root of its own with an entry that has expired. */
function expiredRoot(name: string): string {
  const place = join(dir, name)
  const input = readFileSync(response)
  const at = String(Math.floor(Date.now() / 1000) - 3600)
  spawnSync(store, ['--root', place, 'put', '--at', at], { env: {}, input, stdio: ['pipe', 'inherit', 'inherit'] })
  return place
}
const claimed = expiredRoot('claimed')
spawnSync(store, ['--root', claimed, 'claim', '--lease', '1d'], { env: {} })
const free = expiredRoot('free')
const unclaim = () => rmSync(join(free, 'usage.lock'), { force: true })
const landed = join(dir, 'landed')
/** Waits for what a process in the background writes, and `seconds` more for its end. */
function untilWritten(file: string, seconds: string): void {
  while (!existsSync(file)) spawnSync('sleep', ['0.01'])
  spawnSync('sleep', [seconds])
}
const untilLanded = () => {
  untilWritten(landed, '0.05')
  rmSync(landed)
}
const base: Case = { name: 'empty script, same Node', command: node, args: [empty], times: [] }
const cases: Case[] = [
  base,
  { name: 'empty executable', command: emptySea, args: [], times: [] },
  usage('hit: get --field five_hour.percent', ['get', '--field', 'five_hour.percent', '--max-age', '1d']),
  usage('hit: get --shell', ['get', '--shell', '--max-age', '1d']),
  usage('hit: get', ['get', '--max-age', '1d']),
  usage('put', ['put'], { stdin: response }),
  usage('stale: get --shell', ['get', '--shell'], {}, claimed),
  usage('stale, lost: get --shell --refresh', ['get', '--shell', '--refresh', 'true'], {}, claimed),
  usage(
    'stale, won: get --shell --refresh',
    ['get', '--shell', '--refresh', `: > '${landed}'; exit 77`],
    { before: unclaim, after: untilLanded },
    free,
  ),
  usage('claim, lost', ['claim'], { exit: 1 }, claimed),
  usage('claim, won', ['claim'], { before: unclaim }, free),
  usage('refresh --force -- cat', ['refresh', '--force', '--', 'cat', response]),
]

const pinned = pinToOneCore()
const sink = openSync(process.platform === 'win32' ? 'NUL' : '/dev/null', 'w')
for (const one of cases) if (one.name === 'put') once(one, sink)
for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
  // Rotated, and every other round backwards: nobody has always the same neighbour before it.
  const first = (round + WARM_UP_ROUNDS) % cases.length
  const order = [...cases.slice(first), ...cases.slice(0, first)]
  for (const one of round % 2 === 0 ? order : order.toReversed()) {
    const ms = once(one, sink)
    if (round >= 0) one.times.push(ms)
  }
}

say(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${process.platform}-${process.arch}, Node ${process.version}`,
)
say(`${rounds} rounds, ${pinned}, empty environment; ratio to the empty script in the same round, 95 % interval`)
say('')
for (const { name, times } of cases) {
  const ratio = summary(times.map((ms, round) => ms / base.times[round]!))
  const range = `${ratio.mid.toFixed(3)} × (${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)})`
  say(`${name.padEnd(36)} ${summary(times).mid.toFixed(1).padStart(6)} ms   ${range}`)
}

/** Milliseconds of one call of `usage_store` on a fresh view: many calls in one shell, less the start of that shell. */
function viewRender(argv: readonly string[], shell: string, loop: (count: number) => string): number[] {
  const init = spawnSync(store, ['init', shell], { env: {}, encoding: 'utf8' }).stdout
  const run = (count: number) => {
    const start = performance.now()
    spawnSync(argv[0]!, [...argv.slice(1), `${init}\n${loop(count)}`], {
      env: { USAGE_STORE_ROOT: root },
      stdio: 'inherit',
    })
    return performance.now() - start
  }
  run(1)
  return Array.from({ length: 20 }, () => (run(200) - run(0)) / 200)
}

const posixLoop = (count: number) => `for ((i = 0; i < ${count}; i++)); do usage_store --max-age 1d; done`
const SHELLS = {
  bash: { argv: ['bash', '--norc', '-c'], loop: posixLoop },
  zsh: { argv: ['zsh', '-f', '-c'], loop: posixLoop },
  fish: {
    argv: ['fish', '--no-config', '-c'],
    loop: (count: number) => `for i in (seq ${count}); usage_store --max-age 1d; end`,
  },
}
say('')
for (const [shell, { argv, loop }] of Object.entries(SHELLS)) {
  if (spawnSync(argv[0]!, ['--version']).status !== 0) continue
  const { mid, low, high } = summary(viewRender(argv, shell, loop))
  say(
    `usage_store in ${shell}, view fresh`.padEnd(36) +
      ` ${mid.toFixed(2).padStart(6)} ms   (${low.toFixed(2)} to ${high.toFixed(2)})`,
  )
}

/** Processor time of all children so far that were waited for, in milliseconds; null where the system does not say. */
function childrenCpuMs(): number | null {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ')
    // The kernel counts them in ticks of 10 ms.
    return (Number(fields[13]) + Number(fields[14])) * 10
  } catch {
    return null
  }
}

const CROWD = 64
const CROWD_ROUNDS = 10

/** Renders at once on an entry that has just expired; `before` is put in front, to count what is started. */
function crowd(before: readonly string[]): { fetches: number; ms: number; cpuMs: number } {
  const fetches = join(dir, 'fetches')
  const fetch = `echo fetch >> '${fetches}'; exec cat '${response}'`
  const render = `'${store}' --root '${free}' get --shell --refresh "$0" --max-age 60`
  rmSync(fetches, { force: true })
  rmSync(join(free, 'usage.json'), { force: true })
  expiredRoot('free')
  unclaim()
  const line = `i=0; while [ $i -lt ${CROWD} ]; do ${render} & i=$((i + 1)); done; wait`
  const cpuBefore = childrenCpuMs() ?? 0
  const start = performance.now()
  const [command, ...args] = [...before, 'sh', '-c', line, fetch]
  spawnSync(command, args, { env: { PATH: process.env['PATH'] }, stdio: ['ignore', sink, 'inherit'] })
  const ms = performance.now() - start
  const cpuMs = (childrenCpuMs() ?? 0) - cpuBefore
  untilWritten(fetches, '0.3')
  return { fetches: readFileSync(fetches, 'utf8').split('\n').length - 1, ms, cpuMs }
}

if (process.platform !== 'win32') {
  spawnSync('taskset', ['-cap', `0-${cpus().length - 1}`, String(process.pid)])
  const crowds = Array.from({ length: CROWD_ROUNDS }, () => crowd([]))
  const log = join(dir, 'strace')
  const traced = spawnSync('strace', ['-V']).status === 0 && crowd(['strace', '-f', '-qq', '-e', 'execve', '-o', log])
  say('')
  say(`${CROWD} renders at once on an entry that has expired, ${CROWD_ROUNDS} rounds, all cores:`)
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

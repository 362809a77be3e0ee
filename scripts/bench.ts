/**
 * `npm run bench [-- --rounds N]`: what a render costs, in whole processes, against an empty script on the same Node
 * and against what else shows usage in a prompt.
 *
 * What makes the figures trustworthy: every round runs every case once and in another order, and what counts is the
 * ratio within a round, so that a slow minute slows both sides; all binaries are copied afresh first; the environment is
 * empty but for bash's `_`; one core. It asserts nothing: times are for people to compare.
 */
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { atOnce, sayCrowd } from './bench/at-once.ts'
import { base, cases, hit } from './bench/cases.ts'
import { summary, table } from './bench/numbers.ts'
import { peers } from './bench/peers.ts'
import { type Case, childrenCounts, end, footprint, once, pin } from './bench/process.ts'
import { sayScale } from './bench/scale.ts'
import { shells, shellVersion, viewRenders } from './bench/shells.ts'
import { dir, say } from './bench/stage.ts'

const WARM_UP_ROUNDS = 5
const CPU_BLOCKS = 4
const CPU_BLOCK = 15
const AT_ONCE_ROUNDS = 5
/** One of them starts a dozen processes of its own. */
const MOST_OF_PEERS = 32
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' } } })
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 10) throw new Error('--rounds takes a whole number from 10 on')

interface Measured {
  readonly times: number[]
  readonly faults: number[]
}

/** Rotated, and every other round backwards: nobody has always the same neighbour before it. */
async function measure(all: readonly Case[]): Promise<Map<Case, Measured>> {
  const measured = new Map(all.map((one) => [one, { times: [], faults: [] } as Measured]))
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    const first = (round + WARM_UP_ROUNDS) % all.length
    const order = [...all.slice(first), ...all.slice(0, first)]
    for (const one of round % 2 === 0 ? order : order.toReversed()) {
      const faultsBefore = childrenCounts()?.pageFaults ?? 0
      const ms = await once(one)
      if (round < 0) continue
      measured.get(one)!.times.push(ms)
      measured.get(one)!.faults.push((childrenCounts()?.pageFaults ?? 0) - faultsBefore)
    }
  }
  return measured
}

/** In blocks, since the kernel tells the processor time of children in ticks of 10 ms. */
async function processorMs(one: Case): Promise<number> {
  const before = childrenCounts()?.cpuMs ?? NaN
  for (let n = 0; n < CPU_BLOCK; n++) await once(one)
  return ((childrenCounts()?.cpuMs ?? NaN) - before) / CPU_BLOCK
}

const core = availableParallelism() - 1
const pinned = pin(String(core)) ? `pinned to core ${core}` : 'not pinned (no taskset)'
const all = [...cases, ...peers]
const measured = await measure(all)
const processor = new Map(all.map((one) => [one, [] as number[]]))
for (let block = 0; block < CPU_BLOCKS; block++) for (const one of all) processor.get(one)!.push(await processorMs(one))

const rows: string[][] = []
for (const one of all) {
  const { times, faults } = measured.get(one)!
  const ratio = summary(times.map((ms, round) => ms / measured.get(base)!.times[round]!))
  const foot = await footprint(one, dir)
  rows.push([
    one.name,
    summary(times).mid.toFixed(1),
    `${ratio.mid.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`,
    summary(processor.get(one)!).mid.toFixed(1),
    summary(faults).mid.toFixed(0),
    ...(foot === null
      ? ['', '', '', '']
      : [foot.peakMb.toFixed(0), foot.ownMb.toFixed(1), String(foot.calls), String(foot.opened)]),
  ])
}

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${process.platform}-${process.arch}`
say(`\n${machine}, Node ${process.version}; ${rounds} rounds, ${pinned}, empty environment\n`)
const head = ['process', 'ms', 'ratio', 'processor ms', 'page faults', 'peak MB', 'own MB', 'calls', 'opened']
say(table([head, ...rows]))

say('')
for (const shell of shells) {
  const { mid, low, high } = summary(viewRenders(shell))
  say(
    `usage_store in ${shell[0]} ${shellVersion(shell)}, view fresh: ${mid.toFixed(2)} ms (${low.toFixed(2)} to ${high.toFixed(2)})`,
  )
}

await sayScale(Math.ceil(rounds / 2))

pin(`0-${cpus().length - 1}`)
const counts = [1, 8, 32, 64]
const together = [base, hit, ...peers]
const waits = new Map(together.map((one) => [one, counts.map((): number[] => [])]))
for (let round = 0; round < AT_ONCE_ROUNDS; round++)
  for (const one of together)
    for (const [index, count] of counts.entries())
      if (count <= MOST_OF_PEERS || !peers.includes(one)) waits.get(one)![index]!.push(await atOnce(one, count))
say(`\nmilliseconds until the last of so many at once has ended, all cores, ${AT_ONCE_ROUNDS} rounds\n`)
const line = (one: Case) => [
  one.name,
  ...waits.get(one)!.map((times) => (times.length === 0 ? '' : summary(times).mid.toFixed(0))),
]
say(table([['process', ...counts.map(String)], ...together.map(line)]))
await sayCrowd()

end()

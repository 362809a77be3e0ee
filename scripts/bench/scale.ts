/** What a render costs as its file grows, and as the directory fills with files of others. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { summary } from './numbers.ts'
import { once } from './process.ts'
import { shells, viewRenders } from './shells.ts'
import { directory, put, response, run, say, store, usage } from './stage.ts'

const resets_at = '2026-11-26T20:00:00.123456+00:00'
const byName = (count: number, value: (index: number) => object) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`bucket_${10_000 + index}`, value(index)]))
const limits = (count: number, limit: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => ({ percent: index % 100, resets_at, ...limit(index) }))

/** What makes a file large, of so many parts. */
const SHAPES: Readonly<Record<string, (count: number) => object>> = {
  'unknown names': (count) => ({ unknown_buckets: byName(count, (n) => ({ utilization: n % 100, resets_at })) }),
  'deep unknown names': (count) => ({ unknown_buckets: byName(count, (n) => ({ spend: { limit: { amount: n } } })) }),
  'a list in a bucket': (count) => ({ five_hour: { ...usage.five_hour, log: limits(count, () => ({})) } }),
  'unscoped limits': (count) => ({ limits: limits(count, () => ({ kind: 'weekly_all' })) }),
  'scoped limits': (count) => ({
    limits: limits(count, (n) => ({ kind: 'weekly', scope: { surface: `s${10_000 + n}` } })),
  }),
}

/** The entry as a foreign program would write it: `put` takes no more than 64 KB. */
function rootOf(shape: string, kilobytes: number): string {
  const place = directory(`${shape}-${kilobytes}`)
  const entryOf = (count: number) => {
    const data = { ...usage, unknown_buckets: {}, ...SHAPES[shape]?.(count) }
    return JSON.stringify({ schema_version: 1, cached_at: new Date().toISOString(), data, error: null })
  }
  const [none, many] = [entryOf(0).length, entryOf(1000).length]
  const count = Math.max(0, Math.floor((1000 * (kilobytes * 1024 - none)) / (many - none)))
  writeFileSync(join(place, 'usage.json'), entryOf(count))
  return place
}

function rootWithOthers(count: number): string {
  const place = directory(`others-${count}`)
  put(place)
  for (let n = 0; n < count; n++) writeFileSync(join(place, `other-${n}.json`), '')
  return place
}

/** With a view as long as one may be, or nearly. */
function rootOfLongView(): string {
  const place = directory('long-view')
  const entry = { ...usage, limits: limits(240, (n) => ({ kind: 'weekly', scope: { surface: `name-${n}` } })) }
  spawnSync(store, ['--root', place, 'put'], { env: {}, input: JSON.stringify(entry) })
  return place
}

const SHELL = ['get', '--shell', '--max-age', '1d']
const FORMAT = ['get', '--format', '{five_hour.percent|round}% {five_hour.resets_at|in}', '--max-age', '1d']
const SIZES = [1, 8, 16, 32, 64, 250]
const OTHERS = [0, 30_000]

/** Directories that differ in one thing, by what it is. */
type Growing = readonly (readonly [what: string, place: string])[]

/** Paired: within a round against the first, every other round backwards. */
async function sayGrowth(what: string, growing: Growing, rounds: number, args: readonly string[]): Promise<void> {
  // What reads no stdin does not mind it.
  const cases = growing.map(([name, place]) => run(name, args, { stdin: response }, place))
  const times = cases.map((): number[] => [])
  for (let round = -3; round < rounds; round++)
    for (const [index, one] of round % 2 === 0 ? [...cases.entries()] : [...cases.entries()].toReversed()) {
      const ms = await once(one)
      if (round >= 0) times[index]!.push(ms)
    }
  say(`\n${what}, \`${args.join(' ')}\`, ${rounds} rounds, milliseconds more than the first:`)
  for (const [index, { name }] of cases.entries()) {
    const { mid, low, high } = summary(times[index]!.map((ms, round) => ms - times[0]![round]!))
    say(`${name.padEnd(28)} ${mid.toFixed(2).padStart(6)} (${low.toFixed(2)} to ${high.toFixed(2)})`)
  }
}

export async function sayScale(rounds: number): Promise<void> {
  const sizes: Growing = SIZES.map((kilobytes) => [`${kilobytes} KB`, rootOf('unknown names', kilobytes)])
  await sayGrowth('usage.json grows', sizes, rounds, SHELL)
  await sayGrowth('usage.json grows', sizes, rounds, FORMAT)
  await sayGrowth('usage.json grows', sizes, rounds, ['get', '--max-age', '1d'])
  for (const kilobytes of [64, 250]) {
    const shapes: Growing = Object.keys(SHAPES).map((shape) => [shape, rootOf(shape, kilobytes)])
    const all: Growing = [['1 KB', rootOf('unknown names', 1)], ...shapes]
    await sayGrowth(`usage.json of ${kilobytes} KB`, all, rounds, SHELL)
    await sayGrowth(`usage.json of ${kilobytes} KB`, all, rounds, FORMAT)
  }
  const others: Growing = OTHERS.map((count) => [`${count} files`, rootWithOthers(count)])
  await sayGrowth('files of others in the directory', others, rounds, SHELL)
  await sayGrowth('files of others in the directory', others, rounds, ['put'])

  const views: Growing = [...others, ['240 scoped limits', rootOfLongView()]]
  for (const shell of shells)
    for (const [what, place] of views)
      say(`usage_store in ${shell[0]}, ${what}: ${summary(viewRenders(shell, place)).mid.toFixed(2)} ms`)
}

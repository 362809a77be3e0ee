/** What a render costs as its file grows, and as the directory fills with files of others. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { summary } from './numbers.ts'
import { once } from './process.ts'
import { directory, put, response, run, say, usage } from './stage.ts'

/** Names and values as the endpoint's. */
const filler = (bytes: number) =>
  Object.fromEntries(
    Array.from({ length: Math.floor(bytes / 90) }, (_, index) => [
      `bucket_${index}`,
      { utilization: index % 100, resets_at: '2026-11-26T20:00:00.123456+00:00' },
    ]),
  )

/** The entry as a foreign program would write it: `put` takes no more than 64 KB. */
function rootOfSize(kilobytes: number): string {
  const place = directory(`size-${kilobytes}`)
  const data = { ...usage, unknown_buckets: filler(kilobytes * 1024 - 300) }
  const entry = { schema_version: 1, cached_at: new Date().toISOString(), data, error: null }
  writeFileSync(join(place, 'usage.json'), JSON.stringify(entry))
  return place
}

function rootWithOthers(count: number): string {
  const place = directory(`others-${count}`)
  put(place)
  for (let n = 0; n < count; n++) writeFileSync(join(place, `other-${n}.json`), '')
  return place
}

const SHELL = ['get', '--shell', '--max-age', '1d']
const FORMAT = ['get', '--format', '{five_hour.percent|round}% {five_hour.resets_at|in}', '--max-age', '1d']
const SIZES = [1, 8, 16, 32, 64, 250]
const OTHERS = [0, 1000, 30_000]

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
  const sizes: Growing = SIZES.map((kilobytes) => [`${kilobytes} KB`, rootOfSize(kilobytes)])
  await sayGrowth('usage.json grows', sizes, rounds, SHELL)
  await sayGrowth('usage.json grows', sizes, rounds, FORMAT)
  await sayGrowth('usage.json grows', sizes, rounds, ['get', '--max-age', '1d'])
  const others: Growing = OTHERS.map((count) => [`${count} files`, rootWithOthers(count)])
  await sayGrowth('files of others in the directory', others, rounds, SHELL)
  await sayGrowth('files of others in the directory', others, rounds, ['put'])
}

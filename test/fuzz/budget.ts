// How much is tried, and from which seed. A failure prints its seed and path: USAGE_STORE_FUZZ_SEED gives the seed back.
import fc from 'fast-check'

const sweep = process.env['USAGE_STORE_SWEEP'] === 'all'
const given = process.env['USAGE_STORE_FUZZ_SEED']

/** Always the same, since a red run must tell of a change, unless USAGE_STORE_FUZZ_SEED is a number or `random`. */
const seed = given === undefined ? 20_261_122 : given === 'random' ? Date.now() % 2 ** 31 : Number(given)

const SWEEP_FACTOR = 20

function runsOf(times: number): number {
  return sweep ? times * SWEEP_FACTOR : times
}

export function fuzz<T>(cases: fc.Arbitrary<T>, times: number, check: (value: T) => void): void {
  fc.assert(fc.property(cases, check), { seed, numRuns: runsOf(times) })
}

export async function fuzzAsync<T>(
  cases: fc.Arbitrary<T>,
  times: number,
  check: (value: T) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(cases, check), { seed, numRuns: runsOf(times) })
}

/** Cases for what checks many of them at once. */
export function sample<T>(cases: fc.Arbitrary<T>, times: number): T[] {
  return fc.sample(cases, { seed, numRuns: runsOf(times) })
}

/** For messages of what does not go through fast-check's own report. */
export const seedNote = `USAGE_STORE_FUZZ_SEED=${seed}`

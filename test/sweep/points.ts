// Which calls are hit: all of them with USAGE_STORE_SWEEP=all, else those by which a write stands or falls and a
// spread of the others, shifted by a seed that a number in USAGE_STORE_SWEEP repeats.
import assert from 'node:assert/strict'
import type { Touch } from './trace.ts'

const wanted = process.env['USAGE_STORE_SWEEP'] ?? ''
const isWhole = wanted === 'all'
const seed = /^\d+$/.test(wanted) ? Number(wanted) : Math.floor(Math.random() * 1000)

/** A whole sweep of one command, with every errno. */
export const SWEEP_LIMIT = { timeout: 20 * 60_000 }

export interface Point {
  readonly index: number
  readonly touch: Touch
}

const DECISIVE = /^(?:write|fsync|rename|unlink|utimensat) |^openat .*RANDOM.*O_CREAT|mutex O_WRONLY O_NON|F_WRLCK/

/** Every `stride`-th of the rows, from where the seed says, and `shift` further. */
export function spread<T>(rows: readonly T[], stride: number, shift = 0): readonly T[] {
  return isWhole ? rows : rows.filter((_, index) => (index + seed + shift) % stride === 0)
}

export function pointsOf(touches: readonly Touch[], stride: number): readonly Point[] {
  const points = touches.map((touch, index) => ({ index, touch }))
  const decisive = points.filter(({ touch }) => isWhole || DECISIVE.test(touch.label))
  return isWhole
    ? points
    : [
        ...decisive,
        ...spread(
          points.filter((point) => !decisive.includes(point)),
          stride,
        ),
      ]
}

/** Tells at the end of a file how much was hit. */
export function reportPoints(): { readonly count: () => void } {
  let hit = 0
  process.on('exit', () => console.log(`# sweep: ${hit} points hit, seed ${isWhole ? 'all' : seed}`))
  return { count: () => void (hit += 1) }
}

/** A machine of two cores has no use for more. */
const WORKERS = 2

/**
 * Does `act` for each of the rows, a few at a time, and all of them, whichever fail: then it fails, and says at which
 * (`place`) and how.
 */
export async function forEachOf<T>(
  rows: readonly T[],
  place: (row: T) => string,
  act: (row: T) => Promise<void>,
): Promise<void> {
  const failures: string[] = []
  const left = rows.values()
  const work = async (): Promise<void> => {
    for (const row of left) {
      try {
        await act(row)
      } catch (error) {
        failures.push(`${place(row)}\n${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work))
  assert.ok(failures.length === 0, `${failures.length} of ${rows.length} points:\n${failures.join('\n\n')}`)
}

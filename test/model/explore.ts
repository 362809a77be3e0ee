// Every order in which processes can take their steps, die, and oversleep: each world that can come about, once.
import {
  crash,
  firstWorld,
  isClaimFree,
  keyOf,
  oversleep,
  type Scenario,
  step,
  Violation,
  type World,
} from './world.ts'

export interface Bounds {
  readonly crashes: number
  readonly oversleeps: number
}

export interface Explored {
  readonly worlds: number
  readonly ends: number
  /** How many fetches there were at the end, over all ends. */
  readonly fetches: ReadonlySet<number>
}

interface Visit extends Bounds {
  readonly world: World
}

/** Visits all of them. Throws Violation, and where an end leaves the claim taken for ever. */
export function explore(scenario: Scenario, bounds: Bounds): Explored {
  const seen = new Set<string>()
  const pending: Visit[] = [{ world: firstWorld(scenario), ...bounds }]
  const fetches = new Set<number>()
  let ends = 0
  for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
    const { world, crashes, oversleeps } = visit
    const id = `${crashes} ${oversleeps} ${keyOf(world)}`
    if (seen.has(id)) continue
    seen.add(id)
    const running = world.processes.flatMap(({ status }, n) => (status === 'runs' ? [n] : []))
    if (running.length === 0) {
      ends++
      fetches.add(world.processes.reduce((sum, one) => sum + one.fetches, 0))
      checkEnd(world)
      continue
    }
    for (const n of running) {
      const next = step(world, n, scenario)
      if (next !== null) pending.push({ world: next, crashes, oversleeps })
      if (crashes > 0) pending.push({ world: crash(world, n), crashes: crashes - 1, oversleeps })
    }
    if (oversleeps > 0) pending.push({ world: oversleep(world), crashes, oversleeps: oversleeps - 1 })
  }
  return { worlds: seen.size, ends, fetches }
}

/** Nobody is left, so nobody holds the mutex, and once every lease, block and entry has run out the claim is free. */
function checkEnd(world: World): void {
  if (world.mutex !== null) throw new Violation('the mutex is held by nobody')
  const muchLater = { ...world, nowMs: world.nowMs + 4 * 86_400_000 }
  if (!isClaimFree(muchLater)) throw new Violation('nobody can take the claim any more')
}

// A disk, a mutex and clocks in memory, on which the program's own claim and store functions run step by step.
import { type FetchOutcome } from '../../src/core/fetch-outcome.ts'
import { type Lock, type LockFile, lockToJson, parseLock } from '../../src/core/lock.ts'
import { CachedUsage, dataCachedAtMs, parseUsageEntry, usageEntryToJson } from '../../src/core/usage-entry.ts'
import { DEFAULT_POLICY } from '../../src/core/decide.ts'
import type { Files } from '../../src/disk/files.ts'
import { storeUnderClaim, takeClaim } from '../../src/disk/lease.ts'

const LEASE_SECONDS = 30

/** What a process was told by each of its calls so far: enough to bring it to where it stood, since it is deterministic. */
interface Process {
  readonly log: readonly unknown[]
  /** The log as a number: equal logs have equal ones. */
  readonly logNumber: number
  readonly status: 'runs' | 'ended' | 'crashed'
  readonly fetches: number
  /** When its lease was published, by the file system's clock; null without one, or once it was stored. */
  readonly leaseFromMs: number | null
  /** It was told, at its last reading under the mutex, that its claim holds. */
  readonly mayStore: boolean
}

export interface World {
  readonly nowMs: number
  readonly entry: string | null
  readonly lock: { readonly text: string; readonly mtimeMs: number } | null
  readonly mutex: number | null
  readonly processes: readonly Process[]
}

export interface Scenario {
  /** What each process's clock is ahead of the file system's, in milliseconds; as many processes as there are. */
  readonly skewsMs: readonly number[]
  readonly outcome: FetchOutcome
}

/** What must never happen. */
export class Violation extends Error {}

const FIRST_MS = Date.UTC(2026, 0, 1)

const NEWCOMER: Process = {
  log: [],
  logNumber: 0,
  status: 'runs',
  fetches: 0,
  leaseFromMs: null,
  mayStore: false,
}

/** An expired entry, nobody at it. */
export function firstWorld({ skewsMs }: Scenario): World {
  const expired = CachedUsage.withData({ unknown_buckets: {} }, FIRST_MS - 7_200_000)
  return {
    nowMs: FIRST_MS,
    entry: JSON.stringify(usageEntryToJson(expired)),
    lock: null,
    mutex: null,
    processes: skewsMs.map(() => NEWCOMER),
  }
}

/** Thrown where a process stands before its next step. */
const PAUSED = Symbol('paused')

/** A process must wait: this is not a step. */
const BLOCKED = Symbol('blocked')

/** The program from the claim to the store. */
function program(files: Files, now: () => number, token: string, fetch: () => void, outcome: FetchOutcome): void {
  const request = {
    policy: DEFAULT_POLICY,
    force: false,
    token,
    leaseSeconds: LEASE_SECONDS,
    credentialsMtimeMs: () => null,
  }
  const clock = { now, random: () => 0 }
  if (takeClaim(files, clock, request).result !== 'won') return
  fetch()
  storeUnderClaim(files, clock, token, outcome)
}

/** The world after the next step of process `id`; null when it has to wait for the mutex. Throws Violation. */
export function step(world: World, id: number, scenario: Scenario): World | null {
  const run = new Run(world, id, scenario.skewsMs[id] ?? 0)
  try {
    program(
      run.files(),
      () => run.now(),
      token(id),
      () => run.fetch(),
      scenario.outcome,
    )
    return run.after('ended')
  } catch (thrown) {
    if (thrown === PAUSED) return run.after('runs')
    if (thrown === BLOCKED) return null
    throw thrown
  }
}

/** The world after process `id` was killed: the kernel takes its mutex back, and nothing else is tidied up. */
export function crash(world: World, id: number): World {
  return {
    ...withProcess(world, id, { status: 'crashed', log: [], logNumber: 0 }),
    mutex: world.mutex === id ? null : world.mutex,
  }
}

/** The world after more time than a lease lasts: whoever holds one has overslept it. */
export function oversleep(world: World): World {
  return { ...world, nowMs: world.nowMs + LEASE_SECONDS * 1000 + 1 }
}

/** Whether a process that comes now takes the claim: nobody is left in the way. */
export function isClaimFree(world: World): boolean {
  let after: World = { ...world, processes: [NEWCOMER] }
  for (let steps = 0; steps < 100 && after.processes[0]?.status === 'runs'; steps++) {
    const next = step(after, 0, { skewsMs: [0], outcome: { kind: 'data', data: { unknown_buckets: {} } } })
    if (next === null) return false
    after = next
  }
  return after.processes[0]?.fetches === 1
}

const token = (id: number): string => `token-${id}`

function withProcess(world: World, id: number, change: Partial<Process>): World {
  return { ...world, processes: world.processes.map((one, n) => (n === id ? { ...one, ...change } : one)) }
}

const numbers = new Map<string, number>()

/** A number for a text, the same for the same text. */
function numberOf(text: string): number {
  const known = numbers.get(text) ?? numbers.size + 1
  numbers.set(text, known)
  return known
}

/** Worlds that no process could tell apart have the same key. */
export function keyOf({ nowMs, entry, lock, mutex, processes }: World): string {
  const parts = processes.map(
    (one) => `${one.status} ${one.logNumber} ${one.fetches} ${one.leaseFromMs} ${String(one.mayStore)}`,
  )
  return [nowMs, mutex, entry, lock?.mtimeMs, lock?.text, ...parts].join('\n')
}

/** One replay of a process: calls that it made before are answered from its log, the next one by the world. */
class Run {
  private world: World
  private readonly log: unknown[]
  private replayed = 0
  private stepped = false
  private readonly id: number
  private readonly skewMs: number

  constructor(world: World, id: number, skewMs: number) {
    this.world = world
    this.id = id
    this.skewMs = skewMs
    this.log = [...this.me().log]
  }

  after(status: 'runs' | 'ended'): World {
    const me = this.me()
    if (status === 'ended') return withProcess(this.world, this.id, { log: [], logNumber: 0, status })
    const news = JSON.stringify(this.log.slice(me.log.length))
    return withProcess(this.world, this.id, { log: this.log, logNumber: numberOf(`${me.logNumber} ${news}`), status })
  }

  now(): number {
    return this.call(() => this.world.nowMs + this.skewMs, false)
  }

  fetch(): void {
    this.call(() => this.note({ fetches: this.me().fetches + 1 }))
  }

  files(): Files {
    const readLock = (): LockFile | null => {
      const { lock } = this.world
      return lock === null ? null : { lock: parseLock(lock.text), mtimeMs: lock.mtimeMs }
    }
    const read = (nowMs: number) => this.call(() => parseUsageEntry(this.world.entry ?? '', nowMs))
    return {
      cache: {
        read,
        dataCachedAtMs: (nowMs) => dataCachedAtMs(read(nowMs)),
        write: (entry) => this.call(() => this.storeEntry(entry)),
        clear: () => this.call(() => this.storeEntry(null)),
      },
      lock: {
        read: () => this.call(readLock),
        readUnderMutex: () =>
          this.call(() => {
            const file = readLock()
            const lock = file?.lock === 'legacy' ? undefined : file?.lock
            this.note({ mayStore: lock?.claim === token(this.id) && this.isLeaseRunning(this.me()) })
            return file === null ? null : { ...file, fileSystemNowMs: this.world.nowMs }
          }),
        leave: (lock) => this.call(() => this.storeLock(lock)),
      },
      prepare() {},
      exclusively: (waitMs, body) => {
        const state = this.call(() => this.enter(waitMs))
        const result = body(state === 'busy' ? { state, file: '' } : { state })
        if (state === 'held') this.call(() => (this.world = { ...this.world, mutex: null }))
        return result
      },
    }
  }

  private me(): Process {
    return this.world.processes[this.id] as Process
  }

  private note(change: Partial<Process>): void {
    this.world = withProcess(this.world, this.id, change)
  }

  /** A call of the process; one that is a step of its own lets others come before it. */
  private call<T>(act: () => T, isStep = true): T {
    if (this.replayed < this.log.length) return this.log[this.replayed++] as T
    if (isStep && this.stepped) throw PAUSED
    const answer = act()
    this.stepped ||= isStep
    this.log.push(answer)
    this.replayed = this.log.length
    return answer
  }

  private enter(waitMs: number): 'held' | 'busy' {
    if (this.world.mutex === null) {
      this.world = { ...this.world, mutex: this.id }
      return 'held'
    }
    if (waitMs > 0) throw BLOCKED
    return 'busy'
  }

  private isLeaseRunning({ leaseFromMs }: Process): boolean {
    return leaseFromMs !== null && leaseFromMs + LEASE_SECONDS * 1000 > this.world.nowMs
  }

  private storeEntry(entry: CachedUsage | null): void {
    if (!this.me().mayStore) throw new Violation(`process ${this.id} stores data without holding the claim`)
    this.world = { ...this.world, entry: entry === null ? null : JSON.stringify(usageEntryToJson(entry)) }
  }

  private storeLock(lock: Lock | null): void {
    const publishes = lock?.claim === token(this.id)
    if (publishes && this.world.processes.some((other, n) => n !== this.id && this.isLeaseRunning(other)))
      throw new Violation(`process ${this.id} takes the claim while another's lease runs`)
    if (!publishes && !this.me().mayStore) throw new Violation(`process ${this.id} stores a lock without the claim`)
    this.note({ leaseFromMs: publishes ? this.world.nowMs : null })
    const { nowMs } = this.world
    this.world = {
      ...this.world,
      lock: lock === null ? null : { text: JSON.stringify(lockToJson(lock)), mtimeMs: nowMs },
    }
  }
}

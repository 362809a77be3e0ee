// One run watched: every call below a directory and on descriptors opened there, in order, and one of them spoiled.
import * as realFs from 'node:fs'
import { sep } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface Call {
  readonly name: string
  readonly path: string
  /** The second path of a call that has two. */
  readonly to?: string
  /** Of an open: whether the descriptor could be written to. Of any other call on a descriptor: that of its open. */
  readonly writes?: boolean
}

/**
 * What happens at call number `at`. `die`: this call and all that follow are not made, as after a kill; with `half`
 * a write is made for half of its bytes first. `fail`: it fails with that errno, once. `short`: a read or write does
 * half of what it was asked and says so; `lost`: a write does half and says all. `vanish`: the tree `gone` is removed
 * before it. `no process`: none can be started.
 */
export type Spoil =
  | { readonly how: 'die'; readonly at: number; readonly half?: boolean }
  | { readonly how: 'fail'; readonly at: number; readonly errno: string }
  | { readonly how: 'short' | 'lost'; readonly at: number }
  | { readonly how: 'vanish'; readonly at: number; readonly gone: string }
  | { readonly how: 'no process' }

/** What a run did to the directory. */
export interface Trace {
  readonly calls: readonly Call[]
  /** Descriptors that the run itself did not close. */
  readonly leftOpen: readonly string[]
  /** How many calls had been made when a process was started; null when none was. */
  readonly startedAfter: number | null
  /** Whether the mutex was held then. */
  readonly heldAtStart: boolean
}
export class Killed extends Error {}

interface Opened {
  readonly path: string
  readonly writes: boolean
}

class Watch {
  readonly calls: Call[] = []
  readonly opened = new Map<number, Opened>()
  readonly databases = new Set<DatabaseSync>()
  startedAfter: number | null = null
  heldAtStart = false
  readonly #root: string
  readonly #spoil: Spoil | null
  #dead = false

  constructor(root: string, spoil: Spoil | null) {
    this.#root = root
    this.#spoil = spoil
  }

  below(path: unknown): path is string | Buffer {
    if (typeof path !== 'string' && !Buffer.isBuffer(path)) return false
    const text = path.toString()
    return text === this.#root || text.startsWith(this.#root + sep)
  }

  /** The call as it counts; undefined for one that is not watched. */
  watched(name: string, [first, second]: readonly unknown[]): Call | undefined {
    if (typeof first === 'number') {
      const opened = this.opened.get(first)
      return opened && { name, ...opened }
    }
    if (!this.below(first)) return undefined
    if (name === 'openSync') return { name, path: first.toString(), writes: opensForWriting(second) }
    return { name, path: first.toString(), ...(this.below(second) ? { to: second.toString() } : {}) }
  }

  /** Counts a call, and says what is to become of it. */
  meet(call: Call): Spoil | null {
    if (this.#dead) throw new Killed()
    this.calls.push(call)
    const spoil = this.#spoil
    if (spoil === null || spoil.how === 'no process' || spoil.at !== this.calls.length - 1) return null
    if (spoil.how === 'die') this.#dead = true
    if (spoil.how === 'die' && !(spoil.half === true && call.name === 'writeSync')) throw new Killed()
    if (spoil.how === 'vanish') realFs.rmSync(spoil.gone, { recursive: true, force: true })
    return spoil
  }

  /** Whether a process can be started. */
  meetStart(): boolean {
    if (this.#dead) throw new Killed()
    this.startedAfter = this.calls.length
    this.heldAtStart ||= this.databases.size > 0
    return this.#spoil?.how !== 'no process'
  }

  leftOpen(): string[] {
    return [...[...this.opened.values()].map(({ path }) => path), ...(this.databases.size > 0 ? ['the mutex'] : [])]
  }

  /** As the kernel does for a process that ends. */
  closeAll(): void {
    for (const fd of this.opened.keys()) realFs.closeSync(fd)
    for (const database of this.databases) DatabaseSync.prototype.close.call(database)
  }
}

function opensForWriting(flags: unknown): boolean {
  return typeof flags === 'number' ? (flags & 3) !== 0 : typeof flags === 'string' && flags !== 'r'
}

/** Null while nothing is watched. */
export let watch: Watch | null = null

/** Runs `body` with every call below `root` watched, and one of them spoiled. */
export async function watching<T>(
  root: string,
  spoil: Spoil | null,
  body: () => T | Promise<T>,
): Promise<{ readonly result: T; readonly trace: Trace }> {
  const own = new Watch(root, spoil)
  watch = own
  try {
    const result = await body()
    const { calls, startedAfter, heldAtStart } = own
    return { result, trace: { calls, leftOpen: own.leftOpen(), startedAfter, heldAtStart } }
  } finally {
    watch = null
    own.closeAll()
  }
}

/** How many calls the run that is watched has made. */
export function callsSoFar(): number {
  return watch?.calls.length ?? 0
}

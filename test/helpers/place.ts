// A directory per test with the store's files in it, and instants to write into them:
// data are aged by writing the timestamp, never by waiting.
import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { run, type Outcome, type RunOptions } from './run.ts'
import type { Target } from './targets.ts'
import { isRoot, NOBODY } from './tools.ts'

export interface Place {
  /** Everything of this test; removed afterwards. */
  readonly dir: string
  readonly root: string
  readonly cache: string
  readonly lock: string
  readonly mutex: string
  readonly view: string
}

function removeTree(dir: string): void {
  if (!isRoot) spawnSync('chmod', ['-R', 'u+rwX', dir])
  rmSync(dir, { recursive: true, force: true })
}

/** A fresh directory with an empty root of mode 0700. */
export function makePlace(t: TestContext): Place {
  const dir = mkdtempSync(join(tmpdir(), 'usage-store-'))
  t.after(() => removeTree(dir))
  const root = join(dir, 'root')
  mkdirSync(root, { mode: 0o700 })
  return {
    dir,
    root,
    cache: join(root, 'usage.json'),
    lock: join(root, 'usage.lock'),
    mutex: join(root, 'usage.mutex'),
    view: join(root, 'usage.view'),
  }
}

/** Gives the directory to the user that `asNobody` runs as. */
export function giveToNobody(place: Place): void {
  if (!isRoot) return
  chownSync(place.dir, NOBODY, NOBODY)
  for (const name of readdirSync(place.dir, { recursive: true, encoding: 'utf8' })) {
    const file = join(place.dir, name)
    if (!lstatSync(file).isSymbolicLink()) chownSync(file, NOBODY, NOBODY)
  }
}

export function writeState(file: string, content: unknown, mtime?: number): void {
  const raw = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content)
  writeFileSync(file, raw, { mode: 0o600 })
  if (mtime !== undefined) utimesSync(file, mtime, mtime)
}

export function readText(file: string): string {
  return readFileSync(file, 'utf8')
}

/** Parsed JSON, for tests that look into it at will. */
// oxlint-disable-next-line typescript/no-explicit-any
export function readJson(file: string): any {
  return JSON.parse(readText(file))
}

/** Permission bits, in octal. */
export function modeOf(file: string): string {
  return (statSync(file).mode & 0o7777).toString(8)
}

/** Runs the target on this place's root. */
export function us(target: Target, place: Place, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run(target, ['--root', place.root, ...args], { cwd: place.dir, ...options })
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** An instant as linesmith and the endpoint write it, from Unix seconds. */
export function iso(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString()
}

/** A data entry as it lies on disk. */
export function dataEntry(cachedAt: number, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { schema_version: 1, cached_at: iso(cachedAt), data: { unknown_buckets: {}, ...data }, error: null }
}

/** An error entry as it lies on disk. */
export function errorEntry(cachedAt: number, code: string): Record<string, unknown> {
  return { schema_version: 1, cached_at: iso(cachedAt), data: null, error: { code } }
}

const SECOND_LIMIT_MS = 60_000

/**
 * Runs `act` so that the clock's second does not change under it, so that ages come out exact.
 * `act` starts from nothing each time; a crowded machine may need several tries, each with the whole of a second.
 */
export async function withinOneSecond<T>(act: (second: number) => Promise<T>): Promise<T> {
  const endsMs = performance.now() + SECOND_LIMIT_MS
  while (performance.now() < endsMs) {
    const second = nowSeconds()
    const result = await act(second)
    if (nowSeconds() === second) return result
    await sleep(1000 - (Date.now() % 1000))
  }
  throw new Error('the machine is too slow: no run ended within the second in which it began')
}

/** The programs that are measured, copied afresh, and the directories that they read. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packExecutable } from '../executable.ts'
import { bundlePath, executablePath } from '../stamp.mjs'
import { temporaryDirectory } from '../temporary.ts'
import type { Case } from './process.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
export const say = (line: string) => process.stdout.write(`${line}\n`)

/** Where a copy lies in the page cache moves a time by a few per cent, and so each has one of its own. */
export const dir = temporaryDirectory(tmpdir())
export const node = join(dir, 'node')
export const store = join(dir, basename(executablePath('')))
export const bundle = join(dir, 'usage-store.js')
export const emptyScript = join(dir, 'empty.js')
export const emptyExecutable = join(dir, 'empty')
export const response = join(dir, 'response.json')
/** With a fresh entry. */
export const root = join(dir, 'root')

writeFileSync(emptyScript, '')
copyFileSync(process.execPath, node)
copyFileSync(executablePath(repository), store)
copyFileSync(bundlePath(repository), bundle)
packExecutable({ main: emptyScript, target: emptyExecutable, cwd: dir, scratch: dir, say })

// Made here and not the sample: its resets must lie ahead, or nothing would be a hit.
const reset = new Date(Date.now() + 3 * 3600_000).toISOString()
export const usage = {
  five_hour: { utilization: 42, resets_at: reset },
  seven_day: { utilization: 61.5, resets_at: reset },
}
writeFileSync(response, JSON.stringify(usage))

/** Stores the response in a directory, as of `at` (Unix seconds). */
export function put(place: string, at = Math.floor(Date.now() / 1000)): void {
  const argv = ['--root', place, 'put', '--at', String(at)]
  spawnSync(store, argv, { env: {}, input: readFileSync(response), stdio: ['pipe', 'inherit', 'inherit'] })
}
put(root)

/** A root of its own with an entry that has expired. */
export function expiredRoot(name: string): string {
  const place = join(dir, name)
  rmSync(join(place, 'usage.json'), { force: true })
  put(place, Math.floor(Date.now() / 1000) - 3600)
  return place
}

/** A run of the executable. */
export function run(name: string, args: readonly string[], more: Partial<Case> = {}, place = root): Case {
  return { name, command: store, args: ['--root', place, ...args], ...more }
}

/** Waits for what a process in the background writes, and `seconds` more for its end. */
export function untilWritten(file: string, seconds: string): void {
  while (!existsSync(file)) spawnSync('sleep', ['0.01'])
  spawnSync('sleep', [seconds])
}

export function directory(name: string): string {
  const path = join(dir, name)
  mkdirSync(path, { recursive: true })
  return path
}

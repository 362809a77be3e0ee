// The two things that people run, the bundle and the packed executable: one black-box suite holds for both.
import { existsSync } from 'node:fs'
import { before, describe } from 'node:test'
import { fileURLToPath } from 'node:url'

export interface Target {
  readonly name: 'bundle' | 'executable'
  readonly argv: readonly [command: string, ...rest: string[]]
  /** The file that has to be built first. */
  readonly file: string
}

export const repository = fileURLToPath(new URL('../../', import.meta.url))
const bundle = fileURLToPath(new URL('../../dist/usage-store.js', import.meta.url))
const executable = fileURLToPath(new URL('../../dist/usage-store', import.meta.url))

const targets: readonly Target[] = [
  { name: 'bundle', argv: [process.execPath, bundle], file: bundle },
  { name: 'executable', argv: [executable], file: executable },
]

/**
 * How many tests of a file run side by side. A test mostly waits for a process of its own,
 * and the runner itself starts few files at a time on a small machine.
 */
const CONCURRENCY = 4

function suite(target: Target, define: (target: Target) => void): void {
  describe(target.name, { concurrency: CONCURRENCY }, () => {
    before(() => {
      if (!existsSync(target.file)) throw new Error(`${target.file} is missing: run \`npm run build\` first`)
    })
    define(target)
  })
}

/** Opens a suite for each target and lets `define` fill it. */
export function eachTarget(define: (target: Target) => void): void {
  for (const target of targets) suite(target, define)
}

/** The same for what only one of the targets can do. */
export function onlyTarget(name: Target['name'], define: (target: Target) => void): void {
  for (const target of targets) if (target.name === name) suite(target, define)
}

/**
 * The rows of a long table that concerns nothing but the shared code: all of them for the bundle, every fifth for the
 * executable, where each costs a process and can tell nothing new.
 */
export function thinned<T>(target: Target, rows: readonly T[]): readonly T[] {
  return target.name === 'bundle' ? rows : rows.filter((_, index) => index % 5 === 0)
}

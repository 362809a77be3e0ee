// What a test needs beyond Node: missing on a person's machine it skips that one test by name,
// missing under CI=true it fails it, so that a green CI run has run everything.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { TestContext } from 'node:test'

export const isRoot = process.getuid?.() === 0
export const NOBODY = 65_534
export const AS_NOBODY = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] as const

/** Every file of that name on PATH, in order. */
export function findAllOnPath(name: string): string[] {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .filter((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

function findOnPath(name: string): string | undefined {
  return findAllOnPath(name)[0]
}

function missing(t: TestContext, what: string): false {
  if (process.env['CI'] === 'true') throw new Error(`needs ${what}`)
  t.skip(`needs ${what}`)
  return false
}

/** Whether `name` is on PATH; false after the test was skipped. */
export function needTool(t: TestContext, name: string): boolean {
  return findOnPath(name) !== undefined || missing(t, name)
}

/** Whether a process can run as a user who is not root. */
export function needOtherUser(t: TestContext): boolean {
  if (!isRoot) return true
  return needTool(t, 'setpriv')
}

let namespace: readonly string[] | null | undefined

/** What to put before a command so that it may mount in a namespace of its own; null after the test was skipped. */
export function needMount(t: TestContext): readonly string[] | null {
  if (!needTool(t, 'unshare') || !needTool(t, 'mount')) return null
  namespace ??=
    [['--mount'], ['--map-root-user', '--mount']]
      .map((flags) => ['unshare', ...flags])
      .find(
        ([command = '', ...flags]) =>
          spawnSync(command, [...flags, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0,
      ) ?? null
  if (namespace === null) missing(t, 'the privilege to mount')
  return namespace
}

let traceable: boolean | undefined

/** Whether strace is there and allowed to trace. */
export function needStrace(t: TestContext): boolean {
  if (!needTool(t, 'strace')) return false
  traceable ??= spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0
  return traceable || missing(t, 'the privilege to trace (strace)')
}

// What only root can set up: another user's file, a pid namespace.
import type { TestContext } from 'node:test'
import { isRoot } from './tools.ts'

/** Whether this is root; false after the test was skipped, and a failure where everything must run. */
export function needRoot(t: TestContext): boolean {
  if (isRoot) return true
  if (process.env['CI'] === 'true') throw new Error('needs to be root')
  t.skip('needs to be root')
  return false
}

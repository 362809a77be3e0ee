/** Every command, in the order of the help. */
import type { Command } from './command.ts'
import { block } from './commands/block.ts'
import { claim } from './commands/claim.ts'
import { clear } from './commands/clear.ts'
import { get } from './commands/get.ts'
import { init } from './commands/init.ts'
import { lock } from './commands/lock.ts'
import { path } from './commands/path.ts'
import { put } from './commands/put.ts'
import { record } from './commands/record.ts'
import { refresh } from './commands/refresh.ts'
import { release } from './commands/release.ts'
import { unblock } from './commands/unblock.ts'

export const COMMANDS: readonly Command[] = [
  get,
  refresh,
  put,
  clear,
  claim,
  record,
  release,
  lock,
  block,
  unblock,
  path,
  init,
]

export function findCommand(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name)
}

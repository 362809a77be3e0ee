import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Whether a file of this name stands in a directory of PATH. */
export function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => existsSync(join(directory, name)))
}

/** Removes temporary files that a killed process left behind. Touches nothing else, and never fails. */
import { lstatSync, readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { isTempName } from './temp-name.ts'

/** Nobody takes this long between creating a temporary file and renaming it. */
const LEFTOVER_AGE_MS = 60_000

/** `fileSystemNowMs` comes from the file system that holds the directory: its clock need not be the machine's. */
export function sweepLeftovers(directory: string, fileSystemNowMs: number): void {
  try {
    for (const name of readdirSync(directory)) {
      if (!isTempName(name)) continue
      const leftover = join(directory, name)
      const stat = lstatSync(leftover, { throwIfNoEntry: false })
      if (stat?.isFile() && fileSystemNowMs - stat.mtimeMs > LEFTOVER_AGE_MS) unlinkSync(leftover)
    }
  } catch {
    // What was to be written is written; a leftover can wait for the next write.
  }
}

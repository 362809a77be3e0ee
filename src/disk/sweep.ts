/** Removes temporary files that a killed process left behind. Touches nothing else, and never fails. */
import { lstatSync, readdirSync, statSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isTempName } from './temp-name.ts'

/** Nobody takes this long between creating a temporary file and renaming it. */
const LEFTOVER_AGE_MS = 60_000

/**
 * Sweeps the directory of a file that was just installed: its ctime is the present by the clock of the file system,
 * which need not be the machine's.
 */
export function sweepLeftovers(installed: string): void {
  try {
    const { ctimeMs } = statSync(installed)
    const directory = dirname(installed)
    for (const name of readdirSync(directory)) {
      if (isTempName(name)) removeIfLeft(join(directory, name), ctimeMs)
    }
  } catch {
    // What was to be written is written; leftovers can wait for the next write.
  }
}

function removeIfLeft(temporary: string, fileSystemNowMs: number): void {
  try {
    const stat = lstatSync(temporary)
    if (stat.isFile() && fileSystemNowMs - stat.mtimeMs > LEFTOVER_AGE_MS) unlinkSync(temporary)
  } catch {
    // Gone, or another user's: it must not keep the rest.
  }
}

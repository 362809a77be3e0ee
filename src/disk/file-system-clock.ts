/** The present by the clock of a file system: on a shared home it is the server's, and the same for every machine. */
import { closeSync, fstatSync, openSync, type Stats, unlinkSync } from 'node:fs'
import { cacheError } from './system-error.ts'
import { tempSuffix } from './temp-name.ts'

/** In Unix milliseconds: the mtime of a file made beside `file` and removed again. Throws CacheError. */
export function fileSystemNowMs(file: string): number {
  const probe = `${file}.${tempSuffix()}`
  try {
    const fd = openSync(probe, 'wx', 0o600)
    try {
      return statOf(fd).mtimeMs
    } finally {
      unlinkSync(probe)
    }
  } catch (error) {
    throw cacheError('persist', file, error)
  }
}

/** Of a descriptor that is not needed any more. */
function statOf(fd: number): Stats {
  try {
    return fstatSync(fd)
  } finally {
    closeSync(fd)
  }
}

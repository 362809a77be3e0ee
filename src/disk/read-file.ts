/**
 * Reads a small file whole: open, fstat, read, close, and no system call more.
 * Guarantees that it never blocks on a FIFO and never reads more than it was allowed to.
 */
import { isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { CacheError } from '../core/errors.ts'
import { cacheError, isErrno } from './system-error.ts'

/** O_NONBLOCK so that a FIFO opens at once, O_NOCTTY so that a terminal does not become ours; 0 where there are none. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)

export interface SmallFile {
  /** Null when the file is larger than allowed, not UTF-8, or still growing. */
  readonly text: string | null
  readonly tooLarge: boolean
  readonly mtimeMs: number
}

/** Null when there is no such file. Throws CacheError for anything but a regular file and for every failed call. */
export function readSmallFile(path: string, maxBytes: number): SmallFile | null {
  let fd: number
  try {
    fd = openSync(path, FLAGS)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null
    throw cacheError('io', path, error)
  }
  try {
    const stat = fstatSync(fd)
    if (stat.isDirectory()) throw new CacheError('io', path, 'EISDIR', 'is a directory')
    if (!stat.isFile()) throw new CacheError('io', path, 'NOT_REGULAR', 'not a regular file')
    if (stat.size > maxBytes) return { text: null, tooLarge: true, mtimeMs: stat.mtimeMs }
    // One byte of room more than the file has: a read that fills it met a file that grows, and so is not whole.
    const room = Buffer.allocUnsafe(stat.size + 1)
    let length = 0
    let more: number
    // A network file system may give less than it has: one read is the rule, not a promise.
    do {
      more = readSync(fd, room, length, room.length - length, length)
      length += more
    } while (more > 0 && length < stat.size)
    const bytes = room.subarray(0, length)
    const whole = bytes.length < room.length && isUtf8(bytes)
    return { text: whole ? bytes.toString('utf8') : null, tooLarge: false, mtimeMs: stat.mtimeMs }
  } catch (error) {
    throw cacheError('io', path, error)
  } finally {
    closeQuietly(fd)
  }
}

/** What was read is read: a close that fails has closed all the same. */
export function closeQuietly(fd: number): void {
  try {
    closeSync(fd)
  } catch {
    return
  }
}

/** When a file last changed, in Unix milliseconds; null when none is named, it is not there, or not to be looked at. */
export function mtimeOf(path: string | undefined): number | null {
  if (path === undefined) return null
  try {
    return statSync(path).mtimeMs
  } catch {
    return null
  }
}

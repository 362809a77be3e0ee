/**
 * The three standard descriptors, read and written synchronously: streams would cost 3 ms and lose output at exit.
 */
import { fstatSync, readSync, statSync, writeSync } from 'node:fs'
import { pause } from './pause.ts'
import { cacheError, isErrno } from './system-error.ts'

const STDIN = 0
export const STDOUT = 1
export const STDERR = 2
const CHUNK_BYTES = 64 * 1024
const RETRY_PAUSE_MS = 2

/** Room for a byte order mark, which does not count, and for a byte beyond. */
export const A_LITTLE_MORE = 4

/**
 * Writes all of it, however slow the reader. A reader that has gone away (EPIPE) has had enough: that is no error, and
 * false. Throws CacheError when the descriptor cannot be written, as on a full disk.
 */
export function writeStdout(text: string): boolean {
  try {
    writeAll(STDOUT, text)
    return true
  } catch (error) {
    if (isErrno(error, 'EPIPE')) return false
    throw cacheError('persist', 'stdout', error)
  }
}

/** Nobody is left to be told when this fails. */
export function writeStderr(text: string): void {
  try {
    writeAll(STDERR, text)
  } catch {
    return
  }
}

/** Whether a terminal is at the descriptor. Asked of the kernel first, since node:tty costs 2 ms and more to load. */
export function isTerminal(fd: number): boolean {
  try {
    const device = fstatSync(fd)
    if (!device.isCharacterDevice() || device.rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev)
      return false
    return process.getBuiltinModule('node:tty').isatty(fd)
  } catch {
    return false
  }
}

/** Stdin until it ends, or a little more than `maxBytes` of it, which shows that it is too much. Throws CacheError. */
export function readStdin(maxBytes: number): Uint8Array {
  return readAll(maxBytes + A_LITTLE_MORE)
}

function readAll(maxBytes: number): Buffer {
  const chunks: Buffer[] = []
  for (let left = maxBytes; left > 0;) {
    const chunk = Buffer.allocUnsafe(Math.min(left, CHUNK_BYTES))
    const length = readOnce(chunk)
    if (length === 0) break
    chunks.push(chunk.subarray(0, length))
    left -= length
  }
  return Buffer.concat(chunks)
}

function readOnce(chunk: Buffer): number {
  try {
    return again(() => readSync(STDIN, chunk, 0, chunk.length, null))
  } catch (error) {
    // Windows reports the end of a pipe as an error.
    if (isErrno(error, 'EOF')) return 0
    throw cacheError('io', 'stdin', error)
  }
}

function writeAll(fd: number, text: string): void {
  let bytes: Uint8Array = Buffer.from(text)
  while (bytes.length > 0) {
    const written = again(() => writeSync(fd, bytes))
    bytes = bytes.subarray(written)
  }
}

/** A parent may have made the pipe non-blocking: then wait for it here. */
function again(call: () => number): number {
  for (;;) {
    try {
      return call()
    } catch (error) {
      if (!isErrno(error, 'EAGAIN')) throw error
      pause(RETRY_PAUSE_MS)
    }
  }
}

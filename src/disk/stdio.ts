/**
 * The three standard descriptors, read and written synchronously: streams would cost 3 ms and lose output at exit.
 */
import { isUtf8 } from 'node:buffer'
import { fstatSync, readSync, writeSync } from 'node:fs'
import type { Body } from '../core/response.ts'
import { pause } from './pause.ts'
import { cacheError, isErrno } from './system-error.ts'

const STDIN = 0
const STDOUT = 1
export const STDERR = 2
const CHUNK_BYTES = 64 * 1024
const RETRY_PAUSE_MS = 2

/**
 * Writes all of it, however slow the reader. A reader that has gone away (EPIPE) has had enough: that is success.
 * Throws CacheError when the descriptor cannot be written, as on a full disk.
 */
export function writeStdout(text: string): void {
  try {
    writeAll(STDOUT, text)
  } catch (error) {
    if (!isErrno(error, 'EPIPE')) throw cacheError('persist', 'stdout', error)
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

/** Whether a terminal is at the descriptor. Asked of the kernel first, since node:tty costs 2 ms to load. */
export function isTerminal(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(fd)
  } catch {
    return false
  }
}

const BOM = Buffer.from('\uFEFF')

/** Stdin as text, at most `maxBytes` of it, one byte order mark skipped. Throws CacheError. */
export function readStdin(maxBytes: number): Body {
  // Room for the mark, and for one byte more that shows that it is too much.
  return bodyOf(readAll(maxBytes + BOM.length + 1), maxBytes)
}

/** Bytes as text, with what is wrong with them. */
export function bodyOf(bytes: Buffer, maxBytes: number): Body {
  const body = bytes.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes
  const text = body.subarray(0, maxBytes).toString('utf8')
  if (body.length > maxBytes) return { text, fault: `larger than ${maxBytes / 1024} KiB` }
  return { text, fault: isUtf8(body) ? null : 'not UTF-8' }
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

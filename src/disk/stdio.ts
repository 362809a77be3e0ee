/**
 * The three standard descriptors, read and written synchronously: streams would cost 3 ms and lose output at exit.
 */
import { isUtf8 } from 'node:buffer'
import { readSync, writeSync } from 'node:fs'
import type { Rejection } from '../core/response.ts'
import { pause } from './pause.ts'
import { cacheError, isErrno } from './system-error.ts'

const STDIN = 0
const STDOUT = 1
const STDERR = 2
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

const BOM = Buffer.from('\uFEFF')

/** All of stdin as text, one byte order mark skipped, or the reason why it is not taken. Throws CacheError. */
export function readStdin(maxBytes: number): { readonly text: string } | Rejection {
  // Room for the mark, and for one byte more that shows that it is too much.
  const bytes = readAll(maxBytes + BOM.length + 1)
  const body = bytes.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes
  if (body.length > maxBytes) return { rejected: `larger than ${maxBytes / 1024} KiB` }
  return isUtf8(body) ? { text: body.toString('utf8') } : { rejected: 'not UTF-8' }
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

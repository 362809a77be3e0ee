/**
 * Replaces a small file as a whole: temporary file beside the target, fsync, rename.
 * Guarantees that a reader sees the old file or the new one, that a failure leaves the old one and no temporary file,
 * and mode 0600 whatever the umask. Does not fsync the directory: after a power cut the old file may be back.
 *
 * write-file-atomic does the protocol; its weak spots are closed from outside. The temporary name is ours (see
 * write-file-atomic-shims), the bytes are written by us because it does not loop over short writes, and a symlink is
 * followed before it is called, because it replaces a dangling one.
 */
import { chmodSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import writeFileAtomic from 'write-file-atomic'
import { CacheError } from '../core/errors.ts'
import { monotonicMs, pause } from './pause.ts'
import { sweepLeftovers } from './sweep.ts'
import { cacheError, isErrno } from './system-error.ts'
import { resolveTarget } from './target.ts'

/** Of every file of ours, whatever the umask. */
export const FILE_MODE = 0o600

/** On Windows a scanner or a reader may hold the target for a moment. */
const RENAME_RETRY_MS = 1000
const RENAME_PAUSE_MS = 20

export interface WriteOptions {
  /** The new file's mtime in Unix milliseconds, where it must not be that of the write. */
  readonly mtimeMs?: number
  readonly prettyUpToBytes?: number
}

/**
 * Writes a value as JSON: two spaces and a final newline, or compact where that would pass `prettyUpToBytes`.
 * Returns where that was, at the end of the links. Throws CacheError with kind `persist`.
 */
export function atomicWriteJson(file: string, value: object, options: WriteOptions = {}): string {
  const pretty = encode(value, 2)
  const bytes = pretty.length > (options.prettyUpToBytes ?? Infinity) ? encode(value, 0) : pretty
  const target = resolveTarget(file)
  try {
    whileHeldOnWindows(() => replace(target, bytes, options))
  } catch (error) {
    throw cacheError('persist', file, error)
  }
  sweepLeftovers(target)
  return target
}

function encode(value: object, spaces: number): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, spaces)}\n`)
}

function replace(target: string, bytes: Buffer, { mtimeMs }: WriteOptions): void {
  writeFileAtomic.sync(target, null, {
    mode: FILE_MODE,
    tmpfileCreated(temporary) {
      // A umask may have taken even the owner's right to open what was just created.
      chmodSync(temporary, FILE_MODE)
      writeFileSync(temporary, bytes, { flag: 'r+' })
      const { size } = statSync(temporary)
      if (size !== bytes.length)
        throw new CacheError('persist', target, 'EIO', `wrote ${size} of ${bytes.length} bytes`)
      if (mtimeMs !== undefined) utimesSync(temporary, mtimeMs / 1000, mtimeMs / 1000)
    },
  })
}

function whileHeldOnWindows(write: () => void): void {
  const deadlineMs = monotonicMs() + RENAME_RETRY_MS
  for (;;) {
    try {
      return write()
    } catch (error) {
      const held = process.platform === 'win32' && isErrno(error, 'EPERM', 'EACCES', 'EBUSY')
      if (!held || monotonicMs() > deadlineMs) throw error
      pause(RENAME_PAUSE_MS)
    }
  }
}

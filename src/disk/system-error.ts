/** What the kernel said, as a code and a few words. */
import { CacheError } from '../core/errors.ts'

/** libuv has no name for some errnos and gives `Unknown system error -122`; the platform's own table has. */
function errnoOf(error: unknown): string {
  const { code, errno } = error as NodeJS.ErrnoException
  if (typeof code === 'string' && /^E[A-Z0-9]+$/.test(code)) return code
  const { constants } = process.getBuiltinModule('node:os')
  const named = Object.entries(constants.errno).find(([, number]) => number === Math.abs(errno ?? 0))
  return named?.[0] ?? 'EIO'
}

/** `ENOSPC: no space left on device, write` is `no space left on device`; libuv has no words for what it has no name for. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const reason = /^(?:\w+|Unknown system error -\d+): ([^,]+)/.exec(message)?.[1]
  return reason?.replace('Unknown', 'unknown') ?? message
}

/**
 * The failure of a system call on `path`; an error that already says so stays as it is. What no system call said is a
 * defect of the program, and thrown on.
 */
export function cacheError(kind: 'io' | 'persist', path: string, error: unknown): CacheError {
  if (error instanceof CacheError) return error
  if (typeof (error as NodeJS.ErrnoException).errno !== 'number') throw error
  return new CacheError(kind, path, errnoOf(error), reasonOf(error), error)
}

export function isErrno(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '')
}

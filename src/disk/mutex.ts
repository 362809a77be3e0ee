/**
 * usage.mutex: a lock that the kernel gives to one process and takes back when that process dies, held for the moment
 * of a read, a decision and a write. The only importer of node:sqlite, whose file lock it is (fcntl, LockFileEx).
 *
 * INVARIANT: nothing is ever committed, so that the file stays empty and no journal appears.
 * INVARIANT: nothing else in the process may have the file open while it is held: POSIX drops a process's locks when
 * any descriptor of the file is closed.
 */
import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { CacheError } from '../core/errors.ts'
import { closeQuietly } from './read-file.ts'
import { cacheError, isErrno } from './system-error.ts'
import { refuseForeign, refuseForeignDirectory } from './target.ts'

export const MUTEX_FILE = 'usage.mutex'

/** `busy`: somebody else held it all the time. `unavailable`: the file system has no locks, or no place for the file. */
export type Mutex =
  | { readonly state: 'held' }
  | { readonly state: 'busy'; readonly file: string }
  | { readonly state: 'unavailable'; readonly why: CacheError }

const SQLITE_BUSY = 5

/**
 * Runs `body` under the mutex of the directory, waiting at most `waitMs` for it, and always runs it: the state says
 * whether it is alone, and what that means is the caller's business.
 */
export function withMutex<T>(directory: string, waitMs: number, body: (mutex: Mutex) => T): T {
  const file = join(directory, MUTEX_FILE)
  const taken = takeMutex(file, waitMs)
  try {
    return body(taken.mutex)
  } finally {
    taken.release()
  }
}

interface Taken {
  readonly mutex: Mutex
  release(): void
}

function takeMutex(file: string, waitMs: number): Taken {
  const without = (mutex: Mutex): Taken => ({ mutex, release() {} })
  try {
    prepareFile(file)
    refuseNeighbours(file)
  } catch (error) {
    return without({ state: 'unavailable', why: cacheError('io', file, error) })
  }
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  let database: InstanceType<typeof DatabaseSync> | undefined
  try {
    database = new DatabaseSync(file, { timeout: waitMs })
    // IMMEDIATE asks for one byte, so that of two that meet one wins. The pragma fails where SQLite fell back to reading.
    database.exec('PRAGMA journal_mode=MEMORY; BEGIN IMMEDIATE; PRAGMA user_version=1')
  } catch (error) {
    database?.close()
    const { errcode, message } = error as Error & { errcode?: number }
    if (errcode === SQLITE_BUSY) return without({ state: 'busy', file })
    return without({ state: 'unavailable', why: new CacheError('io', file, 'ENOLCK', `no lock: ${message}`, error) })
  }
  const held = database
  return {
    mutex: { state: 'held' },
    release() {
      held.exec('ROLLBACK')
      held.close()
    },
  }
}

/**
 * Makes sure that an empty regular file stands there which this process may write: SQLite would create it with the
 * umask's mode, follow a link, and open a file that it may not write for reading, in silence, whereupon everybody holds
 * the lock at once.
 */
function prepareFile(file: string): void {
  // SQLite opens by name once more: what another user could put in its place, it would follow.
  refuseForeignDirectory(file)
  const flags = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  let fd: number
  try {
    fd = openSync(file, flags)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
    fd = createFile(file, flags)
  }
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) throw new CacheError('io', file, 'NOT_REGULAR', 'not a regular file')
    refuseForeign(stat, file, 'belongs to another user')
    if (stat.size > 0) throw new CacheError('io', file, 'NOT_REGULAR', 'not empty, so not ours')
  } finally {
    closeSync(fd)
  }
}

/** SQLite removes what it takes for leftovers of its own beside an empty database, and follows what a journal names. */
function refuseNeighbours(file: string): void {
  for (const neighbour of [`${file}-journal`, `${file}-wal`])
    if (lstatSync(neighbour, { throwIfNoEntry: false }) !== undefined)
      throw new CacheError('io', neighbour, 'NOT_REGULAR', 'not ours, and in the way of the lock')
}

/** Another process may be faster; whoever creates it gives it its mode. */
function createFile(file: string, flags: number): number {
  const mode = 0o600
  try {
    const fd = openSync(file, flags | constants.O_CREAT | constants.O_EXCL, mode)
    try {
      fchmodSync(fd, mode)
    } catch (error) {
      closeQuietly(fd)
      throw error
    }
    return fd
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
    return openSync(file, flags)
  }
}

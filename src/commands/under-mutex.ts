/** How the commands that read, decide and write share a directory. */
import { withMutex } from '../disk/mutex.ts'

/** A crowd is through in milliseconds; whoever holds the mutex longer is stopped or hung. */
const WAIT_MS = 1000

/**
 * Runs `body` under the directory's mutex; goes ahead without where that is busy or cannot be had, since every write
 * is whole and the data are worth more than their order.
 */
export function underMutex<T>(directory: string, body: () => T): T {
  return withMutex(directory, WAIT_MS, body)
}

// Imported for what it does: the directories of these tests are made in memory where there is a file system for that.
// For tests that remake them thousands of times, or whose writers must not wait for each other's fsync on a slow disk.
import { accessSync, constants, statfsSync } from 'node:fs'

const ENOUGH_BYTES = 64 * 2 ** 20

try {
  accessSync('/dev/shm', constants.W_OK)
  const { bavail, bsize } = statfsSync('/dev/shm')
  if (bavail * bsize > ENOUGH_BYTES) process.env['TMPDIR'] = '/dev/shm'
} catch {
  // Another system.
}

/** What write-file-atomic gets in place of three modules that it asks for. */
import { tempSuffix } from './temp-name.ts'

interface Hash {
  update(): Hash
  digest(): { readUInt32BE(): string }
}

/**
 * Of `node:crypto`, with which it hashes pid and counter into a temporary name that two containers on one directory
 * share, and that anybody can foretell. Here the "digest" is a name of our own.
 */
export function createHash(): Hash {
  const hash: Hash = { update: () => hash, digest: () => ({ readUInt32BE: tempSuffix }) }
  return hash
}

/**
 * Of `signal-exit`: with it, a SIGTERM during the synchronous write is lost and the process lives on. Without it a
 * signal ends the process, and the sweep removes what it leaves.
 */
export function onExit(): () => void {
  return () => {}
}

/** Of `worker_threads`, which it loads, for 2 ms, only to learn that there is none. */
export const threadId = 0

/** block: writes usage.lock. */
import { exclusive, type Options } from '../args.ts'
import { command } from '../command.ts'
import { blockAfter } from '../core/backoff.ts'
import { wholeSeconds } from '../core/instant.ts'
import { MAX_BLOCK_SECONDS, readLockState } from '../core/lock.ts'
import { type BlockWithError, lockAfterBlock } from '../core/lock-change.ts'
import { CacheStore } from '../disk/cache-store.ts'
import { LockStore } from '../disk/lock-store.ts'
import { ensureDirectory } from '../disk/root.ts'
import { ExitCode } from '../exit-codes.ts'
import { duration, errorCode, flag, text, unixSeconds } from '../option-types.ts'
import { underMutex } from './under-mutex.ts'

const options = {
  for: duration('how long'),
  until: unixSeconds('until when'),
  'retry-after': text('VALUE', 'the value of a Retry-After header: seconds or an HTTP-date'),
  error: errorCode('why; default RateLimited'),
  force: flag('may shorten a block that is running'),
} as const

export const block = command({
  name: 'block',
  options,
  run(given, context) {
    exclusive({ for: given.for, until: given.until, 'retry-after': given['retry-after'] })
    const directory = context.directory()
    const store = new LockStore(directory)
    ensureDirectory(directory)
    underMutex(directory, () => {
      const nowMs = context.now()
      const state = readLockState(store.readUnderMutex(), nowMs, () => new CacheStore(directory).dataCachedAtMs(nowMs))
      const left = lockAfterBlock(
        state,
        blockWanted(given, state.failures, nowMs, context.random()),
        given.force === true,
      )
      if (left !== undefined) store.leave(left)
    })
    return ExitCode.done
  },
})

/** The block that the options ask for, 24 hours at most. */
function blockWanted(given: Options<typeof options>, failures: number, nowMs: number, random: number): BlockWithError {
  const error = given.error ?? 'RateLimited'
  const now = wholeSeconds(nowMs)
  const until = given.for === undefined ? given.until : now + given.for
  if (until !== undefined) return { blockedUntil: Math.min(until, now + MAX_BLOCK_SECONDS), error }
  const failure = { error: 'RateLimited', failures, retryAfter: given['retry-after'] ?? null }
  return { ...blockAfter(failure, nowMs, random), error }
}

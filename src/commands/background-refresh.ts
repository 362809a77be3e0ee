/** Stale-while-revalidate (RFC 5861 §3): what is there is printed at once, and one process fetches in the background. */
import type { Context } from '../command.ts'
import { StoreError } from '../core/errors.ts'
import type { DecisionOptions } from '../decision-options.ts'
import type { Files } from '../disk/files.ts'
import { monotonicMs, pause } from '../disk/pause.ts'
import { startInBackground } from '../process/background.ts'
import { shellCommand } from '../process/shell.ts'
import type { Seen } from './answer.ts'
import { requestClaim } from './claim-request.ts'
import { leaseSecondsFor, timeoutSeconds } from './timeout.ts'

/** What became of a start: this process has the claim, another has it or is deciding, or there can be none here. */
type Started = 'started' | 'lost' | 'impossible'

/** Gives what starts the refresh, once at most: claims, and starts `refresh` detached if it wins. */
export function starter(
  files: Files,
  context: Context,
  given: DecisionOptions & { readonly timeout?: number },
  line: string,
): () => Started {
  let last: Started = 'lost'
  return () => {
    if (last === 'lost') last = startOnce(files, context, given, line)
    return last
  }
}

function startOnce(
  files: Files,
  context: Context,
  given: DecisionOptions & { readonly timeout?: number },
  line: string,
): Started {
  const timeout = timeoutSeconds(given.timeout)
  try {
    const claimed = requestClaim(files, context, given, { leaseSeconds: leaseSecondsFor(timeout) })
    if (!('token' in claimed)) return 'lost'
    const options = [`--claim=${claimed.token}`, `--timeout=${timeout}`]
    startInBackground([...context.rootArguments, 'refresh', ...options, '--', ...shellCommand(line)])
    return 'started'
  } catch (error) {
    // What can be shown is shown: where no claim can be made, there is no fetch.
    if (error instanceof StoreError) return 'impossible'
    throw error
  }
}

const POLL_MS = 20

/**
 * Looks at the files until there is something to serve, or the refresh has landed without bringing it, at most
 * `waitMs`. Whoever finds that nobody is at it tries to be the one.
 */
export function waitForRefresh(look: () => Seen, start: () => Started, waitMs: number): Seen {
  const deadlineMs = monotonicMs() + waitMs
  let started: Started = 'lost'
  for (;;) {
    const seen = look()
    const { served, refresh, fetching } = seen.decision
    const over = started !== 'lost'
    if (served) return seen
    // The entry is read before the lock: what landed between the two only a second look shows.
    if (refresh ? over : !fetching) return look()
    if (refresh) started = start()
    const leftMs = deadlineMs - monotonicMs()
    if (started === 'impossible' || leftMs <= 0) return look()
    pause(Math.min(POLL_MS, leftMs))
  }
}

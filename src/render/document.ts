/** A decision as the JSON document of `get`, and the other commands' documents. Pure. */
import type { Decision } from '../core/decide.ts'
import { formatInstant, secondsBetween } from '../core/instant.ts'
import type { JsonObject } from '../core/json.ts'
import type { Block, LockState } from '../core/lock.ts'
import { roundTo, type Window, type Windows } from '../core/windows.ts'

/**
 * The document that `get --json` prints and `--field` looks into. What may be large is made when it is asked for.
 */
export function decisionDocument(decision: Decision, nowMs: number): JsonObject {
  const { entry, activeBlock } = decision
  return {
    state: decision.state,
    refresh: decision.refresh,
    fetching: decision.fetching,
    cached_at: entry === null ? null : formatInstant(entry.cachedAtMs),
    age_seconds: decision.ageSeconds,
    miss: decision.miss,
    error: entry?.error == null ? null : { code: entry.error.code },
    lock: activeBlock === null ? null : blockMembers(activeBlock, nowMs),
    get data() {
      return decision.served ? (entry?.wholeData() ?? null) : null
    },
    windows: windowsDocument(decision.windows),
  }
}

/** The lock as `lock` prints it: the lease while somebody fetches, else the block. */
export function lockDocument(state: LockState, nowMs: number): JsonObject {
  const { active, fetching, leaseEnds, failures } = state
  const block = leaseEnds === null ? state.block : { blockedUntil: leaseEnds, error: null }
  const members =
    block === null ? { blocked_until: null, retry_in_seconds: 0, error: null } : blockMembers(block, nowMs)
  return { active, fetching, ...members, ...(active ? {} : { retry_in_seconds: 0 }), failures }
}

function blockMembers({ blockedUntil, error }: Block, nowMs: number): JsonObject {
  return { blocked_until: blockedUntil, retry_in_seconds: secondsBetween(nowMs, blockedUntil * 1000), error }
}

function windowsDocument({ buckets, scoped }: Windows): JsonObject {
  const named = membersByName(buckets)
  if (scoped.size === 0) return named
  let members: JsonObject | undefined
  return {
    ...named,
    get scoped() {
      return (members ??= membersByName(scoped))
    },
  }
}

function membersByName(windows: ReadonlyMap<string, Window>): JsonObject {
  return Object.fromEntries([...windows].map(([name, window]) => [name, windowMembers(window)]))
}

function windowMembers(window: Window): JsonObject {
  return {
    percent: window.percent,
    ...(window.resetPassed ? { last_percent: window.lastPercent } : {}),
    resets_at: window.resetsAt,
    resets_in_seconds: window.resetsInSeconds,
    reset_passed: window.resetPassed,
    pace: window.pace === null ? null : roundTo(window.pace, 1),
    runs_out_in_seconds: window.runsOutInSeconds,
  }
}

// Generators of entries, locks and policies around an instant, with the edges of every rule made likely.
import fc from 'fast-check'
import type { Policy } from '../../src/core/decide.ts'
import { formatInstant } from '../../src/core/instant.ts'
import type { Lock, LockFile } from '../../src/core/lock.ts'
import { CachedUsage, type Miss } from '../../src/core/usage-entry.ts'
import type { EntryCase } from './decision-oracle.ts'

export const NOW_MS = Date.parse('2026-11-22T09:01:40.250Z')

const EDGES = [0, 1, 2, 30, 60, 180, 181, 182, 300, 900, 3600, 86_400, 90_000]
const seconds = fc.oneof(fc.constantFrom(...EDGES), fc.integer({ min: 0, max: 100_000 }))
const milliseconds = fc.constantFrom(0, 1, 249, 250, 251, 749, 750, 999)

/** An instant around now, before or after it. */
export const instant = fc
  .tuple(fc.boolean(), seconds, milliseconds)
  .map(([later, s, ms]) => (later ? NOW_MS + s * 1000 + ms : NOW_MS - s * 1000 - ms))
/** Of what a reader takes as `cached_at`. */
const storedAt = instant.map((at) => Math.min(at, NOW_MS + 60_000))
const untilSeconds = fc.oneof(
  instant.map((at) => Math.floor(at / 1000)),
  fc.constantFrom(0, -5, 1_795_338_400_000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
)
const error = fc.option(fc.constantFrom('RateLimited', 'Unauthorized', 'Forbidden', 'Odd-1', ''), { nil: null })
/** `deepEqual` tells an object without a prototype from one with. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true })
const failures = fc.constantFrom(0, 1, 2, 17)

export const lock: fc.Arbitrary<Lock> = fc.oneof(
  record({
    blockedUntil: untilSeconds,
    error,
    failures,
    claim: fc.constant(null),
    lease: fc.constant(null),
    before: fc.constant(null),
  }),
  record({
    blockedUntil: untilSeconds,
    error: fc.constant(null),
    failures,
    claim: fc.constantFrom('token', '0'),
    lease: fc.option(fc.constantFrom(0, 1, 15, 30, 3600), { nil: null }),
    before: fc.option(record({ blockedUntil: untilSeconds, error: fc.constantFrom('RateLimited', 'Forbidden') }), {
      nil: null,
    }),
  }),
)

export const lockFile: fc.Arbitrary<LockFile | null> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 6,
    arbitrary: fc.record({
      lock: fc.oneof({ weight: 1, arbitrary: fc.constant('legacy' as const) }, { weight: 6, arbitrary: lock }),
      mtimeMs: fc.oneof(instant, fc.constantFrom(NOW_MS, NOW_MS - 500, NOW_MS - 15_000, NOW_MS + 2000, NOW_MS + 2001)),
    }),
  },
)

export const entryCase: fc.Arbitrary<EntryCase> = fc.oneof(
  fc.record({
    is: fc.constant('miss' as const),
    reason: fc.constantFrom<Miss['miss'][]>('absent', 'malformed', 'other-schema', 'future-dated', 'too-large'),
  }),
  fc.record({ is: fc.constant('error' as const), at: storedAt }),
  fc.record({ is: fc.constantFrom('both' as const, 'neither' as const), at: storedAt }),
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('data' as const),
      at: storedAt,
      resets: fc.array(instant, { maxLength: 2 }),
      completeAt: fc.oneof({ weight: 2, arbitrary: fc.constant('absent' as const) }, fc.constant(null), instant),
    }),
  },
)

/** The entry of a case: the first reset stands at a bucket, the second at a scoped limit. */
export function entryOf(entry: EntryCase): CachedUsage | Miss {
  if (entry.is === 'miss')
    return entry.reason === 'future-dated' ? { miss: entry.reason, dataCachedAtMs: null } : { miss: entry.reason }
  if (entry.is === 'error') return CachedUsage.withError('Timeout', entry.at)
  if (entry.is === 'both') return { ...CachedUsage.withError('Timeout', entry.at), data: {} }
  if (entry.is !== 'data') return { ...CachedUsage.withError('', entry.at), error: null }
  const [bucket, scoped] = entry.resets.map(formatInstant)
  return CachedUsage.withData(
    {
      seven_day_opus: { utilization: 40, resets_at: bucket ?? null },
      limits: [{ kind: 'weekly_scoped', percent: 12, resets_at: scoped ?? null, scope: { surface: 'chat' } }],
      unknown_buckets:
        entry.completeAt === 'absent'
          ? { tangelo: { utilization: 1, resets_at: formatInstant(NOW_MS) } }
          : { usage_store: { complete_at: entry.completeAt === null ? null : formatInstant(entry.completeAt) } },
    },
    entry.at,
  )
}

const limit = fc.constantFrom(0, 1, 30, 180, 300, 900, 86_400, 1_000_000)
export const policy: fc.Arbitrary<Policy> = fc.record({
  maxAgeSeconds: limit,
  maxStaleSeconds: limit,
  errorMaxAgeSeconds: limit,
  maxCompleteAgeSeconds: limit,
})

// Entries as the windows are computed from, and the windows that come of them.
/* oxlint-disable typescript/no-explicit-any -- documents of any shape, pinned down by what is asserted */
import type { TestContext } from 'node:test'
import { expectJson } from './expect.ts'
import { dataEntry, makePlace, us, withinOneSecond, writeState } from './place.ts'
import type { Target } from './targets.ts'

/** Age in seconds of the entries made here. */
export const AGE = 100

/** The windows of an entry `AGE` seconds old; `data` sees that instant. */
export async function windowsOf(
  t: TestContext,
  target: Target,
  data: (cachedAt: number) => Record<string, unknown>,
): Promise<any> {
  const place = makePlace(t)
  const outcome = await withinOneSecond((now) => {
    writeState(place.cache, dataEntry(now - AGE, data(now - AGE)))
    return us(target, place, ['get'])
  })
  return expectJson(outcome, 0).windows
}

/** A scoped entry of `limits`. */
export function scopedLimit(percent: unknown, scope: unknown): Record<string, unknown> {
  return { kind: 'weekly_scoped', percent, resets_at: null, scope }
}

/** One that is named by its model. */
export function namedLimit(percent: unknown, display_name: unknown): Record<string, unknown> {
  return scopedLimit(percent, { model: { display_name } })
}

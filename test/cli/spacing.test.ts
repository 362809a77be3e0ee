// The lock that another program leaves after a success keeps nobody away; what only looks like it does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectJson } from '../helpers/expect.ts'
import { dataEntry, errorEntry, iso, makePlace, us, withinOneSecond, writeState } from '../helpers/place.ts'
import { eachTarget, thinned } from '../helpers/targets.ts'

/** What linesmith leaves after a success: seconds since `cached_at`, its duration, seconds by which the mtime is off. */
const SPACING: readonly (readonly [
  name: string,
  entry: (at: number) => unknown,
  lock: (at: number) => unknown,
  mtimeOff: number,
  active: boolean,
])[] = [
  ['180 s after the answer', (at) => dataEntry(at, {}), (at) => ({ blocked_until: at + 180 }), 50, false],
  ['a second of rounding', (at) => dataEntry(at, {}), (at) => ({ blocked_until: at + 181 }), 50, false],
  ['less than that', (at) => dataEntry(at, {}), (at) => ({ blocked_until: at + 120 }), 50, false],
  [
    'its own duration, written with the answer',
    (at) => dataEntry(at, {}),
    (at) => ({ blocked_until: at + 3600 }),
    2,
    false,
  ],
  [
    'longer, and not written with the answer',
    (at) => dataEntry(at, {}),
    (at) => ({ blocked_until: at + 3600 }),
    4,
    true,
  ],
  ['with an error', (at) => dataEntry(at, {}), (at) => ({ blocked_until: at + 180, error: 'Timeout' }), 0, true],
  ['beside an error entry', (at) => errorEntry(at, 'Timeout'), (at) => ({ blocked_until: at + 180 }), 0, true],
  [
    'beside what is no entry',
    (at) => ({ ...dataEntry(at, {}), schema_version: 2 }),
    (at) => ({ blocked_until: at + 180 }),
    0,
    true,
  ],
  ['beside no entry', () => '', (at) => ({ blocked_until: at + 180 }), 0, true],
  [
    'of a time to which the clock has been set back',
    (at) => dataEntry(at + 3600, {}),
    (at) => ({ blocked_until: at + 3780 }),
    3600,
    false,
  ],
  [
    'nine decimals',
    (at) => ({ ...dataEntry(at, {}), cached_at: iso(at).replace('.000Z', '.999999999Z') }),
    (at) => ({ blocked_until: at + 180 }),
    50,
    false,
  ],
]

eachTarget((target) => {
  for (const [name, entry, lock, mtimeOff, active] of thinned(target, SPACING)) {
    test(name, async (t) => {
      const place = makePlace(t)
      const answer = await withinOneSecond((now) => {
        const at = now - 100
        writeState(place.cache, entry(at))
        writeState(place.lock, lock(at), at + mtimeOff)
        return us(target, place, ['lock'])
      })
      assert.equal(expectJson(answer, active ? 4 : 0).active, active)
      // the decision sees it in the same way
      const decision = await us(target, place, ['get', '--max-age', '60', '--ok'])
      assert.equal(expectJson(decision, 0).lock !== null, active)
    })
  }
})

// A pace is computed once and rounded once, for each output by its own measure.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decide, DEFAULT_POLICY } from '../../src/core/decide.ts'
import { formatInstant } from '../../src/core/instant.ts'
import { CachedUsage } from '../../src/core/usage-entry.ts'
import { decisionDocument } from '../../src/render/document.ts'
import { renderPosix } from '../../src/render/shell.ts'

const NOW_MS = Date.UTC(2026, 10, 22, 9)
const HALF_OF_FIVE_HOURS_MS = 2.5 * 3_600_000

for (const [utilization, inDocument, inShell] of [
  [57.46, 7.5, '7'],
  [57.54, 7.5, '8'],
  [42.54, -7.5, '-7'],
  [50, 0, '0'],
] as const) {
  test(`${utilization} % used when half of the window has gone`, () => {
    const five_hour = { utilization, resets_at: formatInstant(NOW_MS + HALF_OF_FIVE_HOURS_MS) }
    const entry = CachedUsage.withData({ five_hour, unknown_buckets: {} }, NOW_MS)
    const decision = decide(entry, () => null, NOW_MS, DEFAULT_POLICY)
    const { windows } = JSON.parse(JSON.stringify(decisionDocument(decision, NOW_MS)))
    assert.equal(windows.five_hour.pace, inDocument)
    assert.match(renderPosix(decision, NOW_MS), new RegExp(`^usage_five_hour_pace='${inShell}'$`, 'm'))
  })
}

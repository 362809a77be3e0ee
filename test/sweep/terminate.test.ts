// A refresh that is asked to end, at any of its writes, gives up its claim or has done its work: nobody waits for a lease.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJson } from '../helpers/place.ts'
import { onlyTarget } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'
import { forEachOf, pointsOf, reportPoints, SWEEP_LIMIT } from './points.ts'
import { SCENARIOS } from './scenarios.ts'
import { endStage, expectOthersUntouched, setStage, temporaries, textOf } from './stage.ts'
import { hitAt, traced } from './trace.ts'

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
const points = reportPoints()

onlyTarget('executable', (target) => {
  test('asked to end at its calls: refresh', SWEEP_LIMIT, async (t) => {
    if (!needStrace(t)) return
    const scenario = SCENARIOS.find(({ name }) => name === 'refresh') ?? assert.fail()
    const set = () => setStage(t, scenario)
    const { touches } = await traced(set(), target)
    const published = touches.findIndex(({ label }) => label.startsWith('rename'))
    const rows = pointsOf(touches, 28).map((point, n) => ({
      ...point,
      signal: SIGNALS[n % SIGNALS.length] ?? 'SIGTERM',
    }))
    await forEachOf(
      rows,
      ({ index, touch, signal }) => `${signal} at call ${index}: ${touch.label}`,
      async ({ index, touch, signal }) => {
        const { stage, outcome } = await hitAt(set, target, { index, touch }, `signal=${signal}`)
        assert.equal(outcome.stderr, '')
        // Before anything is to be given up it ends as anybody does; a command that has ended is recorded first.
        assert.ok(outcome.signal === signal || outcome.code === 0, `${outcome.signal} ${outcome.code}`)
        const lock = textOf(stage.place.lock)
        if (lock !== null) assert.equal(readJson(stage.place.lock).claim, undefined, lock)
        if (index > published) assert.deepEqual(temporaries(stage.place), [])
        expectOthersUntouched(stage)
        endStage(stage)
        points.count()
      },
    )
  })
})

// The executable is killed before each of its system calls on the directory, one run each: what is left is the old
// state or the new one, or the step between two writes, and nobody who comes after is hindered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onlyTarget } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'
import { forEachOf, pointsOf, reportPoints, SWEEP_LIMIT } from './points.ts'
import { expectRecovery, untilAlone } from './recovery.ts'
import { SCENARIOS } from './scenarios.ts'
import { endStage, isViewBelieved, setStage, stepOf, temporaries } from './stage.ts'
import { hitAt, traced } from './trace.ts'

const STRIDE = 28
const points = reportPoints()

onlyTarget('executable', (target) => {
  for (const scenario of SCENARIOS) {
    test(`killed at its calls: ${scenario.name}`, SWEEP_LIMIT, async (t) => {
      if (!needStrace(t)) return
      const set = () => setStage(t, scenario)

      const unharmed = set()
      const { outcome, touches } = await traced(unharmed, target)
      await untilAlone(unharmed)
      assert.deepEqual([outcome.code, outcome.stderr], [scenario.code ?? 0, ''])
      const { step, last } = stepOf(unharmed)
      assert.deepEqual([step, temporaries(unharmed.place)], [last, []])
      assert.equal(isViewBelieved(unharmed.place), !/clear|error|401/.test(scenario.name))

      await forEachOf(
        pointsOf(touches, STRIDE),
        ({ index, touch }) => `${scenario.name}, killed before call ${index}: ${touch.label}`,
        async (point) => {
          const hit = await hitAt(set, target, point, 'signal=SIGKILL')
          assert.deepEqual([hit.outcome.signal, hit.outcome.stderr], ['SIGKILL', ''])
          await expectRecovery(hit.stage, target)
          endStage(hit.stage)
          points.count()
        },
      )
    })
  }
})

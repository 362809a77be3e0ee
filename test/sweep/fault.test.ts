// Each system call of the executable on the directory fails in turn, with every error that it could have: the exit
// code, one line that names errno and path, the old content or the new, and nothing left behind.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../helpers/expect.ts'
import type { Outcome } from '../helpers/run.ts'
import { onlyTarget } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'
import { type Effect, effectOf, errnosOf } from './faults.ts'
import { forEachOf, pointsOf, reportPoints, spread, SWEEP_LIMIT, type Point } from './points.ts'
import { untilAlone } from './recovery.ts'
import { GET_REFRESH, type Scenario, SCENARIOS } from './scenarios.ts'
import { endStage, expectOthersUntouched, isViewBelieved, setStage, stepOf, temporaries, type Stage } from './stage.ts'
import { hitAt, type Touch, traced } from './trace.ts'

const STRIDE = 28
const points = reportPoints()

/** A full disk stays full. Not for `write`, by which the error line comes too. */
const LASTING = /^(?:openat|fsync|rename|unlink|mkdir)/

interface Fault extends Point {
  readonly errno: string
  readonly effect: Effect
  /** All later calls of the name fail too. */
  readonly lasting: '' | '+'
}

function faultsOf(scenario: Scenario, touches: readonly Touch[]): readonly Fault[] {
  const faults = pointsOf(touches, STRIDE).flatMap((point) => {
    const errnos = errnosOf(point.touch, scenario)
    const sample = spread(errnos, 4, point.index)
    return errnos.flatMap((errno): Fault[] => {
      const effect = effectOf(touches, point.index, errno, scenario)
      // An error that is swallowed is missed by no sample: a dead disk everywhere, every error in one command.
      const always = effect === 'unlocked' || (effect === 'fails' && (errno === 'EIO' || scenario.name === 'put'))
      return always || sample.includes(errno) ? [{ ...point, errno, effect, lasting: '' }] : []
    })
  })
  const lasting = faults.filter(({ effect, touch }) => effect === 'fails' && LASTING.test(touch.name))
  return [...faults, ...spread(lasting, 4).map((fault): Fault => ({ ...fault, lasting: '+' }))]
}

/** What the exit code claims is what the files show. */
function expectConsistent(stage: Stage, outcome: Outcome, { errno, effect }: Fault): void {
  const { scenario, place } = stage
  const { step, last } = stepOf(stage)
  const isMutex = effect === 'mutex' || effect === 'unlocked'
  if (outcome.code === 3) {
    assert.notEqual(effect, 'harmless', outcome.stderr)
    const tag = expectError(outcome, 3, place.root, ...(isMutex ? ['USAGE_STORE_ROOT'] : []))
    // What SQLite makes of an error of the kernel has no errno.
    assert.ok(tag === errno || (isMutex && tag === 'ENOLCK'), outcome.stderr)
    assert.notEqual(step, last, `failed, and yet done: ${outcome.stderr}`)
    return
  }
  assert.equal(outcome.stderr, '')
  if (outcome.code === 0) {
    // Who only wants to see does, also where there can be no claim: then nothing is fetched.
    const shown = scenario.name === GET_REFRESH && effect !== 'harmless' && step === 0
    const done = step === last && effect !== 'fails' && effect !== 'unlocked'
    assert.ok(shown || done, `exit 0 with files at step ${step} of ${last}`)
    return
  }
  // Without the mutex a claim is lost; with what is busy for SQLite silently, else not.
  const lost = isMutex && scenario.mutex === 'claim' && ['ENOLCK', 'EACCES', 'EINTR'].includes(errno)
  assert.ok(outcome.code === 1 && lost, `exit ${outcome.code}`)
  assert.deepEqual([step, outcome.stdout], [0, ''])
}

onlyTarget('executable', (target) => {
  for (const scenario of SCENARIOS) {
    test(`its calls fail: ${scenario.name}`, SWEEP_LIMIT, async (t) => {
      if (!needStrace(t)) return
      const set = () => setStage(t, scenario)
      const unharmed = set()
      const { touches } = await traced(unharmed, target)
      await untilAlone(unharmed)

      await forEachOf(
        faultsOf(scenario, touches),
        ({ index, touch, errno, lasting }) => `${scenario.name}, ${errno}${lasting} at call ${index}: ${touch.label}`,
        async (fault) => {
          const { stage, outcome } = await hitAt(set, target, fault, `error=${fault.errno}`, fault.lasting)
          await untilAlone(stage)
          expectConsistent(stage, outcome, fault)
          isViewBelieved(stage.place)
          expectOthersUntouched(stage)
          // A temporary file that cannot be unlinked is left to the next write.
          if (!/^unlink.*RANDOM/.test(fault.touch.label)) assert.deepEqual(temporaries(stage.place), [])
          endStage(stage)
          points.count()
        },
      )
    })
  }
})

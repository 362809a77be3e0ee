// A file system without locks: every request for one fails, as `fault.test.ts` cannot have it, since a lasting failure of
// fcntl would be met by Node too. strace's -P counts and spoils the calls on one path only.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { expectError } from '../helpers/expect.ts'
import { runCommand } from '../helpers/run.ts'
import { onlyTarget } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'
import { untilAlone } from './recovery.ts'
import { GET_REFRESH, SCENARIOS } from './scenarios.ts'
import { expectOthersUntouched, setStage, stepOf, temporaries } from './stage.ts'
import { STRACED_ENVIRONMENT } from './trace.ts'

/** ENOLCK cannot be told from a lock that somebody holds: a claim is lost, a store waits for its 5 s. */
const ERRNOS = { ENOLCK: 'EBUSY', EOPNOTSUPP: 'ENOLCK', EIO: 'ENOLCK' } as const

onlyTarget('executable', (target) => {
  for (const scenario of SCENARIOS.filter(({ bare }) => bare !== true))
    for (const [errno, tag] of Object.entries(ERRNOS))
      test(`no locks (${errno}): ${scenario.name}`, async (t) => {
        if (!needStrace(t)) return
        const stage = setStage(t, scenario)
        const { mutex, root } = stage.place
        writeFileSync(mutex, '', { mode: 0o600 })
        const inject = ['-e', 'trace=fcntl', '-e', `inject=fcntl:error=${errno}:when=1+`]
        const outcome = await runCommand(
          ['strace', '-qq', '-o', '/dev/null', '-P', mutex, ...inject, ...target.argv, '--root', root, ...stage.args],
          { env: STRACED_ENVIRONMENT, cwd: '/', stdin: scenario.stdin ?? '' },
        )
        await untilAlone(stage)
        const { step, last } = stepOf(stage)
        if (scenario.mutex === 'go ahead' || scenario.name === GET_REFRESH) {
          assert.deepEqual([outcome.code, outcome.stderr], [0, ''])
          assert.equal(step, scenario.name === GET_REFRESH ? 0 : last)
        } else {
          assert.equal(step, 0)
          if (scenario.mutex === 'claim' && errno === 'ENOLCK')
            assert.deepEqual([outcome.code, outcome.stderr], [1, ''])
          else if (scenario.name === 'refresh --claim' && errno === 'ENOLCK') assert.equal(outcome.code, 1)
          else assert.equal(expectError(outcome, 3, root), tag)
        }
        expectOthersUntouched(stage)
        assert.deepEqual(temporaries(stage.place), [])
      })
})

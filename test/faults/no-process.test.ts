// No process can be started: what was to be fetched is not, and the claim is free at once or runs out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePlace } from '../helpers/place.ts'
import { COMMANDS } from './commands.ts'
import { prepare, runOn } from './in-process.ts'

for (const command of COMMANDS.filter(({ name }) => name.includes('refresh')))
  test(`no process: ${command.name}`, async (t) => {
    const place = makePlace(t)
    const state = command.name.includes('--claim') ? 'claimed' : 'expired'
    const nowMs = Date.now()
    prepare(place, state, nowMs)
    const well = await runOn(place, command, { nowMs })
    prepare(place, state, nowMs)
    const ran = await runOn(place, command, { nowMs, spoil: { how: 'no process' } })
    const claim = (text: string | null) =>
      text === null ? null : ((JSON.parse(text) as { claim?: string }).claim ?? null)
    if (command.name.startsWith('get')) {
      // It has been drawn, and once a lease is often enough to try again.
      assert.deepEqual([ran.code, ran.stdout, ran.stderr], [well.code, well.stdout, ''])
      assert.equal(claim(ran.files.lock)?.length, 26)
      return
    }
    assert.equal(ran.code, 3)
    assert.match(ran.stderr, /^usage-store: cannot run cat \(EAGAIN\)\n$/)
    // One that was given stays with its owner.
    assert.equal(claim(ran.files.lock) !== null, command.name.includes('--claim'))
  })

// What writers that meet must not do to each other: shorten a block, take a lease away, lose a failure.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { LockStore } from '../../src/disk/lock-store.ts'
import { type Lock } from '../../src/core/lock.ts'
import { makePlace, readJson } from '../helpers/place.ts'
import { needRoot } from '../helpers/root-user.ts'
import { needTool } from '../helpers/tools.ts'
import { type Act, OWN_PIDS, startWriters } from './writers.ts'

const MEANWHILE_MS = process.env['USAGE_STORE_SWEEP'] === 'all' ? 30_000 : 3000
/** Rare enough that nobody waits a second for the mutex in vain, after which a writer goes ahead without. */
const PAUSE_MS = 25

async function whileWriting(
  t: TestContext,
  acts: readonly Act[],
  before: readonly string[],
  look: (lock: Lock | null) => void,
): Promise<{ readonly root: string; readonly acts: Readonly<Record<string, number>> }> {
  const { root } = makePlace(t)
  const { stop } = await startWriters(t, root, acts, { before, pauseMs: PAUSE_MS })
  const store = new LockStore(root)
  const endsMs = performance.now() + MEANWHILE_MS
  while (performance.now() < endsMs) {
    const file = store.read()
    assert.notEqual(file?.lock, 'legacy')
    look(file === null || file.lock === 'legacy' ? null : file.lock)
    await sleep(1)
  }
  const reports = await stop()
  for (const { failures } of reports) assert.deepEqual(failures, [])
  const counts: Record<string, number> = {}
  for (const [index, act] of acts.entries()) counts[act] = (counts[act] ?? 0) + (reports[index]?.acts ?? 0)
  t.diagnostic(JSON.stringify(counts))
  return { root, acts: counts }
}

const WHERE: Readonly<Record<string, readonly string[]>> = {
  'one pid namespace': [],
  'namespaces of their own': OWN_PIDS,
}

for (const [where, before] of Object.entries(WHERE)) {
  const isMissing = (t: TestContext) => before.length > 0 && (!needTool(t, 'unshare') || !needRoot(t))

  test(`in ${where}: a block never gets shorter, and every failure counts`, { timeout: 120_000 }, async (t) => {
    if (isMissing(t)) return
    let longest = 0
    const { root, acts } = await whileWriting(
      t,
      ['block', 'block', 'record a failure', 'record a failure', 'put'],
      before,
      (lock) => {
        assert.ok((lock?.blockedUntil ?? 0) >= longest, `${lock?.blockedUntil} after ${longest}`)
        longest = lock?.blockedUntil ?? 0
      },
    )
    const left = readJson(`${root}/usage.lock`)
    assert.ok(left.blocked_until >= longest && longest > 0)
    assert.equal(left.failures, acts['record a failure'])
  })

  test(`in ${where}: a claim holds beside put, clear and unblock`, { timeout: 120_000 }, async (t) => {
    if (isMissing(t)) return
    const claims = new Set<string>()
    await whileWriting(t, ['claim and record', 'claim and record', 'put', 'clear', 'unblock'], before, (lock) => {
      if (lock?.claim != null) claims.add(lock.claim)
    })
    assert.ok(claims.size > 0, 'no claim was seen: nothing is tested')
  })
}

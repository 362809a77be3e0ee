// What writers that meet must not do to each other: shorten a block, take a lease away, lose a failure.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { LockStore } from '../../src/disk/lock-store.ts'
import { type Lock } from '../../src/core/lock.ts'
import '../helpers/in-memory.ts'
import { IN_VAIN_MS } from '../helpers/mutex.ts'
import { makePlace, readJson } from '../helpers/place.ts'
import { needRoot } from '../helpers/root-user.ts'
import { needTool } from '../helpers/tools.ts'
import { type Act, OWN_PIDS, startWriters } from './writers.ts'

const MEANWHILE_MS = process.env['USAGE_STORE_SWEEP'] === 'all' ? 30_000 : 3000
/** Where the machine is so slow that somebody waited in vain, there are longer pauses between the acts. */
const PAUSES_MS = [25, 100, 400, 1600]

interface Run {
  readonly root: string
  readonly acts: Readonly<Record<string, number>>
  /** The lock, a millisecond apart. */
  readonly seen: readonly (Lock | null)[]
}

/** The first run in which everybody had the mutex. */
async function whileWriting(t: TestContext, acts: readonly Act[], before: readonly string[]): Promise<Run> {
  for (const pauseMs of PAUSES_MS) {
    const { root } = makePlace(t)
    const { stop } = await startWriters(t, root, acts, { before, pauseMs })
    const seen = await look(new LockStore(root))
    const reports = await stop()
    const longestMs = Math.max(...reports.map((report) => report.longestMs))
    const counts: Record<string, number> = {}
    for (const [index, act] of acts.entries()) counts[act] = (counts[act] ?? 0) + (reports[index]?.acts ?? 0)
    t.diagnostic(`${JSON.stringify(counts)}, the longest took ${Math.round(longestMs)} ms`)
    if (longestMs >= IN_VAIN_MS) continue
    for (const { failures } of reports) assert.deepEqual(failures, [])
    return { root, acts: counts, seen }
  }
  throw new Error('in each run somebody waited for the mutex in vain')
}

async function look(store: LockStore): Promise<readonly (Lock | null)[]> {
  const seen: (Lock | null)[] = []
  const endsMs = performance.now() + MEANWHILE_MS
  while (performance.now() < endsMs) {
    const file = store.read()
    assert.notEqual(file?.lock, 'legacy', 'torn')
    seen.push(file === null || file.lock === 'legacy' ? null : file.lock)
    await sleep(1)
  }
  return seen
}

const WHERE: Readonly<Record<string, readonly string[]>> = {
  'one pid namespace': [],
  'namespaces of their own': OWN_PIDS,
}

for (const [where, before] of Object.entries(WHERE)) {
  const isMissing = (t: TestContext) => before.length > 0 && (!needTool(t, 'unshare') || !needRoot(t))

  test(`in ${where}: a block never gets shorter, and every failure counts`, { timeout: 600_000 }, async (t) => {
    if (isMissing(t)) return
    const { root, acts, seen } = await whileWriting(
      t,
      ['block', 'block', 'record a failure', 'record a failure', 'put'],
      before,
    )
    let longest = 0
    for (const lock of seen) {
      assert.ok((lock?.blockedUntil ?? 0) >= longest, `${lock?.blockedUntil} after ${longest}`)
      longest = lock?.blockedUntil ?? 0
    }
    const left = readJson(`${root}/usage.lock`)
    assert.ok(left.blocked_until >= longest && longest > 0)
    assert.equal(left.failures, acts['record a failure'])
  })

  test(`in ${where}: a claim holds beside put, clear and unblock`, { timeout: 600_000 }, async (t) => {
    if (isMissing(t)) return
    const { seen } = await whileWriting(t, ['claim and record', 'claim and record', 'put', 'clear', 'unblock'], before)
    assert.ok(
      seen.some((lock) => lock?.claim != null),
      'no claim was seen: nothing is tested',
    )
  })
}

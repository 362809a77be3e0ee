// Readers during writers: what the program's own reader sees is always whole, whoever writes, and nothing is left over.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { CacheStore } from '../../src/disk/cache-store.ts'
import { LockStore } from '../../src/disk/lock-store.ts'
import { finiteNumber, isJsonObject, type JsonValue, member } from '../../src/core/json.ts'
import { isMiss } from '../../src/core/usage-entry.ts'
import '../helpers/in-memory.ts'
import { makePlace } from '../helpers/place.ts'
import { needRoot } from '../helpers/root-user.ts'
import { needTool } from '../helpers/tools.ts'
import { type Act, OWN_PIDS, payload, startWriters } from './writers.ts'

const sweep = process.env['USAGE_STORE_SWEEP'] === 'all'
const READS = sweep ? 1_000_000 : 50_000
const FEWER_READS = sweep ? READS : 20_000
const KNOWN = ['usage.json', 'usage.lock', 'usage.mutex', 'usage.view']
/** Between two turns of the event loop, in which the writers' reports arrive. */
const BATCH = 1000
/** Slow writers are waited for until enough was seen, but not for ever. */
const ENOUGH_ENTRIES = 20
const ENOUGH_LIMIT_MS = 400_000

function object(value: JsonValue | undefined) {
  assert.ok(isJsonObject(value), JSON.stringify(value))
  return value
}

/** The number of the payload that stands there whole; null where a clear was. */
function readEntry(store: CacheStore): number | null {
  const entry = store.read(Date.now())
  if (isMiss(entry)) {
    assert.equal(entry.miss, 'absent', 'torn')
    return null
  }
  const n = finiteNumber(member(object(member(object(entry.data ?? undefined), 'five_hour')), 'utilization'))
  assert.ok(n !== null)
  assert.equal(
    member(object(member(object(entry.data ?? undefined), 'unknown_buckets')), 'filler'),
    payload(n).filler,
    'torn',
  )
  return n
}

async function readMeanwhile(
  t: TestContext,
  times: number,
  acts: readonly Act[],
  before: readonly string[] = [],
): Promise<readonly number[]> {
  const place = makePlace(t)
  const { pids, stop } = await startWriters(t, place.root, acts, { before })
  const [cache, lock] = [new CacheStore(place.root), new LockStore(place.root)]
  const seen = { absent: 0, entries: new Set<number>(), locks: new Set<string>() }
  const isEnough = () => seen.entries.size > ENOUGH_ENTRIES && (seen.absent > 0 || !acts.includes('clear'))
  const endsMs = performance.now() + ENOUGH_LIMIT_MS
  let reads = 0
  for (; reads < times || (!isEnough() && performance.now() < endsMs); reads++) {
    const n = readEntry(cache)
    if (n === null) seen.absent++
    else seen.entries.add(n)
    const file = reads % 4 === 0 ? lock.read() : null
    assert.notEqual(file?.lock, 'legacy', 'torn')
    if (file !== null) seen.locks.add(JSON.stringify(file.lock))
    if (reads % BATCH === 0) await new Promise(setImmediate)
  }
  const reports = await stop()
  for (const { failures } of reports) assert.deepEqual(failures, [])
  t.diagnostic(`${reads} reads, ${seen.entries.size} entries, ${seen.locks.size} locks, ${seen.absent} times none`)
  assert.ok(
    reports.every((report) => report.acts > 0),
    JSON.stringify(reports),
  )
  assert.ok(isEnough(), `only ${seen.entries.size} entries were seen: nothing is tested`)
  assert.deepEqual(
    readdirSync(place.root).filter((name) => !KNOWN.includes(name)),
    [],
  )
  return pids
}

const OURS: readonly Act[] = ['put', 'put', 'clear', 'block', 'unblock']

test('put, clear, block and unblock', { timeout: 600_000 }, (t) => readMeanwhile(t, READS, OURS).then(() => {}))

test('the same, and somebody who follows the rules of linesmith', { timeout: 600_000 }, (t) =>
  readMeanwhile(t, FEWER_READS, [...OURS, 'linesmith', 'linesmith', 'claim, record perhaps']).then(() => {}),
)

test('the same, of one pid each in a pid namespace of its own', { timeout: 600_000 }, async (t) => {
  if (!needTool(t, 'unshare') || !needRoot(t)) return
  const pids = await readMeanwhile(t, FEWER_READS, ['put', 'put', 'clear', 'block', 'unblock', 'linesmith'], OWN_PIDS)
  assert.equal(new Set(pids).size, 1, `not one pid: ${pids.join(' ')}`)
})

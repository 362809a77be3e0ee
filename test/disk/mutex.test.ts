// usage.mutex: one process at a time, whoever dies, and never two by mistake.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { withMutex } from '../../src/disk/mutex.ts'
import { type Answer, onDisk, startDisk } from '../helpers/disk-process.ts'
import { expectOnceBelow } from '../helpers/expect.ts'
import { giveToNobody, makePlace, modeOf, type Place } from '../helpers/place.ts'
import { needRoot } from '../helpers/root-user.ts'
import { isRoot, needTool, NOBODY } from '../helpers/tools.ts'

const unprivileged = isRoot ? { uid: NOBODY } : {}

function taken(place: Place, waitMs = 0): Promise<Answer> {
  return onDisk({ act: 'mutex', path: place.root, waitMs })
}

/** A process that holds the mutex until its stdin ends. */
async function holder(t: TestContext, place: Place) {
  const process = startDisk({ act: 'mutex', path: place.root, hold: true })
  t.after(() => process.child.kill('SIGKILL'))
  assert.equal((await process.said())['state'], 'held')
  return process
}

for (const umask of [0o000, 0o022, 0o077, 0o777]) {
  test(`mode 0600, umask ${umask.toString(8)}`, async (t) => {
    const place = makePlace(t)
    giveToNobody(place)
    const answer = await onDisk({ act: 'mutex', path: place.root, umask, ...unprivileged })
    assert.equal(answer['state'], 'held')
    assert.equal(modeOf(place.mutex), '600')
  })
}

test('the file stays empty and no journal appears, while it is held and after', (t) => {
  const { root, mutex } = makePlace(t)
  for (let n = 0; n < 3; n++) {
    withMutex(root, 0, ({ state }) => {
      assert.equal(state, 'held')
      assert.deepEqual([readdirSync(root), statSync(mutex).size], [['usage.mutex'], 0])
    })
    assert.deepEqual([readdirSync(root), statSync(mutex).size], [['usage.mutex'], 0])
  }
})

test('what the body gives or throws comes out, and the mutex is free again', (t) => {
  const { root } = makePlace(t)
  assert.equal(
    withMutex(root, 0, () => 7),
    7,
  )
  assert.throws(() => withMutex(root, 0, () => assert.fail('thrown')), /thrown/)
  assert.equal(
    withMutex(root, 0, ({ state }) => state),
    'held',
  )
})

test('exclusive between processes, and free when the holder ends', async (t) => {
  const place = makePlace(t)
  const { child, ended } = await holder(t, place)
  assert.equal((await taken(place))['state'], 'busy')
  assert.equal(
    withMutex(place.root, 0, ({ state }) => state),
    'busy',
  )
  child.stdin?.end()
  await ended
  assert.equal((await taken(place))['state'], 'held')
})

test('free at once when the holder is killed', async (t) => {
  const place = makePlace(t)
  const { child, ended } = await holder(t, place)
  child.kill('SIGKILL')
  assert.equal((await ended).signal, 'SIGKILL')
  assert.equal((await taken(place))['state'], 'held')
})

test('waits as long as it was told and no longer', async (t) => {
  const place = makePlace(t)
  await holder(t, place)
  for (const waitMs of [0, 400])
    await expectOnceBelow(waitMs + 500, async () => {
      const { state, waitedMs } = await taken(place, waitMs)
      assert.equal(state, 'busy')
      assert.ok(Number(waitedMs) >= waitMs * 0.9, `${waitedMs} ms of ${waitMs}`)
      return Number(waitedMs)
    })
})

test('a waiter gets it when the holder lets go', async (t) => {
  const place = makePlace(t)
  const { child } = await holder(t, place)
  const waiter = startDisk({ act: 'mutex', path: place.root, waitMs: 20_000 })
  t.after(() => waiter.child.kill('SIGKILL'))
  setTimeout(() => child.stdin?.end(), 300)
  assert.equal((await waiter.said())['state'], 'held')
})

test('a read-only file of another user: nobody holds it, rather than everybody', async (t) => {
  if (!needRoot(t)) return
  const place = makePlace(t)
  chmodSync(place.dir, 0o755)
  chmodSync(place.root, 0o777)
  writeFileSync(place.mutex, '')
  chmodSync(place.mutex, 0o444)
  const two = await Promise.all([1, 2].map(() => onDisk({ act: 'mutex', path: place.root, ...unprivileged })))
  assert.deepEqual(
    two.map(({ state, why }) => [state, why]),
    [
      ['unavailable', 'EACCES'],
      ['unavailable', 'EACCES'],
    ],
  )
})

const TRAPS: readonly (readonly [name: string, code: string, make: (place: Place) => void])[] = [
  ['a link, which might lead anywhere', 'ELOOP', ({ dir, mutex }) => symlinkSync(join(dir, 'elsewhere'), mutex)],
  ['a directory', 'EISDIR', ({ mutex }) => mkdirSync(mutex)],
  ['a FIFO without a reader', 'ENXIO', ({ mutex }) => spawnSync('mkfifo', [mutex])],
  ['a file that holds something', 'NOT_REGULAR', ({ mutex }) => writeFileSync(mutex, 'notes')],
]
for (const [name, code, make] of TRAPS) {
  test(`unavailable, at once and untouched: ${name}`, (t) => {
    if (!needTool(t, 'mkfifo')) return
    const place = makePlace(t)
    make(place)
    const before = readdirSync(place.dir, { recursive: true })
    const seen = withMutex(place.root, 5000, (mutex) => [mutex.state, mutex.state === 'unavailable' && mutex.why.code])
    assert.deepEqual(seen, ['unavailable', code])
    assert.deepEqual(readdirSync(place.dir, { recursive: true }), before)
  })
}

test('unavailable: a FIFO that somebody reads', async (t) => {
  if (!needTool(t, 'mkfifo')) return
  const place = makePlace(t)
  spawnSync('mkfifo', [place.mutex])
  const reader = startDisk({ act: 'read', path: place.mutex }, [
    'sh',
    '-c',
    `exec 3<>"$0"; "$@"; cat >/dev/null`,
    place.mutex,
  ])
  await reader.said()
  assert.equal(
    withMutex(place.root, 0, ({ state }) => state),
    'unavailable',
  )
  reader.child.stdin?.end()
  await reader.ended
})

test('unavailable: a directory that may not be written, one that is missing', async (t) => {
  const place = makePlace(t)
  giveToNobody(place)
  chmodSync(place.root, 0o555)
  const answer = await onDisk({ act: 'mutex', path: place.root, ...unprivileged })
  assert.deepEqual([answer['state'], answer['why']], ['unavailable', 'EACCES'])
  const missing = withMutex(join(place.dir, 'missing'), 0, (mutex) => mutex.state === 'unavailable' && mutex.why.code)
  assert.equal(missing, 'ENOENT')
})

test('in a crowd that waits, everybody holds it once', async (t) => {
  const place = makePlace(t)
  const all = await Promise.all(Array.from({ length: 8 }, () => taken(place, 20_000)))
  assert.deepEqual(new Set(all.map(({ state }) => state)), new Set(['held']))
})

test("who has only begun to ask for it is in nobody's way", (t) => {
  const place = makePlace(t)
  writeFileSync(place.mutex, '')
  // As far as BEGIN EXCLUSIVE has come when another stops it: with two of them nobody would win.
  const other = new DatabaseSync(place.mutex)
  t.after(() => other.close())
  other.exec('BEGIN; SELECT * FROM sqlite_master')
  assert.equal(
    withMutex(place.root, 0, ({ state }) => state),
    'held',
  )
})

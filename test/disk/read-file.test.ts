// A read ends at once and in a value or an error, whatever stands in the file's place.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { CacheError } from '../../src/core/errors.ts'
import { CacheStore } from '../../src/disk/cache-store.ts'
import { LockStore } from '../../src/disk/lock-store.ts'
import { readSmallFile } from '../../src/disk/read-file.ts'
import { onDisk } from '../helpers/disk-process.ts'
import { giveToNobody, makePlace } from '../helpers/place.ts'
import { isRoot, needTool, NOBODY } from '../helpers/tools.ts'

function failure(path: string): string {
  try {
    readSmallFile(path, 100)
  } catch (error) {
    assert.ok(error instanceof CacheError, String(error))
    assert.equal(error.kind, 'io')
    assert.ok(error.message.includes(path), error.message)
    return error.code
  }
  return assert.fail(`${path} was read`)
}

const CONTENTS: readonly (readonly [name: string, bytes: Uint8Array, text: string | null, tooLarge: boolean])[] = [
  ['text', Buffer.from('{"é":"漢"}'), '{"é":"漢"}', false],
  ['nothing', Buffer.alloc(0), '', false],
  ['as much as allowed', Buffer.alloc(100, 'x'), 'x'.repeat(100), false],
  ['a byte too much', Buffer.alloc(101, 'x'), null, true],
  ['what is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), null, false],
  ['a byte order mark, which is kept', Buffer.from('\uFEFF{}'), '\uFEFF{}', false],
]
for (const [name, bytes, text, tooLarge] of CONTENTS) {
  test(`reads ${name}`, (t) => {
    const { cache } = makePlace(t)
    writeFileSync(cache, bytes)
    assert.deepEqual(readSmallFile(cache, 100), { text, tooLarge, mtimeMs: statSync(cache).mtimeMs })
  })
}

test('no file, and a dangling link, are no error', (t) => {
  const { cache, lock, root } = makePlace(t)
  symlinkSync('nowhere', lock)
  assert.deepEqual([readSmallFile(cache, 100), readSmallFile(lock, 100)], [null, null])
  assert.equal(readSmallFile(join(root, 'missing', 'usage.json'), 100), null)
})

test('a file that is longer than it says, as one that grows, is not whole', (t) => {
  if (process.platform !== 'linux') return t.skip('needs /proc')
  assert.deepEqual(readSmallFile('/proc/version', 1e6)?.text, null)
})

test('a link is followed', (t) => {
  const { cache, lock } = makePlace(t)
  writeFileSync(lock, 'x')
  symlinkSync('usage.lock', cache)
  assert.equal(readSmallFile(cache, 100)?.text, 'x')
})

test('a directory', (t) => {
  const { cache } = makePlace(t)
  mkdirSync(cache)
  assert.equal(failure(cache), 'EISDIR')
})

test('a FIFO, at once', (t) => {
  if (!needTool(t, 'mkfifo')) return
  const { cache } = makePlace(t)
  spawnSync('mkfifo', [cache])
  assert.equal(failure(cache), 'NOT_REGULAR')
})

test('a device', () => {
  assert.equal(failure('/dev/null'), 'NOT_REGULAR')
  assert.equal(failure('/dev/zero'), 'NOT_REGULAR')
})

test('a socket', async (t) => {
  const { cache } = makePlace(t)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(cache, resolve))
  t.after(() => server.close())
  assert.equal(failure(cache), 'ENXIO')
})

test('a loop of links', (t) => {
  const { cache } = makePlace(t)
  symlinkSync('usage.json', cache)
  assert.equal(failure(cache), 'ELOOP')
})

test('a file where a directory should be', (t) => {
  const { cache } = makePlace(t)
  writeFileSync(cache, 'x')
  assert.equal(failure(join(cache, 'usage.json')), 'ENOTDIR')
})

test('what may not be read', async (t) => {
  const place = makePlace(t)
  writeFileSync(place.cache, '{}')
  giveToNobody(place)
  chmodSync(place.cache, 0o200)
  const uid = isRoot ? { uid: NOBODY } : {}
  const answer = await onDisk({ act: 'read', path: place.cache, ...uid })
  assert.deepEqual([answer['code'], answer['kind']], ['EACCES', 'io'])
})

test('the stores have their own limits: 256 KiB is too large a cache, 64 KiB a legacy lock', (t) => {
  const { root, cache, lock } = makePlace(t)
  const entry = '{"schema_version":1,"cached_at":"2026-11-22T09:00:00Z","data":{},"error":null}'
  const now = Date.parse('2026-11-22T09:01:40Z')
  writeFileSync(cache, entry.padEnd(256 * 1024))
  assert.ok(!('miss' in new CacheStore(root).read(now)))
  writeFileSync(cache, entry.padEnd(256 * 1024 + 1))
  assert.deepEqual(new CacheStore(root).read(now), { miss: 'too-large' })
  writeFileSync(cache, Buffer.from([0xff]))
  assert.deepEqual(new CacheStore(root).read(now), { miss: 'malformed' })
  assert.deepEqual(new LockStore(root).read(), null)
  writeFileSync(lock, '{"blocked_until":5}'.padEnd(64 * 1024))
  assert.notEqual(new LockStore(root).read()?.lock, 'legacy')
  writeFileSync(lock, '{"blocked_until":5}'.padEnd(64 * 1024 + 1))
  assert.equal(new LockStore(root).read()?.lock, 'legacy')
})

test('clear removes what a link leads to, and is fine with nothing there', (t) => {
  const { dir, root, cache } = makePlace(t)
  const store = new CacheStore(root)
  store.clear()
  writeFileSync(join(dir, 'real.json'), '{}')
  symlinkSync(join(dir, 'real.json'), cache)
  store.clear()
  assert.deepEqual(store.read(0), { miss: 'absent' })
  store.clear()
  new CacheStore(join(dir, 'missing')).clear()
})

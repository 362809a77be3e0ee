// A write is whole or it is none: mode, links, and what must not be replaced.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { CacheError } from '../../src/core/errors.ts'
import { CachedUsage, MAX_ENTRY_BYTES } from '../../src/core/usage-entry.ts'
import { atomicWriteJson } from '../../src/disk/atomic-write.ts'
import { removeFile } from '../../src/disk/target.ts'
import { CacheStore } from '../../src/disk/cache-store.ts'
import { onDisk } from '../helpers/disk-process.ts'
import { giveToNobody, makePlace, modeOf, type Place, readJson, readText } from '../helpers/place.ts'
import { isRoot, needTool, NOBODY } from '../helpers/tools.ts'

const NEW = { new: true }

function failure(file: string): CacheError {
  try {
    atomicWriteJson(file, NEW)
  } catch (error) {
    assert.ok(error instanceof CacheError, String(error))
    assert.equal(error.kind, 'persist')
    assert.ok(error.message.includes(file), error.message)
    return error
  }
  return assert.fail(`${file} was written`)
}

for (const umask of [0o000, 0o022, 0o077, 0o777]) {
  for (const user of isRoot ? [undefined, NOBODY] : [undefined]) {
    for (const old of [null, 0o644]) {
      const name = `umask ${umask.toString(8)}, user ${user ?? 'this'}, ${old === null ? 'a new file' : `over a file of ${old.toString(8)}`}`
      test(`mode 0600: ${name}`, async (t) => {
        const place = makePlace(t)
        if (old !== null) {
          writeFileSync(place.cache, '{}')
          chmodSync(place.cache, old)
        }
        if (user !== undefined) giveToNobody(place)
        const answer = await onDisk({
          act: 'write',
          path: place.cache,
          umask,
          ...(user === undefined ? {} : { uid: user }),
        })
        assert.deepEqual(answer, { done: true })
        assert.equal(modeOf(place.cache), '600')
        assert.deepEqual(readdirSync(place.root), ['usage.json'])
      })
    }
  }
}

test('what is written ends with a newline and is indented by two spaces', (t) => {
  const place = makePlace(t)
  atomicWriteJson(place.cache, { a: [1] })
  assert.equal(readText(place.cache), '{\n  "a": [\n    1\n  ]\n}\n')
})

test('it is compact where it would pass 256 KiB, and only there', (t) => {
  const { root, cache } = makePlace(t)
  const store = new CacheStore(root)
  const write = (length: number) => {
    store.write(CachedUsage.withData({ x: 'x'.repeat(length) }, 0), 0)
    return readText(cache)
  }
  const around = write(0).length
  const largest = write(MAX_ENTRY_BYTES - around)
  assert.deepEqual([largest.length, largest.includes('\n  ')], [MAX_ENTRY_BYTES, true])
  const compact = write(MAX_ENTRY_BYTES - around + 1)
  assert.deepEqual([compact.includes('\n  '), compact.endsWith('}\n')], [false, true])
  assert.ok(compact.length < MAX_ENTRY_BYTES)
})

/** Makes links around `target` and says which to write at. */
const LINKS: readonly (readonly [name: string, make: (place: Place) => { at: string; target: string }])[] = [
  ['a link to a file', ({ dir, cache }) => link(cache, join(dir, 'real.json'), true)],
  ['a dangling link into a directory that is there', ({ dir, cache }) => link(cache, join(dir, 'real.json'), false)],
  [
    'a relative link with ..',
    ({ dir, cache }) => ({ ...link(cache, '../real.json', false), target: join(dir, 'real.json') }),
  ],
  [
    'a chain of links',
    ({ dir, cache, lock }) => {
      symlinkSync('usage.lock', cache)
      return { ...link(lock, join(dir, 'real.json'), true), at: cache }
    },
  ],
  [
    'a relative link in a directory that is itself reached through a link',
    ({ dir, root }) => {
      mkdirSync(join(dir, 'a', 'b'), { recursive: true })
      symlinkSync(join(dir, 'a', 'b'), join(root, 'through'))
      symlinkSync('../real.json', join(dir, 'a', 'b', 'usage.json'))
      return { at: join(root, 'through', 'usage.json'), target: join(dir, 'a', 'real.json') }
    },
  ],
]
function link(at: string, to: string, exists: boolean): { at: string; target: string } {
  if (exists) writeFileSync(to, '{}')
  symlinkSync(to, at)
  return { at, target: to }
}
for (const [name, make] of LINKS) {
  test(`written through, not replaced: ${name}`, (t) => {
    const { at, target } = make(makePlace(t))
    const to = readlinkSync(at)
    atomicWriteJson(at, NEW)
    assert.deepEqual([lstatSync(at).isSymbolicLink(), readlinkSync(at)], [true, to])
    assert.ok(lstatSync(target).isFile())
    assert.deepEqual([readJson(target), modeOf(target)], [NEW, '600'])
  })
}

test('the temporary file stands beside the final target: the directory of the link may be read-only', async (t) => {
  const place = makePlace(t)
  mkdirSync(join(place.dir, 'real'))
  symlinkSync(join(place.dir, 'real', 'usage.json'), place.cache)
  giveToNobody(place)
  chmodSync(place.root, 0o555)
  const uid = isRoot ? { uid: NOBODY } : {}
  assert.deepEqual(await onDisk({ act: 'write', path: place.cache, ...uid }), { done: true })
  assert.deepEqual(readdirSync(join(place.dir, 'real')), ['usage.json'])
})

test('a link whose directory is missing is an error, and no directory is made', (t) => {
  const { dir, cache } = makePlace(t)
  symlinkSync(join(dir, 'missing', 'real.json'), cache)
  assert.equal(failure(cache).code, 'ENOENT')
  assert.equal(existsSync(join(dir, 'missing')), false)
  assert.ok(lstatSync(cache).isSymbolicLink())
})

test('a loop of links is an error', (t) => {
  const { cache, lock } = makePlace(t)
  symlinkSync('usage.lock', cache)
  symlinkSync('usage.json', lock)
  assert.equal(failure(cache).code, 'ELOOP')
})

test('a missing directory is an error, and is not made', (t) => {
  const { dir } = makePlace(t)
  assert.equal(failure(join(dir, 'missing', 'usage.json')).code, 'ENOENT')
  assert.equal(existsSync(join(dir, 'missing')), false)
})

test('a directory is refused', (t) => {
  const { root, cache } = makePlace(t)
  mkdirSync(cache)
  assert.equal(failure(cache).code, 'EISDIR')
  assert.deepEqual([statSync(cache).isDirectory(), readdirSync(root)], [true, ['usage.json']])
})

test('a device is refused, through a link too', (t) => {
  const { root, cache } = makePlace(t)
  symlinkSync('/dev/null', cache)
  assert.equal(failure(cache).code, 'NOT_REGULAR')
  assert.ok(statSync('/dev/null').isCharacterDevice())
  assert.deepEqual(readdirSync(root), ['usage.json'])
})

test('a FIFO is refused, at once', (t) => {
  if (!needTool(t, 'mkfifo')) return
  const { cache } = makePlace(t)
  spawnSync('mkfifo', [cache])
  assert.equal(failure(cache).code, 'NOT_REGULAR')
  assert.ok(lstatSync(cache).isFIFO())
})

test('a socket is refused', async (t) => {
  const { cache } = makePlace(t)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(cache, resolve))
  t.after(() => server.close())
  assert.equal(failure(cache).code, 'NOT_REGULAR')
  assert.ok(lstatSync(cache).isSocket())
})

test('a removal through a link removes what it leads to, and the link stays', (t) => {
  const place = makePlace(t)
  const aim = join(place.dir, 'aim.json')
  writeFileSync(aim, '{}')
  symlinkSync(aim, place.cache)
  removeFile(place.cache)
  assert.deepEqual([readdirSync(place.root), existsSync(aim)], [['usage.json'], false])
})

test('.. in a link counts from where its directory really lies', (t) => {
  const place = makePlace(t)
  const real = join(place.dir, 'sub', 'root')
  mkdirSync(real, { recursive: true })
  const [wrong, right] = [join(place.dir, 'f.json'), join(place.dir, 'sub', 'f.json')]
  for (const file of [wrong, right]) writeFileSync(file, 'old')
  symlinkSync(real, join(place.dir, 'linked'))
  symlinkSync('../f.json', join(real, 'usage.json'))
  atomicWriteJson(join(place.dir, 'linked', 'usage.json'), {})
  assert.deepEqual([readText(wrong), readText(right)], ['old', '{}\n'])
})

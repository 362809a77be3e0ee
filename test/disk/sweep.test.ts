// Leftovers of killed processes go away; nothing else in the directory is ever touched.
import assert from 'node:assert/strict'
import { lutimesSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { atomicWriteJson } from '../../src/disk/atomic-write.ts'
import { isTempName, tempSuffix } from '../../src/disk/temp-name.ts'
import { makePlace, type Place } from '../helpers/place.ts'

const nowSeconds = () => Date.now() / 1000

/** A file of this name whose mtime lies so many seconds back. */
function leave({ root }: Place, name: string, ageSeconds: number): string {
  writeFileSync(join(root, name), 'x')
  utimesSync(join(root, name), nowSeconds() - ageSeconds, nowSeconds() - ageSeconds)
  return name
}

test('our leftovers go once they are older than 60 s', (t) => {
  const place = makePlace(t)
  const old = [leave(place, `usage.json.${tempSuffix()}`, 62), leave(place, `usage.lock.${tempSuffix()}`, 1e6)]
  const young = [leave(place, `usage.json.${tempSuffix()}`, 0), leave(place, `usage.view.${tempSuffix()}`, 20)]
  const future = leave(place, `usage.json.${tempSuffix()}`, -1000)
  atomicWriteJson(place.cache, {})
  assert.ok(old.every((name) => !readdirSync(place.root).includes(name)))
  assert.deepEqual(readdirSync(place.root).toSorted(), [...young, future, 'usage.json'].toSorted())
})

test('a real leftover is one of ours: what the write itself makes has the name that is swept', (t) => {
  const place = makePlace(t)
  // The name cannot be seen in time from outside, so the shim is asked that the bundle and the tests put in its place.
  for (let n = 0; n < 100; n++) assert.ok(isTempName(`usage.json.${tempSuffix()}`))
  atomicWriteJson(place.cache, {})
  assert.deepEqual(readdirSync(place.root), ['usage.json'])
})

test('what belongs to others stays, however old and whatever its name', (t) => {
  const place = makePlace(t)
  const OTHERS = [
    ...[
      '.tmpAb3xY9',
      'usage.json.123',
      'usage.json.3735928559',
      'notes.tmp',
      'usage.json.tmp',
      'usage.json~',
      'usage.json.bak',
    ],
    ...['us-00000000000000000000000000.tmp', '.us-00000000000000000000000000.tmp', 'usage.json.us-0123.tmp'],
    ...[
      'usage.json.us-0000000000000000000000000g.tmp',
      'usage.json.us-00000000000000000000000000.tmp.txt',
      'usage.json.us-ABCDEFABCDEFABCDEFABCDEFAB.tmp',
      'usage.view',
      'usage.mutex',
    ],
  ]
  for (const name of OTHERS) leave(place, name, 1e6)
  const aim = leave({ ...place, root: place.dir }, 'elsewhere', 1e6)
  const links = [aim, 'nothing'].map((to) => {
    const link = `usage.json.${tempSuffix()}`
    symlinkSync(join(place.dir, to), join(place.root, link))
    lutimesSync(join(place.root, link), 1, 1)
    return link
  })
  const directory = `usage.json.${tempSuffix()}`
  mkdirSync(join(place.root, directory))
  utimesSync(join(place.root, directory), 1, 1)
  atomicWriteJson(place.cache, {})
  assert.deepEqual(readdirSync(place.root).toSorted(), [...OTHERS, ...links, directory, 'usage.json'].toSorted())
})

test('a write through a link sweeps where it wrote', (t) => {
  const place = makePlace(t)
  const other = { ...place, root: join(place.dir, 'real') }
  mkdirSync(other.root)
  symlinkSync(join(other.root, 'usage.json'), place.cache)
  leave(other, `usage.json.${tempSuffix()}`, 100)
  atomicWriteJson(place.cache, {})
  assert.deepEqual(readdirSync(other.root), ['usage.json'])
})

test("a leftover is old by the clock of the file system, whatever the machine's says", (t) => {
  const place = makePlace(t)
  const young = leave(place, `usage.json.${tempSuffix()}`, 0)
  t.mock.method(Date, 'now', () => 1e14)
  atomicWriteJson(place.lock, {}, { mtimeMs: 1e14 })
  assert.ok(readdirSync(place.root).includes(young))
})

test('names do not repeat, and neither does a half of them', () => {
  const names = Array.from({ length: 20_000 }, tempSuffix)
  for (const part of [names, names.map((name) => name.slice(0, 16)), names.map((name) => name.slice(16))])
    assert.equal(new Set(part).size, names.length)
})

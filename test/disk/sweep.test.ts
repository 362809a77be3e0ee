// Leftovers of killed processes go away; nothing else in the directory is ever touched.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
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
  const young = [leave(place, `usage.json.${tempSuffix()}`, 0), leave(place, `usage.view.${tempSuffix()}`, 55)]
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
      'usage.view',
      'usage.mutex',
    ],
  ]
  for (const name of OTHERS) leave(place, name, 1e6)
  const link = `usage.json.${tempSuffix()}`
  symlinkSync(join(place.dir, 'elsewhere'), join(place.root, link))
  const directory = `usage.json.${tempSuffix()}`
  mkdirSync(join(place.root, directory))
  utimesSync(join(place.root, directory), 1, 1)
  atomicWriteJson(place.cache, {})
  assert.deepEqual(readdirSync(place.root).toSorted(), [...OTHERS, link, directory, 'usage.json'].toSorted())
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

test('names do not repeat', () => {
  const names = Array.from({ length: 20_000 }, tempSuffix)
  assert.equal(new Set(names).size, names.length)
})

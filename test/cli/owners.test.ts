// A directory, or a link in it, that belongs to somebody else could lead a write anywhere.
import assert from 'node:assert/strict'
import { chmodSync, chownSync, lchownSync, linkSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { expectError, expectOutput, expectQuiet } from '../helpers/expect.ts'
import {
  dataEntry,
  giveToNobody,
  makePlace,
  nowSeconds,
  readText,
  us,
  writeState,
  type Place,
} from '../helpers/place.ts'
import { needRoot } from '../helpers/root-user.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needOtherUser } from '../helpers/tools.ts'

const SOMEBODY = 4321
const RESPONSE = { stdin: '{"five_hour":null}' }
const WRITERS: readonly (readonly string[])[] = [
  ['put'],
  ['clear'],
  ['block'],
  ['unblock'],
  ['record'],
  ['claim', '--force'],
  ['refresh', '--force', '--', 'echo', '{}'],
]

/** A root in which everybody may write, with a precious file of the user beside it. */
function sharedPlace(t: TestContext): Place & { readonly precious: string } {
  const place = makePlace(t)
  giveToNobody(place)
  chmodSync(place.dir, 0o755)
  chmodSync(place.root, 0o777)
  const precious = join(place.dir, 'precious')
  writeFileSync(precious, 'export PATH\n', { mode: 0o666 })
  chmodSync(precious, 0o666)
  return { ...place, precious }
}

eachTarget((target) => {
  test('a root of another user: read, not written', async (t) => {
    if (!needRoot(t) || !needOtherUser(t)) return
    const place = sharedPlace(t)
    writeState(place.cache, dataEntry(nowSeconds(), { five_hour: { utilization: 22, resets_at: null } }))
    chmodSync(place.cache, 0o644)
    chownSync(place.root, SOMEBODY, SOMEBODY)
    const get = ['get', '--field', 'five_hour.percent']
    expectOutput(await us(target, place, get, { asNobody: true }), 0, '22\n')
    for (const args of WRITERS) {
      const tag = expectError(
        await us(target, place, args, { ...RESPONSE, asNobody: true }),
        3,
        place.root,
        'another user',
      )
      assert.equal(tag, 'NOT_OWNER', args.join(' '))
    }
    assert.deepEqual(readdirSync(place.root), ['usage.json'])
    chownSync(place.root, 0, 0)
    expectQuiet(await us(target, place, ['block'], { asNobody: true }), 0)
  })

  test('root may use the directory of another user', async (t) => {
    if (!needRoot(t)) return
    const place = makePlace(t)
    chownSync(place.root, SOMEBODY, SOMEBODY)
    expectQuiet(await us(target, place, ['put'], RESPONSE), 0)
  })

  for (const asNobody of [true, false]) {
    test(`a link that another user has made is not written through, ${asNobody ? 'by a user' : 'by root'}`, async (t) => {
      if (!needRoot(t) || !needOtherUser(t)) return
      for (const args of WRITERS) {
        const place = sharedPlace(t)
        for (const file of [place.cache, place.lock]) {
          symlinkSync(place.precious, file)
          lchownSync(file, SOMEBODY, SOMEBODY)
        }
        assert.equal(
          expectError(await us(target, place, args, { ...RESPONSE, asNobody }), 3, 'another user'),
          'NOT_OWNER',
        )
        assert.equal(readText(place.precious), 'export PATH\n', args.join(' '))
      }
    })
  }

  test('a directory that is a link of another user: not written', async (t) => {
    if (!needRoot(t) || !needOtherUser(t)) return
    const place = sharedPlace(t)
    const link = join(place.dir, 'link')
    symlinkSync(place.root, link)
    const at = { ...place, root: link }
    expectQuiet(await us(target, at, ['put'], { ...RESPONSE, asNobody: true }), 0)
    expectQuiet(await us(target, at, ['clear'], { asNobody: true }), 0)
    const before = readdirSync(place.root)
    lchownSync(link, SOMEBODY, SOMEBODY)
    for (const asNobody of [true, false])
      for (const args of WRITERS)
        assert.equal(
          expectError(await us(target, at, args, { ...RESPONSE, asNobody }), 3, link, 'another user'),
          'NOT_OWNER',
        )
    assert.deepEqual(readdirSync(place.root), before)
  })

  test('a usage.mutex of another user is no lock, and stays', async (t) => {
    if (!needRoot(t) || !needOtherUser(t)) return
    const place = sharedPlace(t)
    writeFileSync(place.mutex, '')
    chmodSync(place.mutex, 0o666)
    chownSync(place.mutex, SOMEBODY, SOMEBODY)
    const claimed = await us(target, place, ['claim', '--force'], { asNobody: true })
    assert.equal(expectError(claimed, 3, place.mutex, 'another user', 'USAGE_STORE_ROOT'), 'NOT_OWNER')
    expectQuiet(await us(target, place, ['put'], { ...RESPONSE, asNobody: true }), 0)
    expectQuiet(await us(target, place, ['claim', '--force']), 0)
  })

  test('a hard link to a precious file is replaced, and the file is as it was', async (t) => {
    const place = makePlace(t)
    const precious = join(place.dir, 'precious')
    writeFileSync(precious, 'export PATH\n')
    for (const file of [place.cache, place.lock, place.mutex]) linkSync(precious, file)
    for (const args of WRITERS.filter(([name]) => name !== 'claim' && name !== 'refresh'))
      expectQuiet(await us(target, place, args, RESPONSE), 0)
    assert.equal(readText(precious), 'export PATH\n')
  })
})

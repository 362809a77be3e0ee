// The executable without its unwind tables and without some of Node's work at start-up: everything else is where it was.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { slimElf } from '../../scripts/slim-elf.ts'
import { addressOf, offsetOf } from '../../scripts/elf.ts'
import { bindLazily, ignoreDeadlocks, SEARCH_FOR_DEADLOCKS } from '../../scripts/tune-elf.ts'
import { makePlace } from '../helpers/place.ts'
import { onlyTarget } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'

const isKnown = process.platform === 'linux' && process.arch === 'x64'
/** What the largest git host takes. */
const LARGEST_FILE = 104_857_600

/** What the kernel maps: address, length in memory, bytes. */
function loadedParts(file: Buffer): { address: bigint; bytes: Buffer }[] {
  const [start, entry, count] = [Number(file.readBigUInt64LE(0x20)), file.readUInt16LE(0x36), file.readUInt16LE(0x38)]
  return Array.from({ length: count }, (_, index) => start + index * entry)
    .filter((at) => file.readUInt32LE(at) === 1)
    .map((at) => {
      const offset = Number(file.readBigUInt64LE(at + 8))
      const address = file.readBigUInt64LE(at + 16)
      assert.equal(address % 4096n, BigInt(offset % 4096), 'the kernel maps whole pages')
      return { address, bytes: file.subarray(offset, offset + Number(file.readBigUInt64LE(at + 32))) }
    })
}

test('what stays is mapped where it was, and it runs', { skip: !isKnown && 'another layout' }, (t) => {
  const whole = readFileSync(process.execPath)
  const slim = slimElf(whole) ?? assert.fail('not the known layout')
  assert.ok(whole.length - slim.length > 4_000_000)
  const [before, after] = [loadedParts(whole), loadedParts(slim)]
  assert.deepEqual(
    after.map(({ address }) => address),
    before.map(({ address }) => address),
  )
  let shorter = 0
  for (const [index, { bytes }] of after.entries()) {
    const was = before[index]?.bytes ?? Buffer.alloc(0)
    if (bytes.length < was.length) shorter++
    // The headers themselves stand in the first part.
    const from = index === 0 ? 0x400 : 0
    assert.ok(bytes.subarray(from).equals(was.subarray(from, bytes.length)), `part ${index}`)
  }
  assert.equal(shorter, 1, 'one part ends earlier')
  const file = join(makePlace(t).dir, 'node')
  writeFileSync(file, slim, { mode: 0o755 })
  const script = 'try { null.x } catch { console.log(JSON.parse("[1]").length) }'
  const { status, stdout } = spawnSync(file, ['-e', script], { encoding: 'utf8', env: {} })
  assert.deepEqual([status, stdout], [0, '1\n'])
})

test('what is no such file is left alone', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('\x7fELF'), Buffer.from('#!/bin/sh\n'.repeat(99))])
    assert.equal(slimElf(bytes), null)
  // An executable without those tables: there is nothing to take out.
  const bare = Buffer.alloc(256)
  bare.write('\x7fELF\x02\x01', 'latin1')
  assert.equal(slimElf(bare), null)
})

/** Pages that a start touches for the first time: the least of a few, since a layout can cost some more. */
function pageFaults(node: string): number {
  const script = 'process.resourceUsage().minorPageFault'
  const counts = Array.from({ length: 5 }, () => Number(spawnSync(node, ['-p', script], { env: {} }).stdout.toString()))
  return Math.min(...counts)
}

test('one word less, and no table of a megabyte for deadlocks', { skip: !isKnown && 'another layout' }, (t) => {
  const whole = readFileSync(process.execPath)
  const tuned = Buffer.from(whole)
  assert.equal(ignoreDeadlocks(tuned), true)
  let first = 0
  while (tuned[first] === whole[first]) first++
  assert.ok(tuned.subarray(first + 4).equals(whole.subarray(first + 4)), 'one word')
  assert.equal(ignoreDeadlocks(tuned), false, 'once is enough')
  const file = join(makePlace(t).dir, 'node')
  writeFileSync(file, tuned, { mode: 0o755 })
  const [before, after] = [pageFaults(process.execPath), pageFaults(file)]
  // 262,139 words of four bytes are 256 pages.
  assert.ok(after > 0 && before - after > 200, `${before} and ${after} page faults`)
})

/** Whether functions are looked up before the start, by the words of readelf. */
function bindsEarly(file: string): boolean {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C' }
  const { status, stdout } = spawnSync('readelf', ['-d', file], { encoding: 'utf8', env })
  assert.equal(status, 0)
  return /BIND_NOW|Flags:.*NOW/.test(stdout)
}

onlyTarget('executable', (target) => {
  test('functions are looked up when they are called, but not where the table is made read-only', (t) => {
    if (!isKnown) return t.skip('another layout')
    if (!needTool(t, 'readelf')) return
    assert.deepEqual([bindsEarly(process.execPath), bindsEarly(target.file)], [true, false])
    const [node, packed] = [readFileSync(process.execPath), readFileSync(target.file)]
    assert.deepEqual([bindLazily(node), bindLazily(packed)], [false, false], 'guarded, and done')
    assert.ok(node.equals(readFileSync(process.execPath)))
  })

  test('it does not search for deadlocks', (t) => {
    if (!isKnown) return t.skip('another layout')
    const address =
      addressOf(readFileSync(process.execPath), SEARCH_FOR_DEADLOCKS, 4) ?? assert.fail('no such variable')
    const packed = readFileSync(target.file)
    assert.equal(packed.readUInt32LE(offsetOf(packed, address) ?? assert.fail('not in the file')), 0)
  })

  test('it may be put into git', async (t) => {
    if (!isKnown) return t.skip('another layout')
    if (!needTool(t, 'strip')) return
    assert.ok(statSync(target.file).size < LARGEST_FILE, `${statSync(target.file).size} bytes`)
  })
})

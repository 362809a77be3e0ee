// What a claim costs those who do not need one: counted in system calls, no mutex and no file of its own.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { dataEntry, makePlace, nowSeconds, writeState, type Place } from '../helpers/place.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'

const stale = (age = 500) => dataEntry(nowSeconds() - age, { five_hour: { utilization: 3, resets_at: null } })

function stalePlace(t: TestContext): Place {
  const place = makePlace(t)
  writeState(place.cache, stale())
  return place
}

function fetching(t: TestContext): Place {
  const place = stalePlace(t)
  writeState(place.lock, { blocked_until: nowSeconds() + 900, claim: 'somebody', lease: 900 })
  return place
}

/** The system calls on paths below the root and on their descriptors, in order, by file. */
function callsOf(target: Target, place: Place, args: readonly string[], code: number): string[] {
  const trace = join(place.dir, 'trace')
  const argv = ['-f', '-qq', '-y', '-e', 'trace=%file,%desc', '-o', trace, ...target.argv, ...args]
  const { status } = spawnSync('strace', argv, {
    env: { PATH: process.env['PATH'] ?? '', USAGE_STORE_ROOT: place.root },
  })
  assert.equal(status, code)
  return readFileSync(trace, 'latin1')
    .split('\n')
    .filter((line) => line.includes(place.root) && !line.includes(' resumed>'))
    .map((line) => {
      const [, call = '', name = ''] = /^(?:\d+ +)?(\w+)\(.*?\/root(?:\/([\w.-]+))?[">]/.exec(line) ?? []
      return `${call} ${name}`
    })
}

const filesOf = (calls: readonly string[]) => [...new Set(calls.map((call) => call.split(' ')[1]))]

eachTarget((target) => {
  test('a fresh entry is all that anybody looks at', (t) => {
    if (!needStrace(t)) return
    const asked: readonly (readonly [readonly string[], number])[] = [
      [['get', '--refresh', 'false'], 0],
      [['claim'], 1],
      [['refresh', '--', 'false'], 0],
    ]
    for (const [args, code] of asked) {
      const place = makePlace(t)
      writeState(place.cache, stale(10))
      const calls = callsOf(target, place, args, code)
      assert.deepEqual([calls.length, calls[0], calls[3]], [4, 'openat usage.json', 'close usage.json'], calls.join())
      assert.deepEqual(filesOf(calls), ['usage.json'])
    }
  })

  test('who sees a lease running reads both files and takes no mutex', (t) => {
    if (!needStrace(t)) return
    const asked: readonly (readonly [readonly string[], number])[] = [
      [['get', '--refresh', 'false'], 0],
      [['claim'], 1],
      [['claim', '--force'], 1],
      [['refresh', '--', 'false'], 1],
    ]
    for (const [args, code] of asked)
      assert.deepEqual(filesOf(callsOf(target, fetching(t), args, code)), ['usage.json', 'usage.lock'])
    const won = filesOf(callsOf(target, stalePlace(t), ['claim'], 0))
    assert.ok(won.includes('usage.mutex'), 'the measure sees who takes it')
  })
})

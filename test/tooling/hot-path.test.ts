// A hit is what every prompt waits for: what it loads, and what it asks of the directory.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { dataEntry, makePlace, nowSeconds, type Place, writeState } from '../helpers/place.ts'
import { eachTarget, onlyTarget, type Target } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'

function freshPlace(t: TestContext): Place {
  const place = makePlace(t)
  writeState(place.cache, dataEntry(nowSeconds(), { five_hour: { utilization: 22, resets_at: null } }))
  return place
}

/** Loaded before the script: tells at the end what has been loaded by then. */
const RECORDER = `process.on('exit', () => require('node:fs').writeFileSync(process.env.RECORD, JSON.stringify(process.moduleLoadList)))`

function loadedBy(place: Place, argv: readonly string[], input = ''): string[] {
  const recorder = join(place.dir, 'recorder.cjs')
  const RECORD = join(place.dir, 'modules.json')
  writeFileSync(recorder, RECORDER)
  const [node = '', ...rest] = argv
  const { status, stderr } = spawnSync(node, ['--require', recorder, ...rest], {
    input,
    encoding: 'utf8',
    env: { USAGE_STORE_ROOT: place.root, RECORD },
  })
  assert.deepEqual([status, stderr], [0, ''])
  return JSON.parse(readFileSync(RECORD, 'utf8')) as string[]
}

/** What a run loads more than a script that does nothing. */
function loadedMore(place: Place, target: Target, args: readonly string[], input = ''): string[] {
  const nothing = join(place.dir, 'nothing.cjs')
  writeFileSync(nothing, '')
  const empty = new Set(loadedBy(place, [target.argv[0], nothing]))
  return loadedBy(place, [...target.argv, ...args], input).filter((module) => !empty.has(module))
}

onlyTarget('bundle', (target) => {
  for (const args of [
    ['get'],
    ['get', '--json'],
    ['get', '--shell'],
    ['get', '--fish'],
    ['get', '--wire'],
    ['get', '--field', 'five_hour.percent'],
  ]) {
    test(`a hit loads no module that Node has not loaded already: ${args.join(' ')}`, (t) => {
      assert.deepEqual(loadedMore(freshPlace(t), target, args), [])
    })
  }

  for (const [args, input] of [
    [['put'], '{"five_hour":null}'],
    [['claim'], ''],
    [['block', '--for', '60'], ''],
  ] as const) {
    test(`what writes loads SQLite, and nothing else: ${args.join(' ')}`, (t) => {
      const place = makePlace(t)
      assert.deepEqual(loadedMore(place, target, args, input), ['Internal Binding sqlite', 'NativeModule sqlite'])
    })
  }
})

/** The lines of a trace, with those put together again that another thread's call had cut in two. */
function wholeLines(trace: string): string[] {
  const cut = new Map<string, string>()
  return trace.split('\n').flatMap((line) => {
    const [, thread = '', call = ''] = /^(?:(\d+) +)?(.*)$/.exec(line) ?? []
    if (call.endsWith('<unfinished ...>')) {
      cut.set(thread, call.slice(0, -'<unfinished ...>'.length).trimEnd())
      return []
    }
    return [call.replace(/^<\.\.\. \w+ resumed>/, () => cut.get(thread) ?? '')]
  })
}

/** The system calls on a path below the directory, and on the descriptors that they give, by name. */
function callsOn(directory: string, trace: string): string[] {
  const calls: string[] = []
  const open = new Set<string>()
  for (const line of wholeLines(trace)) {
    const [, name = '', rest = ''] = /^(\w+)\((.*)$/.exec(line) ?? []
    const fd = /^(\d+)[,)]/.exec(rest)?.[1] ?? ''
    if (rest.includes(directory)) {
      calls.push(`${name} ${/"([^"]*)"/.exec(rest)?.[1]?.slice(directory.length + 1) ?? ''}`)
      const opened = /= (\d+)$/.exec(rest)?.[1]
      if (opened !== undefined && name.startsWith('open')) open.add(opened)
    } else if (open.has(fd)) {
      calls.push(name.replace(/^(statx|newfstatat|fstat)$/, 'fstat').replace(/^pread64$/, 'read'))
      if (name === 'close') open.delete(fd)
    }
  }
  return calls
}

function traced(place: Place, target: Target, args: readonly string[], expected: number): string[] {
  const file = join(place.dir, 'trace')
  const argv = ['-f', '-qq', '-e', 'trace=%file,%desc', '-o', file, ...target.argv, ...args]
  const { status } = spawnSync('strace', argv, { env: { USAGE_STORE_ROOT: place.root } })
  assert.equal(status, expected)
  return callsOn(place.root, readFileSync(file, 'latin1'))
}

eachTarget((target) => {
  for (const args of [['get'], ['get', '--shell'], ['get', '--wire']]) {
    test(`a hit opens, stats, reads and closes usage.json, and does nothing else there: ${args.join(' ')}`, (t) => {
      if (!needStrace(t)) return
      assert.deepEqual(traced(freshPlace(t), target, args, 0), ['openat usage.json', 'fstat', 'read', 'close'])
    })
  }

  test('a miss reads the lock too, and writes nothing', (t) => {
    if (!needStrace(t)) return
    const place = makePlace(t)
    writeState(place.lock, { blocked_until: nowSeconds() - 5, error: 'Timeout' })
    const calls = traced(place, target, ['get'], 1)
    assert.deepEqual(calls, ['openat usage.json', 'openat usage.lock', 'fstat', 'read', 'close'])
  })
})

// A hit is what every prompt waits for: what it loads, and what it asks of the directory.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { asFunction, bundlePacked } from '../../scripts/bundle.ts'
import { V8_FLAGS } from '../../scripts/executable.ts'
import { bundlePath } from '../../scripts/stamp.mjs'
import type { Answer } from '../../src/commands/answer.ts'
import { hit } from '../../src/hit.ts'
import { CODE_CACHE } from '../../src/packed-assets.ts'
import { dataEntry, makePlace, nowSeconds, type Place, writeState } from '../helpers/place.ts'
import { eachTarget, onlyTarget, type Target } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))

/** All that the executable reads and runs for a hit: what comes here, every prompt pays for. */
const HIT_MODULES = [
  'src/args.ts',
  'src/commands/answer.ts',
  'src/commands/timeout.ts',
  'src/core/decide.ts',
  'src/core/duration.ts',
  'src/core/errors.ts',
  'src/core/instant.ts',
  'src/core/json.ts',
  'src/core/lock-change.ts',
  'src/core/lock.ts',
  'src/core/strict-reader.ts',
  'src/core/unread-members.ts',
  'src/core/usage-entry.ts',
  'src/core/windows.ts',
  'src/core/wire.ts',
  'src/decision-options.ts',
  'src/disk/pause.ts',
  'src/disk/read-file.ts',
  'src/disk/read-stored.ts',
  'src/disk/root.ts',
  'src/disk/stdio.ts',
  'src/disk/system-error.ts',
  'src/exit-codes.ts',
  'src/global-options.ts',
  'src/hit.ts',
  'src/option-types.ts',
  'src/packed-assets.ts',
  'src/packed.ts',
  'src/render/document.ts',
  'src/render/field.ts',
  'src/render/format.ts',
  'src/render/shell.ts',
  'src/render/text.ts',
  'src/report.ts',
]

test('the executable answers a hit from these modules alone', async () => {
  const { inputs } = await bundlePacked(REPOSITORY)
  assert.deepEqual(inputs, HIT_MODULES)
})

const REFRESH = ['--refresh', 'exit 77']
const leased = (now: number) => ({ blocked_until: now + 60, claim: 'a', lease: 60 })
const rateLimited = (now: number) => ({ blocked_until: now + 60, error: 'RateLimited' })
const YOUNG = 5
const OLD = 500

/** Arguments, age of the entry in seconds, lock. */
type Asked = readonly [argv: readonly string[], age: number, lock?: (now: number) => unknown]

const HITS: Readonly<Record<string, Asked>> = {
  fresh: [['get'], YOUNG],
  'with the flags of an output': [['get', '--field', 'five_hour.percent', '--default', '?'], YOUNG],
  'a template': [['get', '--format', '{state}'], YOUNG],
  'flags before the command': [['--profile=p', 'get'], YOUNG],
  stale: [['get', '--shell'], OLD],
  'fresh, with --refresh': [['get', ...REFRESH], YOUNG],
  'stale, and somebody is fetching': [['get', ...REFRESH], OLD, leased],
  'a back-off': [['get', ...REFRESH], OLD, rateLimited],
  'nothing cached': [['--profile=nobody', 'get'], YOUNG],
}
const NO_HITS: Readonly<Record<string, Asked>> = {
  'stale, and nobody is fetching': [['get', ...REFRESH], OLD],
  'a wait': [['get', ...REFRESH, '--wait', '1s'], YOUNG],
  'another command': [['lock'], YOUNG],
  'no command': [[], YOUNG],
  'the version': [['--version', 'get'], YOUNG],
  help: [['get', '--help'], YOUNG],
  'an operand': [['get', 'x'], YOUNG],
  'a usage error': [['get', '--nothing'], YOUNG],
  'a bad template': [['get', '--format', '{'], YOUNG],
  'options that exclude each other': [['get', '--json', '--wire'], YOUNG],
  'no directory': [['--root=~', 'get'], YOUNG],
}

/** What the executable would say by itself; null where it asks the whole program. */
function hitOf(t: TestContext, [argv, age, lock]: Asked): Answer | null {
  const place = makePlace(t)
  for (const root of [place.root, join(place.root, 'profiles', 'p')]) {
    mkdirSync(root, { recursive: true })
    const data = { five_hour: { utilization: 22, resets_at: null } }
    writeState(join(root, 'usage.json'), dataEntry(nowSeconds() - age, data))
    if (lock !== undefined) writeState(join(root, 'usage.lock'), lock(nowSeconds()))
  }
  return hit(argv, { USAGE_STORE_ROOT: place.root }, Date.now)
}

for (const [name, asked] of Object.entries(HITS))
  test(`the executable answers by itself: ${name}`, (t) => assert.notEqual(hitOf(t, asked), null))
for (const [name, asked] of Object.entries(NO_HITS))
  test(`the executable asks the whole program: ${name}`, (t) => assert.equal(hitOf(t, asked), null))

function freshPlace(t: TestContext): Place {
  const place = makePlace(t)
  writeState(place.cache, dataEntry(nowSeconds(), { five_hour: { utilization: 22, resets_at: null } }))
  return place
}

/** Loaded before the script: tells at the end what has been loaded by then. */
const RECORDER = `process.on('exit', () => require('node:fs').writeFileSync(process.env.RECORD, JSON.stringify(process.moduleLoadList)))`

function loadedBy(place: Place, argv: readonly string[], input: string, stdout: 'pipe' | 'ignore'): string[] {
  const recorder = join(place.dir, 'recorder.cjs')
  const RECORD = join(place.dir, 'modules.json')
  writeFileSync(recorder, RECORDER)
  const [node = '', ...rest] = argv
  const { status, stderr } = spawnSync(node, ['--require', recorder, ...rest], {
    input,
    stdio: ['pipe', stdout, 'pipe'],
    encoding: 'utf8',
    env: { USAGE_STORE_ROOT: place.root, RECORD },
  })
  assert.deepEqual([status, stderr], [0, ''])
  return JSON.parse(readFileSync(RECORD, 'utf8')) as string[]
}

/** What a run loads more than a script that does nothing. Its stdout is a pipe, or else /dev/null. */
function loadedMore(
  place: Place,
  target: Target,
  args: readonly string[],
  input = '',
  stdout: 'pipe' | 'ignore' = 'pipe',
): string[] {
  const nothing = join(place.dir, 'nothing.cjs')
  writeFileSync(nothing, '')
  const empty = new Set(loadedBy(place, [target.argv[0], nothing], '', stdout))
  return loadedBy(place, [...target.argv, ...args], input, stdout).filter((module) => !empty.has(module))
}

onlyTarget('bundle', (target) => {
  for (const args of [
    ['get'],
    ['get', '--json'],
    ['get', '--shell'],
    ['get', '--fish'],
    ['get', '--wire'],
    ['get', '--field', 'five_hour.percent'],
    ['get', '--format', '{five_hour.percent|bar:5|or:x} {cached_at|at} {cached_at|in}'],
  ]) {
    test(`a hit loads no module that Node has not loaded already: ${args.join(' ')}`, (t) => {
      const place = freshPlace(t)
      assert.deepEqual(loadedMore(place, target, args), [])
      assert.deepEqual(loadedMore(place, target, args, '', 'ignore'), [])
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

onlyTarget('executable', (target) => {
  /** Runs a copy in which the text of the whole program was overwritten, and on demand the head of its code cache too. */
  function runWithout(what: 'text' | 'text and cache', place: Place, args: readonly string[]) {
    const bytes = readFileSync(target.file)
    const text = asFunction(readFileSync(bundlePath(REPOSITORY), 'latin1'))
    const at = bytes.indexOf(text, 0, 'latin1')
    assert.ok(at >= 0, 'it is there')
    bytes.fill('!', at, at + text.length)
    // Its name, eight bytes of length, and what the cache says of itself.
    const head = bytes.lastIndexOf(CODE_CACHE) + CODE_CACHE.length + 8
    if (what === 'text and cache') bytes.fill('!', head, head + 64)
    const file = join(place.dir, 'usage-store')
    writeFileSync(file, bytes, { mode: 0o755 })
    const { status, stdout } = spawnSync(file, args, { env: { USAGE_STORE_ROOT: place.root }, encoding: 'utf8' })
    return { status, stdout }
  }

  test('a hit needs nothing of the program that is packed beside it', (t) => {
    const place = freshPlace(t)
    const hitArgs = ['get', '--field', 'five_hour.percent']
    assert.deepEqual(runWithout('text and cache', place, hitArgs), { status: 0, stdout: '22\n' })
    assert.equal(runWithout('text and cache', place, ['lock']).status, 1, 'all else does')
  })

  test('what is no hit comes from the code cache, and is not compiled', (t) => {
    assert.equal(runWithout('text', freshPlace(t), ['lock']).status, 0)
  })

  test('it has the flags that make it start fast', () => {
    const bytes = readFileSync(target.file)
    for (const flag of V8_FLAGS) assert.ok(bytes.includes(flag), flag)
  })
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

// What is said to `get --refresh` holds for what it starts: the directory, COMMAND as it stands, and the decision.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import {
  expectLanding,
  getRefresh,
  makeStage,
  makeStaleStage,
  OLD,
  PATH_ONLY,
  RESPONSE,
  type Stage,
  untilEnded,
  untilStarted,
} from '../helpers/background.ts'
import { expectJson, expectMembers } from '../helpers/expect.ts'
import { dataEntry, errorEntry, nowSeconds, readJson, writeState } from '../helpers/place.ts'
import { run, shellQuote } from '../helpers/run.ts'
import { eachTarget, type Target, thinned } from '../helpers/targets.ts'

interface Way {
  /** Where the data are to land, below the directory of the test, which is the current one; and what says so. */
  readonly directory: string
  readonly args?: (dir: string) => readonly string[]
  readonly env?: (dir: string) => Readonly<Record<string, string>>
}

const ODD = ['a b', `it's "so"`, '$HOME `x` \\', 'new\nline', '-x', '*?[a]', 'ä漢', '%d=#;&|<>', '~']

const WAYS: Readonly<Record<string, Way>> = {
  '--root': { directory: 'here', args: (dir) => ['--root', join(dir, 'here')] },
  'a relative --root': { directory: 'be/low', args: () => ['--root', 'be/low'] },
  '--profile': {
    directory: 'here/profiles/work@home',
    args: (dir) => [`--root=${dir}/here`, '--profile', 'work@home'],
  },
  USAGE_STORE_ROOT: { directory: 'here', env: (dir) => ({ USAGE_STORE_ROOT: join(dir, 'here') }) },
  USAGE_STORE_PROFILE: {
    directory: 'here/profiles/a.b-c',
    env: (dir) => ({ USAGE_STORE_ROOT: join(dir, 'here'), USAGE_STORE_PROFILE: 'a.b-c' }),
  },
  XDG_CACHE_HOME: { directory: 'here/linesmith', env: (dir) => ({ XDG_CACHE_HOME: join(dir, 'here') }) },
  HOME: { directory: '.cache/linesmith', env: (dir) => ({ HOME: dir }) },
  'flags before variables': {
    directory: 'here/profiles/one',
    args: (dir) => ['--profile=one', '--root', join(dir, 'here')],
    env: (dir) => ({ USAGE_STORE_ROOT: join(dir, 'there'), USAGE_STORE_PROFILE: 'two' }),
  },
  ...Object.fromEntries(
    ODD.map((name) => [`--root with ${JSON.stringify(name)}`, { directory: name, args: () => [`--root=./${name}`] }]),
  ),
  ...Object.fromEntries(
    ODD.map((name) => [
      `USAGE_STORE_ROOT with ${JSON.stringify(name)}`,
      { directory: name, env: (dir: string) => ({ USAGE_STORE_ROOT: join(dir, name) }) },
    ]),
  ),
  'a relative --root that begins with a dash': { directory: '-x', args: () => ['--root=-x'] },
}

const TEXTS = [`it's "so"`, '$HOME `id` $(id) \\n \\', 'two  spaces', '100% ! * ? [a] {b,c} ~', '# ; & | < >', 'ä漢😀']
const BODY = `{"five_hour":{"utilization":61,"resets_at":null}}`

/** COMMANDs that a shell, and only a shell, takes for what they are. */
const LINES: Readonly<Record<string, string>> = {
  'several lines and a comment': `\n# its "own'\n\nx='${BODY}'\n\nprintf %s "$x"\n`,
  'a here-document': `cat <<'END'\n${BODY}\nEND\n`,
  'a pipeline in a subshell': `(printf %s '${BODY}' | cat) && true`,
  'its own exec': `exec printf %s '${BODY}'`,
}

/** By a lock that is a minute old: whether credentials of another minute end it. */
const RELEASES: Readonly<
  Record<string, { readonly error: string; readonly ageOfFile: number | null; readonly ends: boolean }>
> = {
  'newer than an Unauthorized': { error: 'Unauthorized', ageOfFile: 20, ends: true },
  'newer than a Forbidden': { error: 'Forbidden', ageOfFile: 20, ends: true },
  'newer than a RateLimited': { error: 'RateLimited', ageOfFile: 20, ends: true },
  'newer than a NetworkError': { error: 'NetworkError', ageOfFile: 20, ends: false },
  'older than an Unauthorized': { error: 'Unauthorized', ageOfFile: 90, ends: false },
  'not there, by an Unauthorized': { error: 'Unauthorized', ageOfFile: null, ends: false },
}

const POLICIES: Readonly<
  Record<string, { readonly args: readonly string[]; readonly cache: (now: number) => unknown; readonly state: string }>
> = {
  '--max-age, shorter': { args: ['--max-age', '5s'], cache: (now) => dataEntry(now - 60, OLD), state: 'stale' },
  '--max-age, longer': { args: ['--max-age', '1h'], cache: (now) => dataEntry(now - 500, OLD), state: 'fresh' },
  '--max-stale': { args: ['--max-stale', '1h'], cache: (now) => dataEntry(now - 7200, OLD), state: 'miss' },
  '--error-max-age, shorter': {
    args: ['--error-max-age', '5s'],
    cache: (now) => errorEntry(now - 15, 'Timeout'),
    state: 'miss',
  },
  '--error-max-age, longer': {
    args: ['--error-max-age', '1h'],
    cache: (now) => errorEntry(now - 60, 'Timeout'),
    state: 'blocked',
  },
}

/** A stage with a block that is a minute old, and the arguments that name its credentials. */
function makeBlockedStage(
  t: TestContext,
  { error, ageOfFile }: { readonly error: string; readonly ageOfFile: number | null },
): { readonly stage: Stage; readonly args: readonly string[] } {
  const stage = makeStaleStage(t)
  const { dir, lock } = stage.place
  writeState(lock, { blocked_until: nowSeconds() + 900, error, failures: 1 }, nowSeconds() - 60)
  const credentials = join(dir, 'credentials')
  if (ageOfFile !== null) writeState(credentials, '{}', nowSeconds() - ageOfFile)
  return { stage, args: ['--release-on', credentials] }
}

async function expectText(t: TestContext, target: Target, line: string, glued: boolean): Promise<Stage> {
  const stage = makeStage(t)
  const { root, dir } = stage.place
  const command = stage.counted(line)
  const option = glued ? [`--refresh=${command}`] : ['--refresh', command]
  await run(target, ['--root', root, 'get', ...option], { env: PATH_ONLY, cwd: dir })
  await untilStarted(stage)
  await untilEnded(stage)
  return stage
}

eachTarget((target) => {
  for (const [name, { directory, args, env }] of thinned(target, Object.entries(WAYS))) {
    test(`the data land where get looks: ${name}`, async (t) => {
      const stage = makeStage(t)
      const { dir } = stage.place
      const argv = ['get', ...(args?.(dir) ?? []), '--refresh', stage.counted(stage.gated)]
      const options = { cwd: dir, env: { ...PATH_ONLY, ...env?.(dir) } }
      expectMembers(expectJson(await run(target, argv, options), 1), { state: 'miss', miss: 'absent' })
      const there = {
        ...stage.place,
        cache: join(dir, directory, 'usage.json'),
        lock: join(dir, directory, 'usage.lock'),
      }
      await untilStarted(stage)
      assert.ok(existsSync(there.lock))
      await expectLanding(stage, there)
      expectMembers(expectJson(await run(target, argv, options), 0), { state: 'fresh' })
      const above = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))
      assert.deepEqual(above, [join(directory, 'usage.json')])
    })
  }

  test('COMMAND reaches the shell letter by letter', async (t) => {
    for (const text of thinned(target, TEXTS)) {
      const response = JSON.stringify({ five_hour: null, text })
      const { place } = await expectText(t, target, `printf %s ${shellQuote(response)}`, false)
      assert.equal(readJson(place.cache).data.unknown_buckets.text, text)
    }
  })

  for (const [name, line] of thinned(target, Object.entries(LINES))) {
    test(`COMMAND with ${name}`, async (t) => {
      for (const glued of [false, true]) {
        const { place } = await expectText(t, target, line, glued)
        assert.equal(readJson(place.cache).data.five_hour.utilization, 61)
      }
    })
  }

  for (const [name, row] of Object.entries(RELEASES)) {
    test(`--release-on a file that is ${name}: the block ${row.ends ? 'ends' : 'stays'}`, async (t) => {
      const { stage, args } = makeBlockedStage(t, row)
      const outcome = await getRefresh(target, stage, { args })
      if (row.ends) {
        expectMembers(expectJson(outcome, 0), { state: 'stale', refresh: true, lock: null })
        return expectLanding(stage)
      }
      const state = row.error === 'NetworkError' ? 'backoff' : 'blocked'
      expectMembers(expectJson(outcome, state === 'backoff' ? 0 : 4), { state, refresh: false })
      assert.equal(readJson(stage.place.lock).error, row.error)
      // A refresh would begin with its claim.
      assert.equal('claim' in readJson(stage.place.lock), false)
    })
  }

  test('a block that new credentials did not help begins anew, one failure longer, and COMMAND rests', async (t) => {
    const { stage, args } = makeBlockedStage(t, { error: 'RateLimited', ageOfFile: 20 })
    const rest = String.raw`printf 'HTTP/2 429\r\n\r\n'`
    const from = nowSeconds()
    expectMembers(expectJson(await getRefresh(target, stage, { args, rest }), 0), { state: 'stale', refresh: true })
    await untilStarted(stage)
    await untilEnded(stage)
    const lock = readJson(stage.place.lock)
    expectMembers(lock, { error: 'RateLimited', failures: 2 })
    assert.ok(lock.blocked_until >= from + 600, String(lock.blocked_until - from))
    expectMembers(expectJson(await getRefresh(target, stage, { args, rest }), 0), { state: 'backoff', refresh: false })
    assert.equal(stage.starts().length, 1)
    utimesSync(join(stage.place.dir, 'credentials'), nowSeconds() + 2, nowSeconds() + 2)
    expectMembers(expectJson(await getRefresh(target, stage, { args, rest }), 0), { state: 'stale', refresh: true })
    await untilStarted(stage, 2)
  })

  for (const [name, { args, cache, state }] of Object.entries(POLICIES)) {
    test(`the claim is decided by ${name}`, async (t) => {
      const stage = makeStage(t)
      writeState(stage.place.cache, cache(nowSeconds()))
      const outcome = await getRefresh(target, stage, { args, rest: `printf %s ${shellQuote(RESPONSE)}` })
      assert.equal(JSON.parse(outcome.stdout).state, state)
      const wanted = state === 'stale' || state === 'miss'
      if (wanted) return expectLanding(stage)
      assert.equal(existsSync(stage.place.lock), false)
    })
  }
})

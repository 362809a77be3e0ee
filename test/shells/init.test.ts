// usage_store, the function of `init`: while the view is fresh the variables of --shell without a process, else those of
// usage-store.
import assert from 'node:assert/strict'
import { mkdirSync, unlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { INIT_FILES } from '../../src/commands/init.ts'
import { expectOutput, expectQuiet, expectUsageError } from '../helpers/expect.ts'
import { iso, makePlace, nowSeconds, type Place, readText, us, withinOneSecond } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { NAMES, parseShell } from '../helpers/shell-lines.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needStrace, needTool } from '../helpers/tools.ts'
import { namedLimit } from '../helpers/windows.ts'
import { callInit, callsOf, eachShell, install, response, SHELLS, store } from './init-shells.ts'

eachTarget((target) => {
  test('init prints the file', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const file = INIT_FILES[shell]?.() ?? assert.fail()
      expectOutput(await runCommand([...target.argv, 'init', shell]), 0, file)
    }
    for (const args of [[], ['sh'], ['bash', 'zsh'], ['constructor']])
      expectUsageError(await runCommand([...target.argv, 'init', ...args]))
  })

  for (const shell of SHELLS) {
    test(`${shell.name}: the same values as --shell, fresh and stale, with and without the view`, async (t) => {
      if (!needTool(t, shell.name)) return
      const place = makePlace(t)
      install(place, target)
      expectQuiet(await us(target, place, ['put'], { stdin: JSON.stringify(response(nowSeconds())) }), 0)
      for (const args of [
        [],
        ['--max-age', '0'],
        ['--max-age=0', '--max-stale=0'],
        ['--fresh-only', '--max-age=0', '--ok'],
      ]) {
        const [printed, ran] = await withinOneSecond(
          async () =>
            [
              await us(target, place, ['get', '--shell', ...args]),
              await callInit(shell, place, args, { env: { USAGE_STORE_ROOT: place.root } }),
            ] as const,
        )
        expectQuiet(ran, 0)
        assert.deepEqual({ ...ran.values }, parseShell(printed.stdout))
        assert.equal(ran.exit, String(printed.code))
      }
    })

    test(`${shell.name}: --help is shown, and not executed`, async (t) => {
      if (!needTool(t, shell.name)) return
      const place = makePlace(t)
      install(place, target)
      const help = await us(target, place, ['help', 'get'])
      for (const args of [['--help'], ['-h'], ['--max-age', '5', '--help']]) {
        const ran = await callInit(shell, place, args)
        expectQuiet(ran, 0)
        assert.ok(ran.stdout.startsWith(help.stdout), ran.stdout)
        assert.equal(ran.exit, '0')
      }
    })

    test(`${shell.name}: where usage-store fails, nothing old is left`, async (t) => {
      if (!needTool(t, shell.name)) return
      const place = makePlace(t)
      install(place, target)
      const before = NAMES.map((name) => (shell.name === 'fish' ? `set -g ${name} old` : `${name}=old`)).join('\n')
      const ran = await callInit(shell, place, ['--max-age', 'x'], { before })
      assert.equal(ran.exit, '2')
      assert.match(ran.stderr, /^usage-store: [^\n]+ \(USAGE\)\n$/)
      assert.deepEqual({ ...ran.values }, Object.fromEntries(NAMES.map((name) => [name, ''])))
    })
  }
})

eachShell((suite) => {
  suite.test('no process is started while it is fresh', async (place, t) => {
    if (!needStrace(t)) return
    store(place, 5)
    const trace = join(place.dir, 'trace')
    await suite.expectView(place, [], {
      by: ['strace', '-f', '-qq', '-o', trace, '-e', 'trace=execve,execveat,fork,vfork,clone,clone3'],
    })
    const started = readText(trace)
      .split('\n')
      .filter((line) => /\(/.test(line) && !line.includes('CLONE_THREAD'))
    assert.equal(started.length, 1, started.join('\n'))
  })

  suite.test('the flags of get, while fresh', async (place) => {
    for (const args of [
      ['--max-age', '150'],
      ['--max-age=150s'],
      ['--max-age=2m'],
      ['--max-age=1h'],
      ['--max-age=1d'],
      ['--max-age', '0200'],
      ['--max-stale', '9'],
      ['--error-max-age=9'],
      ['--max-complete-age', '9'],
      ['--release-on', '/nonexistent'],
      ['--fresh-only', '--ok', suite.flag],
      ['--refresh', 'true', '--timeout=5', '--wait', '1'],
      ['--root', place.root],
      [`--root=${place.root}/`],
    ]) {
      store(place, 100)
      await suite.expectView(place, args)
    }
  })

  suite.test('what only usage-store can judge', async (place) => {
    for (const args of [
      ['--max-age', '100'],
      ['--max-age=0'],
      ['--max-age=1m'],
      ['--max-age'],
      ['--max-age', 'x'],
      ['--max-age='],
      ['--max-age=-1'],
      ['--max-age=1w'],
      ['--max-stale=x'],
      ['--max-age=999999999999999999999'],
      ['--timeout=5'],
      ['--wait=5'],
      ['--refresh', ' '],
      ['--refresh='],
      ['--refresh', 'true', '--timeout=0'],
      ['--fresh-only=1'],
      ['--json'],
      ['--field', 'x'],
      ['--nonsense'],
      ['operand'],
      ['--'],
      ['--help'],
      ['-h'],
      ['--root='],
      ['--root', '~/x'],
      ['--profile', 'auto'],
      ['--profile', '.x'],
      ['--profile='],
      ['--profile', 'a/b'],
      ['--profile', 'x'.repeat(65)],
      ['--observe'],
      ['--max-age', ''],
    ]) {
      store(place, 100)
      await suite.expectAsked(place, args)
    }
  })

  suite.test('a view that is not fresh', async (place) => {
    const now = nowSeconds()
    const spoilt: readonly (() => void)[] = [
      () => unlinkSync(place.view),
      () => unlinkSync(place.cache),
      // As another program leaves it, which knows of no view.
      () => utimesSync(place.cache, now, now),
      () => store(place, 7200),
      () => store(place, -30),
      () => store(place, 10, { five_hour: { utilization: 1, resets_at: iso(now - 5) } }),
      () => store(place, 10, { limits: [{ ...namedLimit(1, 'x'), resets_at: iso(now - 5) }] }),
    ]
    for (const spoil of spoilt) {
      store(place, 10)
      spoil()
      await suite.expectAsked(place)
      await suite.expectAsked(place, ['--refresh', 'a \'b\' "c" $d `e`\tf*', '--max-age=2h'], {}, spoil.toString())
    }
  })

  suite.test('with --refresh an entry that was completed wants a whole response after a while', async (place) => {
    const now = nowSeconds()
    const completed = (complete_at: string | null) => ({
      five_hour: { utilization: 1, resets_at: null },
      unknown_buckets: { usage_store: { complete_at } },
    })
    store(place, 10, completed(null))
    await suite.expectView(place, [])
    store(place, 10, completed(iso(now - 800)))
    await suite.expectView(place, [])
    await suite.expectView(place, ['--refresh', 'true'])
    await suite.expectAsked(place, ['--refresh', 'true', '--max-complete-age', '800'])
    store(place, 10, completed(null))
    await suite.expectAsked(place, ['--refresh', 'true'])
  })

  suite.test('the root and the profile are those of usage-store', async (place) => {
    const home = join(place.dir, 'home')
    const at = (...names: string[]): Place => {
      const root = join(place.dir, ...names)
      mkdirSync(root, { recursive: true })
      const there = { ...place, root, cache: join(root, 'usage.json'), view: join(root, 'usage.view') }
      store(there, 5, { five_hour: { utilization: names.length, resets_at: null } })
      return there
    }
    at('home', '.cache', 'linesmith')
    at('x', 'linesmith')
    at('r')
    at('r', 'profiles', 'a', '..', 'b', '.')
    at('r', 'profiles', 'work')
    at('jörg €🎉')
    const percent = async (environment: Record<string, string>, args: readonly string[] = []) => {
      const ran = await callInit(suite.shell, place, args, { env: environment })
      expectQuiet(ran, 0)
      assert.deepEqual(callsOf(place), [])
      return ran.values['usage_five_hour']
    }
    const x = join(place.dir, 'x')
    const r = join(place.dir, 'r')
    assert.equal(await percent({ HOME: home }), '3')
    assert.equal(await percent({ HOME: home, XDG_CACHE_HOME: 'x' }), '3', 'a relative one is ignored')
    assert.equal(await percent({ HOME: home, XDG_CACHE_HOME: '' }), '3')
    assert.equal(await percent({ HOME: home, XDG_CACHE_HOME: x }), '2')
    assert.equal(await percent({ HOME: home, XDG_CACHE_HOME: x, USAGE_STORE_ROOT: '' }), '2')
    assert.equal(await percent({ HOME: home, XDG_CACHE_HOME: x, USAGE_STORE_ROOT: r }), '1')
    assert.equal(await percent({ USAGE_STORE_ROOT: x }, ['--root', 'r']), '1', 'counted from here')
    assert.equal(await percent({ USAGE_STORE_ROOT: r, USAGE_STORE_PROFILE: 'work' }), '3')
    assert.equal(await percent({ USAGE_STORE_ROOT: r, USAGE_STORE_PROFILE: 'work' }, ['--profile=work']), '3')
    assert.equal(await percent({ USAGE_STORE_ROOT: r, USAGE_STORE_PROFILE: '' }), '1')
    const named = join(place.dir, 'jörg €🎉')
    // To fish in the C locale every byte beyond ASCII is one that is not UTF-8.
    for (const locale of suite.shell.name === 'fish' ? ['C.UTF-8'] : ['C', 'C.UTF-8'])
      assert.equal(await percent({ USAGE_STORE_ROOT: named, LC_ALL: locale }), '1')
    for (const environment of [
      { USAGE_STORE_ROOT: 'r' },
      { USAGE_STORE_ROOT: '~/r' },
      { USAGE_STORE_ROOT: r, USAGE_STORE_PROFILE: 'auto' },
      { USAGE_STORE_ROOT: r, USAGE_STORE_PROFILE: '../..' },
      { HOME: '' },
      { HOME: 'home' },
    ] as Record<string, string>[])
      await suite.expectAsked(place, [], { env: environment })
    // What is not UTF-8, and what the kernel and usage-store would take for different directories, is theirs to judge.
    const bytes =
      suite.shell.name === 'fish'
        ? `set -gx USAGE_STORE_ROOT '${named}/'\\xff\\xc3`
        : `export USAGE_STORE_ROOT='${named}/'$'\\xff\\xc3'`
    const link =
      suite.shell.name === 'fish'
        ? 'mkdir -p $USAGE_STORE_ROOT; cp $HOME/r/usage.* $USAGE_STORE_ROOT'
        : 'mkdir -p "$USAGE_STORE_ROOT"; cp "$HOME"/r/usage.* "$USAGE_STORE_ROOT"'
    await suite.expectAsked(place, [], { env: { HOME: place.dir }, before: `${bytes}; ${link}` })
    await suite.expectAsked(place, [], { env: { USAGE_STORE_ROOT: `${x}/../r` } })
    await suite.expectAsked(place, ['--root', 'x/..'], { env: {} })
    const local = suite.shell.name === 'fish' ? `set -g USAGE_STORE_ROOT ${r}` : `USAGE_STORE_ROOT=${r}`
    assert.equal(
      (await callInit(suite.shell, place, [], { env: { HOME: home }, before: local })).values['usage_five_hour'],
      '3',
      'not exported',
    )
  })
})

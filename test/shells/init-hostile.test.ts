// usage_store, the function of `init`, whatever the view holds and whatever the shell's options.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { INIT_FILES } from '../../src/commands/init.ts'
import { expectBetween, expectQuiet } from '../helpers/expect.ts'
import { nowSeconds, readText, writeState } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { NAMES } from '../helpers/shell-lines.ts'
import { callInit, eachShell, HOUR, response, type ShellName, store } from './init-shells.ts'

eachShell((suite) => {
  suite.test('nothing in the view is executed, and one that is not whole counts for nothing', async (place) => {
    store(place, 5)
    const good = readText(place.view)
    const line = (name: string, value: string) =>
      good.replace(new RegExp(`^${name} .*$`, 'm'), () => `${name} ${value}`)
    const bad = [
      '',
      '\n',
      'usage-store-view 1\n',
      good.slice(0, -1),
      good.slice(0, 300),
      `${good}x\n`,
      `${good}\n\n`,
      `\n${good}`,
      good.replace('seven_day ', '\nseven_day '),
      good.replace('view 1', 'view 2'),
      good.replaceAll('\n', '\r\n'),
      good.toUpperCase(),
      `${good.slice(0, -1)}${' x'.repeat(2500)}\n`,
      good.replace('seven_day ', 'eight_day '),
      ...[
        '$(touch pwn)',
        '`touch pwn`',
        'a[$(touch pwn)]',
        ';touch pwn',
        "'",
        '"',
        '\\',
        '*',
        'x=1',
        'PATH=5',
        'usage_age',
        '1e3',
        '99999999999999999999',
        '1.5',
        '+5',
        '0x1',
        '\u001b[31m',
        '\u00e9',
        'never',
      ].flatMap((value) =>
        ['cached_at', 'next_reset', 'five_hour_resets_at', 'seven_day_opus_runs_out_at'].map((name) =>
          line(name, value),
        ),
      ),
      ...['$(touch pwn)', "'; touch pwn; '", '\u0007', 'é', 'a;b', 'a\tb'].map((value) => line('scoped', value)),
    ]
    for (const text of bad) {
      writeState(place.view, text, nowSeconds())
      await suite.expectAsked(place, [], {}, JSON.stringify(text))
    }
    // A whole number is one, however it is written.
    for (const value of ['08', '-1']) {
      writeState(place.view, line('five_hour_resets_at', value), nowSeconds())
      const ran = await callInit(suite.shell, place, [], { env: { USAGE_STORE_ROOT: place.root } })
      expectQuiet(ran, 0)
      if (ran.exit === '0') assert.equal(ran.values['usage_five_hour_resets_in'], '0')
    }
    writeState(
      place.view,
      Buffer.concat([Buffer.from(good.slice(0, 40)), Buffer.from([0, 255, 254]), Buffer.from(good.slice(40))]),
      nowSeconds(),
    )
    await suite.expectAsked(place)
    assert.equal(existsSync(join(place.dir, 'pwn')), false)
  })

  const OPTIONS: Readonly<Record<ShellName, readonly string[]>> = {
    bash: [
      'set -euo pipefail',
      'set -u',
      'set -C',
      'set -f',
      'set -o posix',
      'IFS=_1',
      "IFS=''",
      'shopt -s nullglob failglob extglob nocasematch',
      'LC_ALL=C',
      'readonly LC_ALL=C',
      'export LC_ALL=xx_XX.UTF-8 2>/dev/null',
      'export LANG=C LC_ALL=POSIX',
      'unset IFS',
      'set -E; trap "echo trapped >&2" ERR',
      'CDPATH=/',
      'GLOBIGNORE=*',
    ],
    zsh: [
      'set -euo pipefail',
      'set -u',
      'set -C',
      'setopt sh_word_split',
      'setopt ksh_arrays',
      'setopt ignore_braces',
      'readonly IFS LC_ALL',
      'setopt err_return',
      'IFS=_1',
      "IFS=''",
      'setopt glob_subst',
      'setopt warn_create_global warn_nested_var',
      'LC_ALL=C',
      'export LANG=C',
      'unsetopt multibyte',
      'setopt null_glob csh_null_glob',
      'emulate sh',
    ],
    fish: [
      'function path; echo x; end; function math; echo y; end',
      'set -g IFS x',
      'set -gx LANG C',
      'set -gx LC_ALL C',
    ],
  }
  suite.test("whatever the shell's options", async (place) => {
    const reset = nowSeconds() + HOUR
    store(place, 5, response(reset - HOUR))
    const plain = await suite.expectView(place)
    for (const before of OPTIONS[suite.shell.name]) {
      const from = nowSeconds()
      const ran = await suite.expectView(place, [], { before })
      const to = nowSeconds()
      for (const name of NAMES.filter((name) => !/_in$|_age$/.test(name)))
        assert.equal(ran.values[name], plain.values[name], `${before}: ${name}`)
      const resetsIn = Number(ran.values['usage_five_hour_resets_in'])
      expectBetween(resetsIn, reset - to, reset - from, `seconds to the reset, ${before}`)
    }
    writeState(place.view, '')
    for (const before of OPTIONS[suite.shell.name]) await suite.expectAsked(place, [], { before })
  })

  /** Where the view is of no use, though it is whole and fresh. */
  const NO_VIEW: Readonly<Record<ShellName, readonly string[]>> = {
    bash: ['readonly IFS'],
    zsh: [],
    // Removed when its time has been read. Just before it is opened, fish itself would say so, and nothing can stop it.
    fish: ['function remove --on-variable _us_written; command rm -f $USAGE_STORE_ROOT/usage.view; end'],
  }
  for (const noView of NO_VIEW[suite.shell.name])
    suite.test(`usage-store is asked, and nothing said: ${noView}`, async (place) => {
      store(place, 5)
      await suite.expectAsked(place, [], { before: noView })
    })

  /** Lists the names of all variables, and sets some that a function could take for its own. */
  const VARIABLES: Readonly<Record<ShellName, readonly [list: string, set: (name: string) => string]>> = {
    bash: ['compgen -v', (name) => `${name}=mine`],
    zsh: ['print -l ${(k)parameters}', (name) => `${name}=mine`],
    fish: ['set --names', (name) => `set -g ${name} mine`],
  }
  suite.test('the variables of others are left alone, and none is left behind', async (place) => {
    const { name, argv, file } = suite.shell
    const [list, set] = VARIABLES[name]
    const theirs =
      'flag value name number unit text line lines view root profile now seconds refresh cached_at scoped five_hour i n v'
    const call = `usage_store --root ${place.root} --max-age 1h`
    const shown = theirs.split(' ').map((theirName) => `echo ${theirName}=$${theirName}`)
    const lines = [
      `source ${file}`,
      ...theirs.split(' ').map(set),
      list,
      'echo border',
      call,
      call,
      ...shown,
      'echo border',
      list,
    ]
    for (const age of [5, 90_000]) {
      store(place, age)
      const outcome = await runCommand([...argv, lines.join('\n')], {
        env: { PATH: `${join(place.dir, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: place.dir },
        cwd: place.dir,
      })
      expectQuiet(outcome, 0)
      const [before = '', values = '', after = ''] = outcome.stdout.split('border\n')
      assert.equal(
        values,
        theirs
          .split(' ')
          .map((theirName) => `${theirName}=mine\n`)
          .join(''),
      )
      // What a shell keeps of the last command, or brings with a clock.
      const known = new Set([...before.split('\n'), ...NAMES, 'BASH_REMATCH', 'EPOCHSECONDS', 'status', 'pipestatus'])
      assert.deepEqual(
        after.split('\n').filter((variable) => !known.has(variable)),
        [],
      )
    }
  })
})

test('a fish before 3.4, which asks usage-store, can read the file: no `$(` is in it', () => {
  assert.doesNotMatch(INIT_FILES['fish']?.() ?? assert.fail(), /\$\(/)
})

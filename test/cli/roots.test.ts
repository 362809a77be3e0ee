// Where the files are: flags, environment, profiles, and what path says about it.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectError, expectOutput, expectQuiet } from '../helpers/expect.ts'
import { makePlace, readJson, us } from '../helpers/place.ts'
import { run } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'

const FILES = ['cache usage.json', 'lock usage.lock', 'mutex usage.mutex', 'view usage.view']
const paths = (root: string): string =>
  [`root ${root}`, ...FILES.map((line) => line.replace(' ', ` ${root}/`)), ''].join('\n')

eachTarget((target) => {
  test('the first of the flag, the variable, XDG and HOME', async (t) => {
    const { dir } = makePlace(t)
    const home = { HOME: `${dir}/h` }
    const xdg = { ...home, XDG_CACHE_HOME: `${dir}/c` }
    const all = { ...xdg, USAGE_STORE_ROOT: `${dir}/v` }
    const table: readonly (readonly [args: readonly string[], env: Record<string, string>, root: string])[] = [
      [['--root', `${dir}/f`], all, `${dir}/f`],
      [[`--root=${dir}/f`], all, `${dir}/f`],
      [[], all, `${dir}/v`],
      [[], xdg, `${dir}/c/linesmith`],
      [[], home, `${dir}/h/.cache/linesmith`],
      [[], { ...all, USAGE_STORE_ROOT: '' }, `${dir}/c/linesmith`],
      [[], { ...xdg, XDG_CACHE_HOME: '' }, `${dir}/h/.cache/linesmith`],
      [[], { ...xdg, XDG_CACHE_HOME: 'relative' }, `${dir}/h/.cache/linesmith`],
      [[], { ...xdg, XDG_CACHE_HOME: './c' }, `${dir}/h/.cache/linesmith`],
      [[], { ...xdg, XDG_CACHE_HOME: '~/c' }, `${dir}/h/.cache/linesmith`],
      [[], { ...xdg, HOME: '' }, `${dir}/c/linesmith`],
      [[], { ...xdg, USAGE_STORE_PROFILE: '' }, `${dir}/c/linesmith`],
    ]
    for (const [args, env, root] of table) {
      expectOutput(await run(target, [...args, 'path'], { env, cwd: dir }), 0, paths(root))
    }
    expectOutput(await run(target, ['path', '--root', `${dir}/f`], { env: all, cwd: dir }), 0, paths(`${dir}/f`))
    assert.deepEqual(readdirSync(dir), ['root'], 'path makes nothing')
  })

  test('no root at all', async () => {
    const empty = { HOME: '', XDG_CACHE_HOME: 'relative', USAGE_STORE_ROOT: '' }
    for (const command of ['path', 'get', 'lock', 'unblock', 'block', 'clear']) {
      for (const env of command === 'path' ? [{}, { HOME: '' }, empty] : [empty]) {
        assert.equal(expectError(await run(target, [command], { env }), 3, 'no cache root'), 'NO_ROOT')
      }
    }
  })

  test('a variable that is no root', async (t) => {
    const { dir } = makePlace(t)
    for (const [root, has] of [
      ['relative', 'USAGE_STORE_ROOT'],
      ['./x', 'USAGE_STORE_ROOT'],
      ['~/x', '~'],
    ] as const) {
      expectError(
        await run(target, ['put'], { env: { USAGE_STORE_ROOT: root, HOME: dir }, cwd: dir, stdin: '{}' }),
        3,
        has,
      )
    }
    assert.deepEqual(readdirSync(dir), ['root'])
    expectQuiet(
      await run(target, ['--root', `${dir}/root`, 'put'], { env: { USAGE_STORE_ROOT: 'relative' }, stdin: '{}' }),
      0,
    )
  })

  test('a path that is no UTF-8', async (t) => {
    const { dir } = makePlace(t)
    for (const variable of ['HOME', 'XDG_CACHE_HOME', 'USAGE_STORE_ROOT']) {
      for (const args of [['put'], ['get']]) {
        const prelude = `export ${variable}="$(printf '%s/z\\351' "$BASE")"`
        expectError(await run(target, args, { prelude, env: { BASE: dir }, stdin: '{}' }), 3)
      }
    }
    assert.deepEqual(readdirSync(dir), ['root'])
    expectQuiet(await run(target, ['put'], { env: { USAGE_STORE_ROOT: `${dir}/é` }, stdin: '{}' }), 0)
    assert.ok(existsSync(`${dir}/é/usage.json`))
  })

  test('the replacement character itself is a good name', async (t) => {
    const { dir } = makePlace(t)
    expectQuiet(await run(target, ['put'], { env: { USAGE_STORE_ROOT: `${dir}/\ufffd` }, stdin: '{}' }), 0)
    assert.ok(existsSync(`${dir}/\ufffd/usage.json`))
  })

  test('--root counts from the current directory, with spaces, newlines and dots as they are', async (t) => {
    const { dir } = makePlace(t)
    for (const root of ['rel', './rel2/deep', 'with space', 'new\nline', "quo'te", '..two', '-dash', 'tilde~/x']) {
      expectQuiet(await run(target, [`--root=${root}`, 'put'], { cwd: dir, stdin: '{}' }), 0)
      assert.ok(existsSync(join(dir, root, 'usage.json')), root)
    }
  })

  test('a profile moves everything, from the flag or the variable', async (t) => {
    const place = makePlace(t)
    for (const name of ['work', 'A-Z.a_z@0-9']) {
      const env = { USAGE_STORE_PROFILE: 'overruled' }
      expectQuiet(
        await us(target, place, ['--profile', name, 'put'], { stdin: '{"five_hour":{"utilization":1}}', env }),
        0,
      )
      const folder = join(place.root, 'profiles', name)
      assert.equal(readJson(join(folder, 'usage.json')).data.five_hour.utilization, 1)
      assert.equal(statSync(folder).mode & 0o777, 0o700)
      expectQuiet(await us(target, place, ['block', '--profile', name, '--for', '60']), 0)
      assert.ok(existsSync(join(folder, 'usage.lock')))
      const shown = await us(target, place, ['path'], { env: { USAGE_STORE_PROFILE: name } })
      expectQuiet(shown, 0)
      assert.ok(
        shown.stdout.includes(
          `\ncache ${folder}/usage.json\nlock ${folder}/usage.lock\nmutex ${folder}/usage.mutex\nview ${folder}/usage.view\n`,
        ),
      )
      expectOutput(
        await us(target, place, ['get', '--field', 'five_hour.percent'], { env: { USAGE_STORE_PROFILE: name } }),
        0,
        '1\n',
      )
    }
    assert.deepEqual(readdirSync(place.root), ['profiles'])
    expectOutput(await us(target, place, ['get', '--field', 'miss']), 1, 'absent\n')
  })

  test('every name that can be one', async (t) => {
    const place = makePlace(t)
    for (const name of ['x', '0', '_', '@', 'a..b', 'a'.repeat(64), 'autos']) {
      const shown = await us(target, place, ['path', '--profile', name])
      expectQuiet(shown, 0)
      assert.ok(shown.stdout.includes(`\ncache ${place.root}/profiles/${name}/usage.json\n`), shown.stdout)
    }
  })

  test('a variable that is no profile', async (t) => {
    const place = makePlace(t)
    mkdirSync(join(place.dir, 'outside'))
    for (const name of ['..', '../outside', '.hidden', '-x', 'a\nb', 'x'.repeat(65)]) {
      expectError(await us(target, place, ['put'], { env: { USAGE_STORE_PROFILE: name }, stdin: '{}' }), 3)
    }
    assert.deepEqual([readdirSync(place.root), readdirSync(join(place.dir, 'outside'))], [[], []])
  })
})

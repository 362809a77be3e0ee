// From flags and environment to the directory of the files.
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { StoreError } from '../../src/core/errors.ts'
import {
  defaultRoot,
  ensureDirectory,
  type Environment,
  resolveDirectory,
  type RootFlags,
} from '../../src/disk/root.ts'
import { onDisk } from '../helpers/disk-process.ts'
import { giveToNobody, makePlace, modeOf } from '../helpers/place.ts'
import { isRoot, NOBODY } from '../helpers/tools.ts'

const FULL = { USAGE_STORE_ROOT: '/own', XDG_CACHE_HOME: '/xdg', HOME: '/home/me' }
const NOT_UTF8 = '/a\uFFFDb'

const DIRECTORIES: readonly (readonly [name: string, flags: RootFlags, environment: Environment, directory: string])[] =
  [
    ['--root before all', { root: '/flag' }, FULL, '/flag'],
    ['USAGE_STORE_ROOT', {}, FULL, '/own'],
    ['XDG_CACHE_HOME', {}, { ...FULL, USAGE_STORE_ROOT: undefined }, '/xdg/linesmith'],
    ['HOME', {}, { HOME: '/home/me' }, '/home/me/.cache/linesmith'],
    [
      'empty variables are unset',
      {},
      { USAGE_STORE_ROOT: '', XDG_CACHE_HOME: '', HOME: '/home/me' },
      '/home/me/.cache/linesmith',
    ],
    [
      'a relative XDG_CACHE_HOME is ignored',
      {},
      { XDG_CACHE_HOME: 'cache', HOME: '/home/me' },
      '/home/me/.cache/linesmith',
    ],
    [
      'so is one with an unexpanded ~',
      {},
      { XDG_CACHE_HOME: '~/.cache', HOME: '/home/me' },
      '/home/me/.cache/linesmith',
    ],
    [
      'a variable that is not needed is not looked at',
      { root: '/flag' },
      { USAGE_STORE_ROOT: 'relative', HOME: NOT_UTF8 },
      '/flag',
    ],
    ['a relative --root', { root: 'here' }, {}, resolve('here')],
    ['--root with a ~ inside', { root: '/a/~b' }, {}, '/a/~b'],
    ['--root of a file beginning with ~', { root: '~b' }, {}, resolve('~b')],
    ['--profile', { root: '/flag', profile: 'me@work' }, FULL, '/flag/profiles/me@work'],
    ['USAGE_STORE_PROFILE', {}, { ...FULL, USAGE_STORE_PROFILE: 'p1' }, '/own/profiles/p1'],
    [
      '--profile before USAGE_STORE_PROFILE',
      { profile: 'p2' },
      { ...FULL, USAGE_STORE_PROFILE: '../x' },
      '/own/profiles/p2',
    ],
    ['an empty USAGE_STORE_PROFILE is unset', {}, { ...FULL, USAGE_STORE_PROFILE: '' }, '/own'],
    ['a profile of 64', { profile: 'a'.repeat(64) }, FULL, `/own/profiles/${'a'.repeat(64)}`],
    ['a profile of every kind of character', { profile: 'Az9._@-' }, FULL, '/own/profiles/Az9._@-'],
  ]
for (const [name, flags, environment, directory] of DIRECTORIES) {
  test(`directory: ${name}`, () => assert.equal(resolveDirectory(flags, environment), directory))
}

const REFUSED: readonly (readonly [name: string, flags: RootFlags, environment: Environment, code: string])[] = [
  ['nothing at all', {}, {}, 'NO_ROOT'],
  ['a relative HOME', {}, { HOME: 'home' }, 'NO_ROOT'],
  ['LOCALAPPDATA is for Windows', {}, { LOCALAPPDATA: '/local' }, process.platform === 'win32' ? '' : 'NO_ROOT'],
  ['a relative USAGE_STORE_ROOT', {}, { ...FULL, USAGE_STORE_ROOT: 'cache' }, 'BAD_ROOT'],
  ['an unexpanded ~ in USAGE_STORE_ROOT', {}, { ...FULL, USAGE_STORE_ROOT: '~/cache' }, 'BAD_ROOT'],
  ['an unexpanded ~ in --root', { root: '~/cache' }, FULL, 'USAGE'],
  ['an empty --root', { root: '' }, FULL, 'USAGE'],
  ['USAGE_STORE_ROOT that is not UTF-8', {}, { ...FULL, USAGE_STORE_ROOT: NOT_UTF8 }, 'BAD_ROOT'],
  ['XDG_CACHE_HOME that is not UTF-8', {}, { XDG_CACHE_HOME: NOT_UTF8, HOME: '/home/me' }, 'BAD_ROOT'],
  ['HOME that is not UTF-8', {}, { HOME: NOT_UTF8 }, 'BAD_ROOT'],
  ...['', '.', '..', '.hidden', '-x', 'a/b', 'a\\b', '../x', 'a b', 'é', 'a\n', 'a\u0000', 'a'.repeat(65)].flatMap(
    (profile) => [
      [`--profile ${JSON.stringify(profile)}`, { profile }, FULL, 'USAGE'] as const,
      ...(profile === ''
        ? []
        : [
            [
              `USAGE_STORE_PROFILE ${JSON.stringify(profile)}`,
              {},
              { ...FULL, USAGE_STORE_PROFILE: profile },
              'BAD_PROFILE',
            ] as const,
          ]),
    ],
  ),
]
for (const [name, flags, environment, code] of REFUSED) {
  if (code === '') continue
  test(`refused: ${name}`, () => {
    assert.throws(
      () => resolveDirectory(flags, environment),
      (error) => error instanceof StoreError && error.code === code,
    )
  })
}

test('the words say what is wrong', () => {
  assert.throws(() => defaultRoot({}), /no cache root/)
  assert.throws(() => defaultRoot({ USAGE_STORE_ROOT: '~/x' }), /~/)
})

for (const umask of [0o000, 0o022, 0o077, 0o777]) {
  test(`made on demand, 0700 all the way, umask ${umask.toString(8)}`, async (t) => {
    const place = makePlace(t)
    giveToNobody(place)
    const path = join(place.root, 'a', 'profiles', 'p')
    const uid = isRoot ? { uid: NOBODY } : {}
    assert.deepEqual(await onDisk({ act: 'directory', path, umask, ...uid }), { done: true })
    assert.deepEqual([path, join(path, '..'), join(path, '..', '..')].map(modeOf), ['700', '700', '700'])
  })
}

test('a directory that is there keeps its mode', (t) => {
  const { root } = makePlace(t)
  for (const mode of [0o500, 0o755]) {
    chmodSync(root, mode)
    ensureDirectory(root)
    assert.equal(modeOf(root), mode.toString(8))
  }
  mkdirSync(join(root, 'sub'), { mode: 0o750 })
  ensureDirectory(join(root, 'sub', 'below'))
  assert.equal(modeOf(join(root, 'sub')), '750')
})

test('a file in the way is an error that names it', (t) => {
  const { root } = makePlace(t)
  writeFileSync(join(root, 'file'), '')
  const path = join(root, 'file', 'below')
  assert.throws(
    () => ensureDirectory(path),
    (error) => error instanceof StoreError && error.code === 'ENOTDIR' && error.message.includes(path),
  )
  assert.ok(statSync(join(root, 'file')).isFile())
})

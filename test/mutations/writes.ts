// What stands between "old or new" and neither, each taken out; noticed by the sweeps that run in the test's own process.
import type { Mutation } from './mutations.ts'

const ATOMIC_WRITE = 'src/disk/atomic-write.ts'
const IMPORTS = 'import { chmodSync,'

/** Statements just before the temporary file is renamed. */
const BEFORE_THE_RENAME = '      if (mtimeMs !== undefined) utimes'
const UNSYNCED = ['    mode: FILE_MODE,', '    mode: FILE_MODE,\n    fsync: false,'] as const

const PUT_IS_TORN = { test: 'test/faults/power.test.ts', pattern: '/after a power cut, old or new: put$/' }
const PUT_IS_KILLED = { test: 'test/faults/kill.test.ts', pattern: '/^put$/' }
const PUT_FAILS = { test: 'test/faults/errors.test.ts', pattern: '/^put$/' }

/** The bytes in a temporary file that is renamed, or whatever `ifItFails` does. */
function ownReplace(ifItFails: string): readonly (readonly [string, string])[] {
  return [
    [IMPORTS, 'import { closeSync, fsyncSync, openSync, renameSync, rmSync, chmodSync,'],
    [
      'function replace(',
      `function replace(target: string, bytes: Buffer, _: WriteOptions): void {
  const temporary = \`\${target}.us-\${'0'.repeat(26)}.tmp\`
  try {
    const fd = openSync(temporary, 'w', FILE_MODE)
    try {
      writeFileSync(fd, bytes)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(temporary, target)
  } catch (error) {
    ${ifItFails}
  }
}
export const unused = [rmSync]
export function replaceAsItWas(`,
    ],
  ]
}

export const WRITE_MUTATIONS: readonly Mutation[] = [
  { name: 'no fsync', file: ATOMIC_WRITE, replace: [UNSYNCED], ...PUT_IS_TORN },
  {
    name: 'fsync before there is anything to sync',
    file: ATOMIC_WRITE,
    replace: [
      UNSYNCED,
      [IMPORTS, 'import { closeSync, fsyncSync, openSync, chmodSync,'],
      [
        '      chmodSync(temporary, FILE_MODE)',
        '      chmodSync(temporary, FILE_MODE)\n      const fd = openSync(temporary)\n      fsyncSync(fd)\n      closeSync(fd)',
      ],
    ],
    ...PUT_IS_TORN,
  },
  {
    name: 'the target is removed before the rename',
    file: ATOMIC_WRITE,
    replace: [
      [IMPORTS, 'import { rmSync, chmodSync,'],
      [BEFORE_THE_RENAME, `      rmSync(target, { force: true })\n${BEFORE_THE_RENAME}`],
    ],
    ...PUT_IS_KILLED,
  },
  {
    name: 'the temporary file of a write that failed stays',
    file: ATOMIC_WRITE,
    replace: ownReplace('throw error'),
    ...PUT_FAILS,
  },
  {
    name: 'EIO is swallowed by a write',
    file: ATOMIC_WRITE,
    replace: ownReplace("rmSync(temporary, { force: true })\n    if (!isErrno(error, 'EIO')) throw error"),
    ...PUT_FAILS,
  },
  {
    name: 'EIO is swallowed by a removal',
    file: 'src/disk/target.ts',
    replace: [
      ["if (!isErrno(error, 'ENOENT')) throw cacheError(", "if (!isErrno(error, 'ENOENT', 'EIO')) throw cacheError("],
    ],
    test: 'test/faults/errors.test.ts',
    pattern: '/^clear$/',
  },
  {
    name: 'EIO is swallowed by a read',
    file: 'src/disk/read-file.ts',
    replace: [["if (isErrno(error, 'ENOENT')) return null", "if (isErrno(error, 'ENOENT', 'EIO')) return null"]],
    test: 'test/faults/errors.test.ts',
    pattern: '/^get$/',
  },
  {
    name: 'the mutex is kept across the fetch',
    file: 'src/disk/mutex.ts',
    replace: [['    taken.release()', '    void taken.release']],
    test: 'test/faults/order.test.ts',
    pattern: '/^refresh -- /',
  },
  {
    name: 'a failure is stored entry first, so that a kill between the two leaves no back-off',
    file: 'src/disk/lease.ts',
    replace: [
      [
        '  files.lock.leave(lockAfterFailure(state, wanted))\n  if (clearsCache(failure)) files.cache.clear()',
        '  if (clearsCache(failure)) files.cache.clear()\n  files.lock.leave(lockAfterFailure(state, wanted))',
      ],
    ],
    test: 'test/faults/order.test.ts',
    pattern: '/^record --status 401$/',
  },
  {
    name: 'a success ends its claim before it is there',
    file: 'src/disk/lease.ts',
    replace: [
      ['  files.cache.write(CachedUsage.withData(data, nowMs), nowMs)\n', ''],
      [
        '  files.lock.leave(lockAfterUnblock(beside, nowMs), { keepLease: beside })',
        '  files.lock.leave(lockAfterUnblock(beside, nowMs), { keepLease: beside })\n  files.cache.write(CachedUsage.withData(data, nowMs), nowMs)',
      ],
    ],
    test: 'test/faults/order.test.ts',
    pattern: '/^record --status 200 --claim/',
  },
  {
    name: 'the view is there before the entry that it shows',
    file: 'src/disk/cache-store.ts',
    replace: [
      ['    this.#view.write(renderView(data, entry.cachedAtMs, nowMs))\n', ''],
      [
        '    if (data === null) this.#view.remove()\n',
        '    if (data === null) this.#view.remove()\n    else this.#view.write(renderView(data, entry.cachedAtMs, nowMs))\n',
      ],
    ],
    ...PUT_IS_KILLED,
  },
]

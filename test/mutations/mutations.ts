// Defects on purpose: each replaces a text of the sources, and a test must notice.
import { WRITE_MUTATIONS } from './writes.ts'

export interface Mutation {
  readonly name: string
  readonly file: string
  /** Exact texts; one that is no longer there fails the test, so that no defect goes missing. */
  readonly replace: readonly (readonly [text: string, by: string])[]
  /** The test that must go red. */
  readonly test: string
  readonly pattern: string
  /** The test runs the bundle, which has to be built first. */
  readonly built?: true
}

/** What the claim stands on: each taken out has to be noticed by each of its proofs. */
const SECOND_READING_TOKEN_AND_MUTEX: readonly Pick<Mutation, 'name' | 'replace'>[] = [
  {
    name: 'the claim is decided by what was read before the mutex',
    replace: [
      [
        'state, nowMs } = look(files.cache, () => files.lock.readUnderMutex(), clock, request)',
        'state, nowMs } = seen',
      ],
    ],
  },
  {
    name: 'a fetch is stored whoever holds the claim',
    replace: [
      ['|| seen.claim !== token) return null', ') return null'],
      ['return isHeldBy(file, token, now()) ? act(file) : null', 'return act(file)'],
    ],
  },
  {
    name: 'the claim is published without the mutex',
    replace: [
      ['return files.exclusively(0, (mutex) => {', "return ((_, body) => body({ state: 'held' }))(0, (mutex) => {"],
    ],
  },
]

const PROOFS_OF_THE_CLAIM = [
  { by: 'the model sees it', test: 'test/model/claim.test.ts', pattern: 'two processes, both may die' },
  { by: '64 processes show it', test: 'test/stress/claim.test.ts', pattern: '64 processes' },
  { by: 'processes of one pid show it', test: 'test/stress/claim.test.ts', pattern: '8 processes of one pid' },
] as const

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'torn write: in place instead of a temporary file and a rename',
    file: 'src/disk/atomic-write.ts',
    replace: [
      [
        'function replace(target: string',
        'function replace(target: string, bytes: Buffer, _: WriteOptions): void {\n  writeFileSync(target, bytes)\n}\nexport function unused(target: string',
      ],
    ],
    test: 'test/disk/failed-write.test.ts',
    pattern: 'EFBIG',
  },
  {
    name: 'a write error is swallowed',
    file: 'src/disk/atomic-write.ts',
    replace: [["throw cacheError('persist', file, error)", 'void cacheError']],
    test: 'test/disk/failed-write.test.ts',
    pattern: 'EACCES',
  },
  {
    name: 'temporary names by pid',
    file: 'src/disk/temp-name.ts',
    replace: [
      [
        'return `us-${randomToken()}.tmp`',
        "return `us-${String(process.pid).padStart(26, '0')}.tmp${randomToken().slice(26)}`",
      ],
    ],
    test: 'test/disk/failed-write.test.ts',
    pattern: 'processes of one pid',
  },
  {
    name: 'wrong mode',
    file: 'src/disk/atomic-write.ts',
    replace: [['const FILE_MODE = 0o600', 'const FILE_MODE = 0o644']],
    test: 'test/disk/atomic-write.test.ts',
    pattern: 'mode 0600: umask 22, user this',
  },
  {
    name: 'a leftover stays',
    file: 'src/disk/sweep.ts',
    replace: [['unlinkSync(temporary)', 'void unlinkSync']],
    test: 'test/disk/sweep.test.ts',
    pattern: 'our leftovers go',
  },
  {
    name: 'the sweep takes what belongs to others',
    file: 'src/disk/temp-name.ts',
    replace: [['const TEMP_NAME = /.\\.us-[0-9a-f]{26}\\.tmp$/', 'const TEMP_NAME = /tmp/']],
    test: 'test/disk/sweep.test.ts',
    pattern: 'what belongs to others',
  },
  {
    name: 'the mutex is not taken',
    file: 'src/disk/mutex.ts',
    replace: [['BEGIN IMMEDIATE; PRAGMA user_version=1', 'BEGIN']],
    test: 'test/disk/mutex.test.ts',
    pattern: 'exclusive between processes',
  },
  {
    name: 'the mutex is taken on a file that may only be read',
    file: 'src/disk/mutex.ts',
    replace: [
      ['constants.O_WRONLY', 'constants.O_RDONLY'],
      ['; PRAGMA user_version=1', ''],
    ],
    test: 'test/disk/mutex.test.ts',
    pattern: 'read-only file of another user',
  },
  {
    name: 'a FIFO is read like a file',
    file: 'src/disk/read-file.ts',
    replace: [["if (!stat.isFile()) throw new CacheError('io', path, 'NOT_REGULAR', 'not a regular file')", '']],
    test: 'test/disk/read-file.test.ts',
    pattern: 'a FIFO',
  },
  {
    name: 'lossy: unknown keys are dropped',
    file: 'src/core/wire.ts',
    replace: [
      ['if (!isRecognisedKey(key) && key !== OWN_KEY) unknown.push([key, value])', 'void isRecognisedKey(key)'],
    ],
    test: 'test/core/wire.test.ts',
    pattern: 'property: every response',
  },
  {
    name: 'lossy: numbers become floats',
    file: 'src/core/response.ts',
    replace: [['response = parseExact(text)', 'response = JSON.parse(text) as JsonValue']],
    test: 'test/core/wire.test.ts',
    pattern: 'comes back whole: odd numbers',
  },
  {
    name: 'a shape that linesmith refuses is written',
    file: 'src/core/strict-reader.ts',
    replace: [['return SHAPES[key](value)', 'return SHAPES[key](value) || true']],
    test: 'test/core/wire.test.ts',
    pattern: 'property: every response',
  },
  {
    name: 'sliding cap: counted from now',
    file: 'src/core/lock.ts',
    replace: [
      ['wholeSeconds(Math.min(file.mtimeMs, nowMs)) + MAX_BLOCK_SECONDS', 'wholeSeconds(nowMs) + MAX_BLOCK_SECONDS'],
    ],
    test: 'test/core/lock.test.ts',
    pattern: 'a block far in the future',
  },
  {
    name: 'a stack trace on bad input: errors are not caught',
    file: 'src/cli.ts',
    replace: [['  } catch (error) {', '  } catch (error) {\n    throw error']],
    test: 'test/cli/put.test.ts',
    pattern: '/^bundle /',
    built: true,
  },
  ...SECOND_READING_TOKEN_AND_MUTEX.flatMap(({ name, replace }) =>
    PROOFS_OF_THE_CLAIM.map(({ test, pattern, by }) => ({
      name: `${name}, and ${by}`,
      file: 'src/disk/lease.ts',
      replace,
      test,
      pattern,
    })),
  ),
  ...WRITE_MUTATIONS,
]

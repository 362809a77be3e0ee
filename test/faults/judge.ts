// What a spoiled run may come to, given the same run unharmed. A judgement is what is wrong, or null.
import { resolve } from 'node:path'
import { isBusyToSqlite } from './fs-hook.ts'
import type { Command } from './commands.ts'
import type { Files, Ran } from './in-process.ts'
import type { Call } from './watch.ts'

/** A run that went well, the files before it, and the directory that it ran in. */
export interface Reference {
  readonly command: Command
  readonly dir: string
  readonly old: Files
  readonly ran: Ran
}

/** Ends with its proper result; ends with it or says what failed; ends as its command does without the mutex; says what failed. */
type Verdict = 'harmless' | 'tolerable' | 'mutex' | 'guess' | 'fatal'

/** Whether call number `at` of the reference is such a one. */
type Test = (call: Call, at: number, reference: Reference) => boolean

const isMutex = ({ path }: Call) => /\/usage\.mutex(-journal|-wal)?$/.test(path)
const isView = ({ path }: Call) => /\/usage\.view(\.us-[0-9a-f]{26}\.tmp)?$/.test(path)
const isRead: Test = ({ path, writes }, _at, { dir }) => path === `${dir}/root/usage.json` && writes !== true
const renamed = (path: string, calls: readonly Call[]) =>
  calls.some(({ name, to }) => name === 'renameSync' && to !== undefined && resolve(to) === resolve(path))

/** The first that fits counts. */
const VERDICTS: readonly (readonly [verdict: Verdict, why: string, test: Test])[] = [
  ['harmless', 'the kernel drops the lock when the process ends', ({ name }) => /^sqlite (unlock|close)$/.test(name)],
  [
    'harmless',
    'what there is was printed; where no claim can be made, there is no fetch',
    (_call, at, { command, ran }) => command.name.startsWith('get') && at >= ran.printedAfter,
  ],
  [
    'mutex',
    'what follows without the mutex is for the command to say',
    // Whose its directory is, is asked first of all.
    (call, at, { ran: { trace }, dir }) =>
      isMutex(call) || trace.calls.findIndex(({ name, path }) => name === 'lstatSync' && path === `${dir}/root`) === at,
  ],
  ['harmless', 'the view is derived: without one usage-store is asked', isView],
  [
    'harmless',
    'what was to be written is written: leftovers can wait for the next write',
    ({ name, path }, at, { old, ran, dir }) =>
      name === 'readdirSync' ||
      (name === 'statSync' && renamed(path, ran.trace.calls.slice(0, at))) ||
      (/^(lstat|unlink)Sync$/.test(name) && path.endsWith('.tmp') && old.names.includes(path.slice(dir.length + 1))),
  ],
  [
    'harmless',
    'write-file-atomic asks again for what resolveTarget has found out; the owner stays the writer',
    ({ name, path }, at, { ran }) => /^(realpath|stat)Sync$/.test(name) && renamed(path, ran.trace.calls.slice(at)),
  ],
  [
    'guess',
    'whether a lock is the spacing of a success: if the entry cannot be read, it counts as a back-off',
    (call, at, reference) =>
      /^(lock|block|record)/.test(reference.command.name) && isRead(call, at, reference) && call.name !== 'lstatSync',
  ],
  [
    'guess',
    'where nobody can tell when the credentials changed, the block stays',
    ({ path }, _at, { dir }) => path === `${dir}/message`,
  ],
  [
    'tolerable',
    'what was read is read, and the descriptor is closed all the same',
    ({ name, writes }) => name === 'closeSync' && writes === false,
  ],
  ['fatal', 'nothing else may fail unheard', () => true],
]

const LINE = /^usage-store: [^\n]+ \(([A-Z][A-Z0-9_]*)\)\n$/

/** A documented exit code and at most one line of the documented form, which names an errno. */
export function judgeForm({ code, stdout, stderr }: Ran): string | null {
  const tag = LINE.exec(stderr)?.[1]
  if (stderr !== '' && tag === undefined) return `no error line: ${stderr}`
  if (tag === 'INTERNAL') return stderr
  if (code === 3 && !/^E[A-Z0-9]+$/.test(tag ?? '')) return `exit 3 without an errno: ${stderr}`
  if (code === 3 && stdout !== '') return `exit 3, and on stdout ${stdout}`
  if ([0, 1, 4].includes(code)) return stderr === '' ? null : `exit ${code}, and on stderr ${stderr}`
  return code === 3 ? null : `exit ${code}`
}

export function judgeError(ran: Ran, errno: string, dir: string): string | null {
  if (ran.code !== 3) return `exit ${ran.code}, not 3: ${errno} was swallowed`
  if (!ran.stderr.includes(dir)) return `no path: ${ran.stderr}`
  return ran.stderr.endsWith(` (${errno})\n`) ? null : `not ${errno}: ${ran.stderr}`
}

export function judgeSame(ran: Ran, reference: Ran): string | null {
  const [now, then] = [ran, reference].map(({ code, stdout, files: { cache, lock } }) => ({
    code,
    stdout,
    cache,
    lock,
  }))
  if (JSON.stringify(now) === JSON.stringify(then)) return null
  return `not the proper result: exit ${ran.code} ${ran.stderr}`
}

function judgeWithoutMutex(ran: Ran, at: number, errno: string, { command, dir, ran: well }: Reference): string | null {
  if (command.mutex === 'goes-ahead') return judgeSame(ran, well)
  const { name = '' } = well.trace.calls[at] ?? {}
  const isSqlite = name.startsWith('sqlite')
  if (name !== 'sqlite lock' || !isBusyToSqlite(errno)) return judgeError(ran, isSqlite ? 'ENOLCK' : errno, dir)
  const isBeforeFetch = at < (well.trace.startedAfter ?? Infinity)
  if (command.mutex === 'claims' && isBeforeFetch)
    return ran.code === 1 ? null : `exit ${ran.code}, not 1, of a busy mutex`
  return judgeError(ran, 'EBUSY', dir)
}

function verdictOn(call: Call, at: number, reference: Reference): Verdict {
  return VERDICTS.find(([, , test]) => test(call, at, reference))?.[0] ?? 'fatal'
}

/** A run whose call number `at` failed with `errno`. */
export function judgeFailure(ran: Ran, at: number, errno: string, reference: Reference): string | null {
  const call = reference.ran.trace.calls[at]
  if (call === undefined) return 'no such call'
  // A file or directory that is not there is an answer like any other.
  if (errno === 'ENOENT') return null
  // Who is not root may not give a file away: then it stays his, as it was.
  if (call.name === 'chownSync' && errno === 'EPERM' && process.getuid?.() !== 0) return judgeSame(ran, reference.ran)
  switch (verdictOn(call, at, reference)) {
    case 'harmless':
      return reference.command.name.startsWith('get') ? judgeShown(ran, reference.ran) : judgeSame(ran, reference.ran)
    case 'tolerable':
      return ran.code === 3 ? judgeError(ran, errno, reference.dir) : judgeSame(ran, reference.ran)
    case 'mutex':
      return judgeWithoutMutex(ran, at, errno, reference)
    case 'guess':
      return ran.code === 3 ? judgeError(ran, errno, reference.dir) : null
    case 'fatal':
      return judgeError(ran, errno, reference.dir)
  }
}

function judgeShown(ran: Ran, { code, stdout }: Ran): string | null {
  return ran.code === code && ran.stdout === stdout ? null : `exit ${ran.code}, not what was printed unharmed`
}

export const isTemporary = (name: string) => /\.us-[0-9a-f]{26}\.tmp$/.test(name)

/** Whether it is whole JSON. */
function isWhole(text: string | null): boolean {
  try {
    return text === null || typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/** The lease that `claim`, `refresh` and `get --refresh` publish on their way. */
function isLease(text: string | null): boolean {
  return text !== null && isWhole(text) && /^[0-9a-f]{26}$/.test(String(JSON.parse(text).claim))
}

/**
 * Both files are the old or the new ones, byte for byte; or, where a failed call is an answer, at least whole. A view
 * that a shell would believe tells what the entry beside it does.
 */
export function judgeContents(files: Files, { command, old, ran }: Reference, exactly = true): string | null {
  const { cache, lock, view } = files
  const { files: fresh } = ran
  if (view !== null && ![old, fresh].some((known) => view === known.view && cache === known.cache))
    return `usage.view is not that of usage.json: ${view}`
  const fits = (text: string | null, before: string | null, after: string | null) =>
    text === before || text === after || (!exactly && isWhole(text))
  if (!fits(cache, old.cache, fresh.cache)) return `usage.json is neither old nor new: ${cache}`
  if (fits(lock, old.lock, fresh.lock) || (command.mutex === 'claims' && isLease(lock))) return null
  return `usage.lock is neither old nor new: ${lock}`
}

/**
 * Whether what a failed call leaves follows another answer than the unharmed run had: a file that is said not to be
 * there, a lock that cannot be told from a back-off.
 */
export function isAnswer(at: number, errno: string, reference: Reference): boolean {
  const call = reference.ran.trace.calls[at]
  return errno === 'ENOENT' || (call !== undefined && verdictOn(call, at, reference) === 'guess')
}

const FILES = ['root', 'root/usage.json', 'root/usage.lock', 'root/usage.mutex', 'root/usage.view']

/** No name is new but the files' own, and `mayStay`. */
export function judgeStrays(
  { names }: Files,
  { old, ran }: Reference,
  mayStay: (name: string) => boolean,
): string | null {
  const known = new Set([...old.names, ...ran.files.names, ...FILES])
  const strays = names.filter((name) => !known.has(name) && !mayStay(name))
  return strays.length === 0 ? null : `strays: ${strays.join(', ')}`
}

const isDerived = (name: string) => name.endsWith('/usage.view')

/** No name is gone but what the unharmed run removes; a view that cannot be written goes. */
export function judgeGone({ names }: Files, { old, ran }: Reference): string | null {
  const gone = old.names.filter((name) => ran.files.names.includes(name) && !names.includes(name) && !isDerived(name))
  return gone.length === 0 ? null : `gone: ${gone.join(', ')}`
}

/** A leftover that cannot be looked at or removed does not keep the others. */
export function judgeSwept({ names }: Files, at: number, { old, ran, dir }: Reference): string | null {
  const met = ran.trace.calls[at]?.path.slice(dir.length + 1) ?? ''
  if (!isTemporary(met) || !old.names.includes(met)) return null
  const kept = old.names.filter((name) => name !== met && !ran.files.names.includes(name) && names.includes(name))
  return kept.length === 0 ? null : `kept: ${kept.join(', ')}`
}

/** Descriptors are closed again, and nothing is fetched under the mutex. */
export function judgeTrace({ trace }: Ran): string | null {
  if (trace.heldAtStart) return 'a process was started under the mutex'
  return trace.leftOpen.length === 0 ? null : `left open: ${trace.leftOpen.join(', ')}`
}

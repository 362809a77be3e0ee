/**
 * From flags and environment to the directory that holds the files; and the directory, on demand.
 * Guarantees that a path nobody meant, unexpanded, relative or not UTF-8, is an error and never another directory.
 */
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { type ErrorTag, StoreError } from '../core/errors.ts'
import { cacheError, isErrno } from './system-error.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface RootFlags {
  readonly root?: string | undefined
  readonly profile?: string | undefined
}

const PROFILE_NAME = /^(?![.-])[A-Za-z0-9._@-]{1,64}$/

/** The name that will stand for the account of Claude Code's own configuration; no directory may have it. */
const RESERVED_PROFILE = 'auto'

/** The directory of the files, made or not. Throws StoreError: `USAGE` for a flag, else `NO_ROOT`, `BAD_ROOT`, `BAD_PROFILE`. */
export function resolveDirectory(flags: RootFlags, environment: Environment): string {
  const root = flags.root === undefined ? defaultRoot(environment) : checkedRoot(flags.root, '--root', 'USAGE')
  const profile = flags.profile ?? variable(environment, 'USAGE_STORE_PROFILE')
  if (profile === undefined) return absolute(root)
  const [source, tag] =
    flags.profile === undefined ? (['USAGE_STORE_PROFILE', 'BAD_PROFILE'] as const) : (['--profile', 'USAGE'] as const)
  if (!PROFILE_NAME.test(profile)) {
    throw StoreError.tagged(tag, `${source}: 1 to 64 of A-Z a-z 0-9 . _ @ -, not beginning with . or -: ${profile}`)
  }
  if (profile === RESERVED_PROFILE) throw StoreError.tagged(tag, `${source}: the name ${RESERVED_PROFILE} is reserved`)
  return absolute(join(root, 'profiles', profile))
}

/** There may be no current directory to count from. */
function absolute(directory: string): string {
  try {
    return resolve(directory)
  } catch (error) {
    throw cacheError('io', directory, error)
  }
}

/** The root where no flag names one: linesmith's own directory, on purpose. @public */
export function defaultRoot(environment: Environment): string {
  const own = variable(environment, 'USAGE_STORE_ROOT')
  if (own !== undefined) {
    const root = checkedRoot(own, 'USAGE_STORE_ROOT', 'BAD_ROOT')
    if (!isAbsolute(root)) throw StoreError.tagged('BAD_ROOT', `USAGE_STORE_ROOT is not an absolute path: ${root}`)
    return root
  }
  const bases = [['XDG_CACHE_HOME'], ['HOME', '.cache'], ...(process.platform === 'win32' ? [['LOCALAPPDATA']] : [])]
  for (const [name = '', ...below] of bases) {
    const base = variable(environment, name)
    // The XDG specification has relative paths ignored; a relative HOME is no better.
    if (base !== undefined && isAbsolute(base)) return join(checkedRoot(base, name, 'BAD_ROOT'), ...below, 'linesmith')
  }
  throw StoreError.tagged('NO_ROOT', 'no cache root: set HOME or USAGE_STORE_ROOT, or give --root')
}

/** An empty variable counts as unset. */
function variable(environment: Environment, name: string): string | undefined {
  return environment[name] === '' ? undefined : environment[name]
}

function checkedRoot(root: string, source: string, tag: ErrorTag): string {
  if (root === '') throw StoreError.tagged(tag, `${source} is empty`)
  if (root === '~' || root.startsWith('~/'))
    throw StoreError.tagged(tag, `${source} begins with ~, which nobody expanded: ${root}`)
  if (root.includes('\uFFFD') && !cameAsUtf8(root)) throw StoreError.tagged(tag, `${source} is not valid UTF-8`)
  return root
}

/**
 * Whether a text with U+FFFD came with it. Node puts that in place of what is not UTF-8, which would be another
 * directory; where the system does not show the bytes as they came, nobody can tell, and the answer is no.
 */
function cameAsUtf8(text: string): boolean {
  const holdsIt = (file: string) => readFileSync(file).includes(Buffer.from(text))
  try {
    return holdsIt('/proc/self/environ') || holdsIt('/proc/self/cmdline')
  } catch {
    return false
  }
}

/** Makes the directory and its parents, each 0700 whatever the umask; one that is there keeps its mode. Throws CacheError. */
export function ensureDirectory(directory: string): void {
  try {
    makeDirectory(directory)
  } catch (error) {
    throw cacheError('persist', directory, error)
  }
}

function makeDirectory(directory: string): void {
  try {
    makeOne(directory)
  } catch (error) {
    const parent = dirname(directory)
    if (!isErrno(error, 'ENOENT') || parent === directory) throw error
    makeDirectory(parent)
    // Once only: below a dangling link it is missing again.
    makeOne(directory)
  }
}

/** Fine when it is there, made by another process perhaps. */
function makeOne(directory: string): void {
  try {
    mkdirSync(directory, 0o700)
    chmodSync(directory, 0o700)
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  }
}

/** A path as settings and shells on Windows need it: there a backslash escapes. */
export function forwardSlashes(text: string): string {
  return sep === '\\' ? text.replaceAll('\\', '/') : text
}

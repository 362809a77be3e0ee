// Gives src and write-file-atomic a `node:fs` and a `node:sqlite` of their own, through which one run can be watched and
// spoiled. Must be loaded before src/cli.ts.
import * as realProcesses from 'node:child_process'
import * as realFs from 'node:fs'
import { registerHooks } from 'node:module'
import { constants } from 'node:os'
import * as realSqlite from 'node:sqlite'
import { getSystemErrorMap } from 'node:util'
import { type Call, Killed, watch } from './watch.ts'

type Any = (...args: unknown[]) => unknown

/** An error as libuv makes it: some errnos it has no name for. */
function systemError(errno: string, { name, path }: Call): Error {
  const number = -(constants.errno[errno as keyof typeof constants.errno] ?? 0)
  const unknown = `Unknown system error ${number}`
  const [code, words] = getSystemErrorMap().get(number) ?? [unknown, unknown]
  const syscall = name.replace(/Sync$/, '')
  return Object.assign(new Error(`${code}: ${words}, ${syscall} '${path}'`), { errno: number, code, syscall, path })
}

/** A failed call: some do not throw for what they take for an answer, and a failed close has closed. */
function failed(call: Call, errno: string, real: Any, args: unknown[]): unknown {
  if (call.name === 'existsSync') return false
  const [, options] = args as [unknown, { throwIfNoEntry?: boolean } | undefined]
  if (errno === 'ENOENT' && options?.throwIfNoEntry === false) return undefined
  if (call.name === 'closeSync') finishClose(real, args)
  throw systemError(errno, call)
}

function finishClose(real: Any, args: unknown[]): void {
  real(...args)
  watch?.opened.delete(Number(args[0]))
}

/** A read or write of half the bytes: what is asked for stands in the third of the arguments after the descriptor. */
function halved(real: Any, [fd, buffer, offset = 0, length, position]: unknown[]): number {
  const whole = Number(length ?? (buffer as Uint8Array).length - Number(offset))
  return Number(real(fd, buffer, offset, Math.max(1, Math.floor(whole / 2)), position ?? null))
}

function spoiledCall(name: string, real: Any): Any {
  const call: Any = (...args) => {
    const met = watch?.watched(name, args)
    if (watch === null || met === undefined) return real(...args)
    const spoil = watch.meet(met)
    if (spoil?.how === 'fail') return failed(met, spoil.errno, real, args)
    if (spoil !== null && spoil.how !== 'vanish' && /^(read|write)Sync$/.test(name)) {
      const done = halved(real, args)
      if (spoil.how === 'die') throw new Killed()
      return spoil.how === 'short' ? done : (args[1] as Uint8Array).length
    }
    // Whether it is called is what counts here; the disk need not be waited for thousands of times.
    if (name === 'fsyncSync' || name === 'fdatasyncSync') return undefined
    if (name === 'closeSync') return finishClose(real, args)
    const result = real(...args)
    if (name === 'openSync') watch.opened.set(Number(result), { path: met.path, writes: met.writes === true })
    return result
  }
  return Object.assign(call, real)
}

const spoiledFs: Record<string, unknown> = {}
for (const [name, real] of Object.entries(realFs)) {
  if (typeof real !== 'function' || !/^[a-z]/.test(name)) spoiledFs[name] = real
  else if (name.endsWith('Sync')) spoiledFs[name] = spoiledCall(name, real as Any)
  else
    spoiledFs[name] = (...args: unknown[]) => {
      if (watch?.watched(name, args) !== undefined) throw new Error(`fs.${name} is not counted: teach fs-hook.ts`)
      return (real as Any)(...args)
    }
}
const fs = spoiledFs as unknown as typeof realFs

/** As Node does it: open, as many writes as it takes, close. */
spoiledFs['writeFileSync'] = (...args: Parameters<typeof realFs.writeFileSync>): void => {
  const [file, data, given] = args
  if (watch?.watched('writeFileSync', args) === undefined) return realFs.writeFileSync(...args)
  const { flag = 'w', mode = 0o666, flush = false } = typeof given === 'object' ? (given ?? {}) : {}
  const bytes =
    typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const fd = typeof file === 'number' ? file : fs.openSync(file, flag, mode)
  try {
    for (let done = 0; done < bytes.length;) done += fs.writeSync(fd, bytes, done, bytes.length - done)
    if (flush) fs.fsyncSync(fd)
  } finally {
    if (fd !== file) fs.closeSync(fd)
  }
}

/** `get --refresh` would close what the test runner has left open in this process. */
spoiledFs['readdirSync'] = ((readdir: Any): Any => {
  return (...args) => {
    if (args[0] === '/proc/self/fdinfo') throw systemError('ENOENT', { name: 'scandir', path: '/proc/self/fdinfo' })
    return readdir(...args)
  }
})(spoiledFs['readdirSync'] as Any)

const SQLITE_PERM = 3
const SQLITE_BUSY = 5
const SQLITE_CANTOPEN = 14
const SQLITE_IOERR_LOCK = 3850

/** What SQLite makes of an errno (os_unix.c, sqliteErrorFromPosixError). */
export function isBusyToSqlite(errno: string): boolean {
  return ['EACCES', 'EAGAIN', 'EBUSY', 'EINTR', 'ENOLCK', 'ETIMEDOUT'].includes(errno)
}

function sqliteError(name: string, errno: string): Error {
  const locking = isBusyToSqlite(errno) ? SQLITE_BUSY : errno === 'EPERM' ? SQLITE_PERM : SQLITE_IOERR_LOCK
  const errcode = name === 'sqlite open' ? SQLITE_CANTOPEN : locking
  return Object.assign(new Error('sqlite fails'), { code: 'ERR_SQLITE_ERROR', errcode, errstr: 'sqlite fails' })
}

function meetSqlite(name: string, path: unknown): void {
  if (watch === null || !watch.below(path)) return
  const spoil = watch.meet({ name, path: path.toString() })
  // SQLite says nothing of a lock that it could not give back.
  if (spoil?.how === 'fail' && !/unlock|close/.test(name)) throw sqliteError(name, spoil.errno)
}

class Database extends realSqlite.DatabaseSync {
  readonly #file: string

  constructor(file: string, options: realSqlite.DatabaseSyncOptions = {}) {
    meetSqlite('sqlite open', file)
    super(file, options)
    this.#file = file
    watch?.databases.add(this)
  }

  override exec(sql: string): void {
    meetSqlite(/^(ROLLBACK|COMMIT|END)/i.test(sql) ? 'sqlite unlock' : 'sqlite lock', this.#file)
    super.exec(sql)
  }

  override close(): void {
    meetSqlite('sqlite close', this.#file)
    super.close()
    watch?.databases.delete(this)
  }
}

function spawn(...args: Parameters<typeof realProcesses.spawn>): realProcesses.ChildProcess {
  if (watch?.meetStart() === false) throw systemError('EAGAIN', { name: 'spawn', path: args[0] })
  const [, , { detached, stdio }] = args
  // What `get --refresh` starts is the program itself, which in here would be the test.
  const background = detached === true && stdio === 'ignore'
  return background ? realProcesses.spawn('true', [], { stdio: 'ignore' }) : realProcesses.spawn(...args)
}

/** By the specifiers that ask for them. @public */
export const modules: Readonly<Record<string, object>> = {
  'node:fs': fs,
  fs,
  'node:sqlite': { ...realSqlite, DatabaseSync: Database },
  'node:child_process': { ...realProcesses, spawn },
}

const getBuiltin = process.getBuiltinModule.bind(process)
process.getBuiltinModule = ((id: string) => modules[id] ?? getBuiltin(id)) as typeof process.getBuiltinModule

const SCHEME = 'spoiled-module:'
const sources = new URL('../../src/', import.meta.url).href

registerHooks({
  resolve(specifier, context, nextResolve) {
    const importer = context.parentURL ?? ''
    const asks = importer.startsWith(sources) || /[\\/]node_modules[\\/]write-file-atomic[\\/]/.test(importer)
    if (!asks || !Object.hasOwn(modules, specifier)) return nextResolve(specifier, context)
    return { url: `${SCHEME}${specifier}`, format: 'module', shortCircuit: true }
  },
  load(url, context, nextLoad) {
    if (!url.startsWith(SCHEME)) return nextLoad(url, context)
    const specifier = url.slice(SCHEME.length)
    const names = Object.keys(modules[specifier] ?? {}).filter((name) => /^\w+$/.test(name) && name !== 'default')
    const source = `import { modules } from ${JSON.stringify(import.meta.url)}
      const all = modules[${JSON.stringify(specifier)}]
      export const { ${names.join(', ')} } = all
      export default all`
    return { format: 'module', source, shortCircuit: true }
  },
})

// A process that does one thing with src/disk and says in JSON how it went: for what one process cannot show alone,
// another user, another umask, a signal, a lock between processes. Started by disk-process.ts.
import { readSync, writeSync } from 'node:fs'
import { CacheError } from '../../src/core/errors.ts'
import { atomicWriteJson } from '../../src/disk/atomic-write.ts'
import { withMutex } from '../../src/disk/mutex.ts'
import { readSmallFile } from '../../src/disk/read-file.ts'
import { ensureDirectory } from '../../src/disk/root.ts'

export interface Request {
  readonly act: 'write' | 'write-for-ever' | 'read' | 'mutex' | 'directory'
  readonly path: string
  /** How often; 1 without. */
  readonly times?: number
  /** What to write is an object with a string of this length. */
  readonly length?: number
  readonly waitMs?: number
  /** Hold the mutex until stdin ends. */
  readonly hold?: boolean
  readonly umask?: number
  /** Become this user once everything is loaded: he need not be able to read the sources. */
  readonly uid?: number
}

function say(answer: object): void {
  writeSync(1, `${JSON.stringify(answer)}\n`)
}

function write(path: string, times: number, length: number): void {
  for (let n = 0; n < times; n++)
    atomicWriteJson(path, { by: process.hrtime.bigint().toString(), text: 'x'.repeat(length) })
}

function act(request: Request): object {
  const { path, times = 1, length = 10, waitMs = 0 } = request
  switch (request.act) {
    case 'write':
      write(path, times, length)
      return { done: true }
    case 'write-for-ever':
      say({ started: true })
      for (;;) write(path, 1, length)
    case 'read': {
      const file = readSmallFile(path, 1000)
      return file ?? { absent: true }
    }
    case 'directory':
      ensureDirectory(path)
      return { done: true }
    case 'mutex': {
      const startedMs = performance.now()
      return withMutex(path, waitMs, (mutex) => {
        const why = mutex.state === 'unavailable' ? { why: mutex.why.code } : {}
        const seen = { state: mutex.state, ...why, waitedMs: performance.now() - startedMs }
        if (request.hold === true) {
          say(seen)
          readSync(0, Buffer.alloc(1))
        }
        return seen
      })
    }
  }
}

const request = JSON.parse(process.argv[2] ?? '') as Request
// What is loaded on first use must be loaded before the sources are out of reach.
process.getBuiltinModule('node:sqlite')
if (request.umask !== undefined) process.umask(request.umask)
if (request.uid !== undefined) {
  process.setgroups?.([])
  process.setgid?.(request.uid)
  process.setuid?.(request.uid)
}
try {
  say(act(request))
} catch (error) {
  if (!(error instanceof CacheError)) throw error
  const { code, kind, message } = error
  say({ code, kind, message })
}

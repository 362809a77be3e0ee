// A process that claims, fetches and stores when it is told to, with the program's own functions on real files, and that
// kills itself where it is told to. Started by crowd.ts; one line of JSON in, one out.
import { appendFileSync, closeSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_POLICY } from '../../src/core/decide.ts'
import { CachedUsage } from '../../src/core/usage-entry.ts'
import { type Files, filesIn } from '../../src/disk/files.ts'
import { storeUnderClaim, takeClaim } from '../../src/disk/lease.ts'
import { pause } from '../../src/disk/pause.ts'
import type { Answer, Death, Order } from './orders.ts'

/** The token is the process itself, which claims once at a time. */
const token = `${process.pid}-${process.hrtime.bigint()}`
let claimed = 0

function die(order: Order, here: Death): void {
  if (order.death !== here) return
  try {
    closeSync(openSync(join(order.root, '..', 'died'), 'wx'))
  } catch {
    return
  }
  process.kill(process.pid, 'SIGKILL')
  pause(10_000)
}

/** The files with places to die at, and time to lose. */
function perilous(order: Order): Files {
  const files = filesIn(order.root)
  const { cache, lock } = files
  return {
    ...files,
    prepare: () => pause(Math.random() * order.dawdleMs),
    cache: {
      read: (nowMs) => cache.read(nowMs),
      dataCachedAtMs: (nowMs) => cache.dataCachedAtMs(nowMs),
      clear: () => cache.clear(),
      write(entry, nowMs) {
        die(order, 'storing')
        cache.write(entry, nowMs)
        die(order, 'stored')
      },
    },
    lock: {
      read: () => lock.read(),
      readUnderMutex() {
        die(order, 'deciding')
        return lock.readUnderMutex()
      },
      leave(left) {
        const publishes = left !== null && left.claim !== null
        if (publishes) die(order, 'publishing')
        lock.leave(left)
        if (publishes) die(order, 'published')
      },
    },
  }
}

function obey(order: Order): Answer {
  const { pid } = process
  const files = perilous(order)
  const clock = { now: Date.now, random: Math.random }
  if (order.act === 'store') {
    const data =
      CachedUsage.withData({ five_hour: { utilization: pid, resets_at: null }, unknown_buckets: {} }, 0).data ?? {}
    return { pid, stored: storeUnderClaim(files, clock, `${token}-${claimed}`, { kind: 'data', data }) }
  }
  const { leaseSeconds } = order
  const request = { policy: DEFAULT_POLICY, force: false, token: `${token}-${claimed + 1}`, leaseSeconds }
  const { result } = takeClaim(files, clock, { ...request, credentialsMtimeMs: () => null })
  if (result !== 'won') return { pid, won: false }
  claimed++
  appendFileSync(join(order.root, '..', 'fetches'), 'fetch\n')
  die(order, 'fetching')
  return { pid, won: true }
}

function readLine(): string | null {
  const byte = Buffer.alloc(1)
  let line = ''
  while (readSync(0, byte, 0, 1, null) === 1) {
    if (byte[0] === 0x0a) return line
    line += byte.toString('latin1')
  }
  return null
}

process.getBuiltinModule('node:sqlite')
writeSync(1, `${JSON.stringify({ pid: process.pid })}\n`)
for (let line = readLine(); line !== null; line = readLine())
  writeSync(1, `${JSON.stringify(obey(JSON.parse(line) as Order))}\n`)

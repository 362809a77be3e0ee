/**
 * Start-up work of Node's own that can be left out by changing a word in the executable: no code is changed, and each
 * does nothing where what it knows is not there. The figures: x86-64, Node 24.21, a hit before and after, paired, three
 * times 120 rounds.
 */
import { addressOf, isX86, offsetOf, readSegments } from './elf.ts'

export const SEARCH_FOR_DEADLOCKS = '_ZN4absl12_GLOBAL__N_124synch_deadlock_detectionE'
/** absl::OnDeadlockCycle::kIgnore. */
const IGNORE = 0

/**
 * Node's copy of Abseil is built to search for deadlocks between its mutexes, a debugging aid for which each start
 * fills a table of 1 MB. Here it begins as after `absl::SetMutexDeadlockDetectionMode(kIgnore)`: 0.953 of the time, and
 * 1 MB less. The file must have its symbols. Changes it in place; whether it could.
 */
export function ignoreDeadlocks(file: Buffer): boolean {
  const address = addressOf(file, SEARCH_FOR_DEADLOCKS, 4)
  const at = address === null ? null : offsetOf(file, address)
  if (at === null || file.readUInt32LE(at) === IGNORE) return false
  file.writeUInt32LE(IGNORE, at)
  return true
}

const PT_DYNAMIC = 2
const PT_GNU_RELRO = 0x6474e552
const DT_NULL = 0n
const DT_FLAGS = 0x1en
const DF_BIND_NOW = 8n
const DT_FLAGS_1 = 0x6ffffffbn
const DF_1_NOW = 1n

/**
 * Lets the dynamic linker look up a function when it is first called, instead of all before the start (ld(1), `-z
 * now`): a run calls few of the 541 that Node names; 0.988 of the time. Nothing is given up: binding early is for making
 * the table of addresses read-only after the start (RELRO), and a file that does so is left alone. Node's does; but what
 * is injected into it takes the place of that program header. Changes the file in place; whether it could.
 */
export function bindLazily(file: Buffer): boolean {
  if (!isX86(file)) return false
  const segments = readSegments(file)
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC)
  if (dynamic === undefined || segments.some(({ type }) => type === PT_GNU_RELRO)) return false
  let changed = false
  for (let at = Number(dynamic.offset); at < Number(dynamic.offset + dynamic.size); at += 16) {
    const tag = file.readBigUInt64LE(at)
    if (tag === DT_NULL) break
    const now = tag === DT_FLAGS ? DF_BIND_NOW : tag === DT_FLAGS_1 ? DF_1_NOW : 0n
    const value = file.readBigUInt64LE(at + 8)
    if ((value & now) === 0n) continue
    file.writeBigUInt64LE(value & ~now, at + 8)
    changed = true
  }
  return changed
}

// What is swept: every command, from every state of the files that leads it another way.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { dataEntry, type Place, writeState } from '../helpers/place.ts'
import { writeStored } from '../helpers/view.ts'

/** What a command does where it does not get the mutex: go ahead, fetch nothing, or store nothing. */
type Mutex = 'unused' | 'goes-ahead' | 'claims' | 'stores'

export interface Command {
  readonly name: string
  readonly args: readonly string[]
  readonly stdin: string
  readonly mutex: Mutex
}

/** Stands in the arguments for the directory of the test. */
export const DIR = '{dir}'
/** And for the second of the run. */
export const NOW = '{now}'
/** The claim that runs in the state `claimed`. */
const TOKEN = '0123456789abcdef0123456789'
const BODY = JSON.stringify({ five_hour: { utilization: 61, resets_at: null }, tangelo: 'x'.repeat(300) })
const OK = `HTTP/2 200\r\ncontent-type: application/json\r\n\r\n${BODY}`

export function given(line: string, mutex: Mutex, stdin = ''): Command {
  return { name: line, args: line.split(' '), stdin, mutex }
}

function records(status: number, stdin: string): Command[] {
  const under = `record --status ${status} --claim ${TOKEN}`
  return [given(`record --status ${status}`, 'goes-ahead', stdin), given(under, 'stores', stdin)]
}

const fetches = (line: string) => given(`${line} -- cat ${DIR}/message`, 'claims')

export const COMMANDS: readonly Command[] = [
  given('get', 'unused'),
  given('get --shell', 'unused'),
  given(`get --release-on ${DIR}/message`, 'unused'),
  given('get --refresh true', 'claims'),
  given('lock', 'unused'),
  given('path', 'unused'),
  given('put', 'goes-ahead', BODY),
  given(`put --at ${NOW}`, 'goes-ahead', BODY),
  given('put --error Timeout', 'goes-ahead'),
  given('clear', 'goes-ahead'),
  given('block', 'goes-ahead'),
  given('block --force --for 60', 'goes-ahead'),
  given('unblock', 'goes-ahead'),
  given('claim', 'claims'),
  given('claim --force --lease 60', 'claims'),
  given(`release ${TOKEN}`, 'stores'),
  ...records(200, BODY),
  ...records(429, ''),
  ...records(401, ''),
  given('record', 'goes-ahead', OK),
  fetches('refresh'),
  fetches('refresh --force'),
  fetches(`refresh --claim ${TOKEN}`),
]

const usage = (percent: number) => ({ five_hour: { utilization: percent, resets_at: null }, seven_day: null })
const blocked = (now: number) => ({ blocked_until: now + 3600, error: 'RateLimited', failures: 2 })
const claim = (now: number) => ({ blocked_until: now + 3600, claim: TOKEN, lease: 3600 })
const ours = (name: string, digit: string) => `${name}.us-${digit.repeat(26)}.tmp`

function stale(place: Place, now: number): void {
  writeStored(place, now - 1000, usage(20))
}

/** Each fills the root, which is there and empty. `now` is in Unix seconds. */
export const STATES: Readonly<Record<string, (place: Place, now: number) => void>> = {
  nothing: ({ root }) => rmSync(root, { recursive: true }),
  fresh: (place, now) => writeStored(place, now - 10, usage(20)),
  expired(place, now) {
    writeState(place.cache, dataEntry(now - 200_000, usage(20)))
    writeState(place.mutex, '')
  },
  blocked(place, now) {
    stale(place, now)
    writeState(place.lock, blocked(now), now - 5)
  },
  // As linesmith leaves it after a success: no back-off.
  spaced(place, now) {
    writeState(place.cache, dataEntry(now - 5, usage(20)))
    writeState(place.lock, { blocked_until: now + 175 }, now - 5)
  },
  claimed(place, now) {
    stale(place, now)
    writeState(place.lock, { ...claim(now), failures: 2, before: { blocked_until: now + 60, error: 'Timeout' } }, now)
  },
  leftovers(place, now) {
    stale(place, now)
    writeState(place.lock, { blocked_until: now - 9, error: 'Timeout', failures: 1 }, now - 60)
    const old = [ours('usage.json', '1'), ours('usage.lock', '2')]
    const others = ['notes.tmp', '.tmpAbC123', 'usage (conflicted copy).json']
    for (const name of [...old, ...others]) writeState(join(place.root, name), name, now - 600)
    // By the clock: `now` is from before the sweep, which may last for longer than a leftover is young.
    writeState(join(place.root, ours('usage.json', '3')), 'young')
  },
  linked(place, now) {
    const elsewhere = join(place.dir, 'elsewhere')
    mkdirSync(elsewhere)
    writeState(join(elsewhere, 'real.json'), dataEntry(now - 1000, usage(20)))
    writeState(join(elsewhere, 'real.lock'), claim(now), now)
    writeState(join(elsewhere, ours('real.json', '4')), 'old', now - 600)
    symlinkSync(join(elsewhere, 'real.json'), place.cache)
    symlinkSync('../elsewhere/real.lock', place.lock)
  },
}

/** What `refresh` fetches. */
export function writeMessage(place: Place): void {
  writeState(join(place.dir, 'message'), OK)
}

// A machine whose time goes by without waiting: what is stored is made older (or younger) instead, timestamps and mtimes
// alike, so that both its own clock and its file system's seem to move.
import { existsSync, statSync, utimesSync } from 'node:fs'
import { run } from '../../src/cli.ts'
import { fakeIo } from '../helpers/fake-io.ts'
import { type Place, readJson, writeState } from '../helpers/place.ts'

export const HOUR = 3600
export const YEAR = 31_536_000

const RESPONSE = JSON.stringify({ five_hour: { utilization: 22, resets_at: null } })

/** Lets `seconds` pass; negative: the clock steps back. */
export function pass(place: Place, seconds: number): void {
  const shift = (file: string, change: (value: ReturnType<typeof readJson>) => void) => {
    if (!existsSync(file)) return
    const mtime = statSync(file).mtimeMs / 1000 - seconds
    const value = readJson(file)
    change(value)
    writeState(file, value, mtime)
  }
  shift(place.cache, (entry) => {
    entry.cached_at = new Date(Date.parse(entry.cached_at) - seconds * 1000).toISOString()
  })
  shift(place.lock, (lock) => {
    lock.blocked_until -= seconds
    if (lock.before !== undefined) lock.before.blocked_until -= seconds
  })
}

/** Only the files' age by their file system: a clock of its own, as on a shared home. */
export function touch(file: string, secondsAgo: number): void {
  const mtime = Date.now() / 1000 - secondsAgo
  utimesSync(file, mtime, mtime)
}

export interface Answer {
  readonly code: number
  readonly stdout: string
}

/** Runs a command; `ahead` is how far the local clock is ahead of the file system's, in seconds. */
export function at(place: Place, args: readonly string[], ahead = 0, stdin = ''): Answer {
  return atClock(place, args, () => Date.now() + ahead * 1000, stdin)
}

/** The same with a local clock of its own, in milliseconds. */
export function atClock(place: Place, args: readonly string[], now: () => number, stdin = ''): Answer {
  const printError = (text: string) => {
    throw new Error(text)
  }
  const io = fakeIo({ now, random: () => 0, printError }, stdin)
  const code = run(['--root', place.root, ...args], io)
  if (typeof code !== 'number') throw new Error('waits for something')
  return { code, stdout: io.said.stdout }
}

/** What the endpoint answers to the one who fetches. */
export type Answered = 'a response' | '429' | '500' | 'nothing, the holder dies'

/** One render: who gets the claim fetches. Gives whether it did. */
export function render(place: Place, answered: Answered, ahead = 0): boolean {
  const { code, stdout } = at(place, ['claim'], ahead)
  if (code !== 0) return false
  const claim = `--claim=${stdout.trim()}`
  if (answered === 'a response') at(place, ['record', claim], ahead, RESPONSE)
  else if (answered !== 'nothing, the holder dies') at(place, ['record', claim, `--status=${answered}`], ahead)
  return true
}

/** Renders every `every` seconds; gives the seconds at which there was a fetch. */
export function renders(place: Place, answered: Answered, times: number, every: number, ahead = 0): number[] {
  const fetches: number[] = []
  for (let n = 0; n < times; n++) {
    if (render(place, answered, ahead)) fetches.push(n * every)
    pass(place, every)
  }
  return fetches
}

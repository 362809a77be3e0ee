// usage.mutex as another process sees it: this one takes it, as the program does.
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import type { Place } from './place.ts'
import type { Outcome } from './run.ts'

/** Who waits so long for the mutex goes ahead without (contract §5), and what he overwrites is lost. */
export const IN_VAIN_MS = 1000

/** Takes the mutex of `place`, which must be free, until the test ends or what it gives is called. */
export function holdMutex(t: TestContext, place: Place): () => void {
  closeSync(openSync(place.mutex, 'w', 0o600))
  const db = new DatabaseSync(place.mutex)
  db.exec('PRAGMA journal_mode=MEMORY; BEGIN IMMEDIATE')
  const release = (): void => {
    if (db.isOpen) db.close()
  }
  t.after(release)
  return release
}

/** Throws when somebody holds it. */
export function expectMutexFree(place: Place): void {
  const db = new DatabaseSync(place.mutex, { timeout: 0 })
  try {
    db.exec('PRAGMA journal_mode=MEMORY; BEGIN IMMEDIATE; ROLLBACK')
  } finally {
    db.close()
  }
}

type Meet = (processes: readonly Promise<Outcome>[]) => Promise<readonly Outcome[]>

/**
 * Runs `act`, which starts from nothing each time and awaits its processes by `meet`. It may fail where one of them was
 * so slow that it may have waited for the mutex in vain: then it is run again.
 */
export async function whereNobodyWaitsInVain(act: (meet: Meet) => Promise<void>): Promise<void> {
  for (let tries = 5; ; tries -= 1) {
    let longestMs = 0
    try {
      return await act(async (processes) => {
        const outcomes = await Promise.all(processes)
        longestMs = Math.max(longestMs, ...outcomes.map(({ elapsedMs }) => elapsedMs))
        return outcomes
      })
    } catch (error) {
      if (tries === 1 || longestMs < IN_VAIN_MS) throw error
    }
  }
}

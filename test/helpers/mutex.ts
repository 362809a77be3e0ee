// usage.mutex as another process sees it: this one takes it, as the program does.
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import type { Place } from './place.ts'

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

/**
 * usage.view on disk: derived from usage.json, so that nothing that befalls it is an error of the command.
 * Guarantees that a view which no longer fits is gone or older than usage.json, which is how its readers can tell.
 */
import { closeSync, fchmodSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FILE_MODE } from './atomic-write.ts'
import { closeQuietly } from './read-file.ts'
import { tempSuffix } from './temp-name.ts'

export const VIEW_FILE = 'usage.view'

export class ViewStore {
  readonly file: string

  constructor(directory: string) {
    this.file = join(directory, VIEW_FILE)
  }

  /**
   * Temporary file and rename, without fsync: what a power cut tears, readers refuse. Not through write-file-atomic,
   * which would follow a link. Null where there is nothing to write: then the old one goes, as after a failure.
   */
  write(text: string | null): void {
    if (text === null) return this.remove()
    const temporary = `${this.file}.${tempSuffix()}`
    try {
      writeNew(temporary, text)
      renameSync(temporary, this.file)
    } catch {
      removeQuietly(temporary)
      this.remove()
    }
  }

  remove(): void {
    removeQuietly(this.file)
  }
}

function writeNew(file: string, text: string): void {
  const fd = openSync(file, 'wx', FILE_MODE)
  try {
    fchmodSync(fd, FILE_MODE)
    writeFileSync(fd, text)
  } catch (error) {
    closeQuietly(fd)
    throw error
  }
  closeSync(fd)
}

function removeQuietly(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    return
  }
}

/** Directories that are gone when the process is, however it ends short of SIGKILL. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

let prepared = false

/** Makes a directory in `parent` that is removed at exit, also after SIGINT, SIGTERM or a closed stdout. */
export function temporaryDirectory(parent: string): string {
  const directory = mkdtempSync(join(parent, 'usage-store-'))
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
  if (!prepared) {
    prepared = true
    process.on('SIGINT', () => process.exit(130))
    process.on('SIGTERM', () => process.exit(143))
    process.stdout.on('error', () => process.exit(0))
  }
  return directory
}

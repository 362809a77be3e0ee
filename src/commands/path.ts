/** path: prints where everything is. */
import { command } from '../command.ts'
import { MUTEX_FILE } from '../disk/mutex.ts'
import { CACHE_FILE, LOCK_FILE } from '../disk/read-stored.ts'
import { forwardSlashes } from '../disk/root.ts'
import { VIEW_FILE } from '../disk/view-store.ts'
import { ExitCode } from '../exit-codes.ts'

export const path = command({
  name: 'path',
  options: {},
  run(_options, { directory, print }) {
    const root = directory()
    const files = Object.entries({ cache: CACHE_FILE, lock: LOCK_FILE, mutex: MUTEX_FILE, view: VIEW_FILE })
    const lines = [`root ${root}`, ...files.map(([name, file]) => `${name} ${root}/${file}`)]
    print(lines.map((line) => `${forwardSlashes(line)}\n`).join(''))
    return ExitCode.done
  },
})

/** clear: removes usage.json. */
import { command } from '../command.ts'
import { CacheStore } from '../disk/cache-store.ts'
import { ExitCode } from '../exit-codes.ts'
import { underMutex } from './under-mutex.ts'

export const clear = command({
  name: 'clear',
  options: {},
  run(_options, context) {
    const directory = context.directory()
    underMutex(directory, () => new CacheStore(directory).clear())
    return ExitCode.done
  },
})

/** put: stores a response, or an error. Leaves the lock alone. */
import { exclusive, usageError } from '../args.ts'
import { command, type Context } from '../command.ts'
import { StoreError } from '../core/errors.ts'
import { bodyOf, MAX_RESPONSE_BYTES, parseResponse } from '../core/response.ts'
import { type CachedData, CachedUsage, isMiss } from '../core/usage-entry.ts'
import { dataFromResponse } from '../core/wire.ts'
import { CacheStore } from '../disk/cache-store.ts'
import { ensureDirectory } from '../disk/root.ts'
import { ExitCode } from '../exit-codes.ts'
import { errorCode, instant } from '../option-types.ts'
import { underMutex } from './under-mutex.ts'

export const put = command({
  name: 'put',
  options: {
    at: instant('the response is of that time (RFC 3339 or Unix seconds); exit 1 if what is stored is newer'),
    error: errorCode('store an error entry instead; reads no stdin'),
  },
  run({ at, error }, context) {
    exclusive({ at, error })
    if (at !== undefined && at > context.now()) throw usageError('--at lies in the future')
    const directory = context.directory()
    const data = error === undefined ? readResponse(context) : null
    const store = new CacheStore(directory)
    ensureDirectory(directory)
    return underMutex(directory, () => {
      const nowMs = context.now()
      const stored = at === undefined ? null : store.read(nowMs)
      if (at !== undefined && stored !== null && !isMiss(stored) && stored.cachedAtMs > at) return ExitCode.no
      const entry = data === null ? CachedUsage.withError(error ?? '', nowMs) : CachedUsage.withData(data, at ?? nowMs)
      store.write(entry, nowMs)
      return ExitCode.done
    })
  },
})

function readResponse(context: Context): CachedData {
  const result = parseResponse(bodyOf(context.readStdin(MAX_RESPONSE_BYTES)))
  if ('rejected' in result) throw StoreError.tagged('BAD_INPUT', `stdin: ${result.rejected}`)
  return dataFromResponse(result.response)
}

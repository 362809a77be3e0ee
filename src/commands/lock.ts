/** lock: prints usage.lock. */
import { command } from '../command.ts'
import { readLockState } from '../core/lock.ts'
import { CacheStore } from '../disk/cache-store.ts'
import { LockStore } from '../disk/lock-store.ts'
import { ExitCode } from '../exit-codes.ts'
import { lockDocument } from '../render/document.ts'
import { jsonText } from '../render/text.ts'

export const lock = command({
  name: 'lock',
  options: {},
  run(_options, { directory, now, print }) {
    const root = directory()
    const nowMs = now()
    const state = readLockState(new LockStore(root).read(), nowMs, () => new CacheStore(root).dataCachedAtMs(nowMs))
    print(`${jsonText(lockDocument(state, nowMs))}\n`)
    return state.active ? ExitCode.blocked : ExitCode.done
  },
})

/** unblock: removes usage.lock, but not another's lease. */
import { command } from '../command.ts'
import { lockAfterUnblock } from '../core/lock-change.ts'
import { LockStore } from '../disk/lock-store.ts'
import { ExitCode } from '../exit-codes.ts'
import { underMutex } from './under-mutex.ts'

export const unblock = command({
  name: 'unblock',
  options: {},
  run(_options, { directory, now }) {
    const root = directory()
    const store = new LockStore(root)
    underMutex(root, () => {
      const file = store.readUnderMutex()
      store.leave(lockAfterUnblock(file, now()), { keepLease: file })
    })
    return ExitCode.done
  },
})

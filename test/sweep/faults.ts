// Which errors the kernel could give for a call, and what may come of each.
import type { Scenario } from './scenarios.ts'
import { OLD_LEFTOVERS, YOUNG_TEMPORARY } from './stage.ts'
import type { Touch } from './trace.ts'

/** A disk with no room, a quota, a dead disk, no right, a read-only mount. */
const WRITING = ['ENOSPC', 'EDQUOT', 'EIO', 'EACCES', 'EROFS']

/** By the name of the call; `statx` of a descriptor and of a path differ, as does an open that creates. */
export function errnosOf({ name, label }: Touch, { bare }: Scenario): readonly string[] {
  if (name.startsWith('open')) {
    if (label.includes('O_CREAT')) return [...WRITING, 'EMFILE', 'EINTR']
    return [...(/O_WRONLY|O_RDWR/.test(label) ? ['EROFS'] : []), 'EIO', 'EACCES', 'EMFILE', 'EINTR']
  }
  // Where the directory is there, the kernel says so before it looks for room.
  if (name.startsWith('mkdir')) return bare === true ? WRITING : ['EIO', 'EACCES']
  if (name.startsWith('rename')) return WRITING
  if (/^p?write/.test(name)) return ['ENOSPC', 'EDQUOT', 'EIO', 'EINTR']
  // An error that the disk had while the kernel wrote later; a server tells of a quota here.
  if (/^f(?:data)?sync$/.test(name)) return ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EINTR']
  if (name === 'close') return [...(label.includes('RANDOM') ? ['ENOSPC', 'EDQUOT'] : []), 'EIO', 'EINTR']
  if (/^f?ch(?:mod|own)|^unlink|^utimensat|^ftruncate/.test(name)) return ['EIO', 'EACCES', 'EROFS']
  if (/^p?read/.test(name)) return ['EIO', 'EINTR']
  if (name === 'fcntl') return ['ENOLCK', 'EACCES', 'EIO', 'EINTR']
  if (name === 'fstat' || label.includes('AT_EMPTY_PATH') || name === 'getdents64') return ['EIO']
  return ['EIO', 'EACCES']
}

/**
 * What must come of a failure there: `fails` exit 3 and nothing done that was not done before; `harmless` as if nothing
 * had happened; `mutex` what a command does without the mutex, if it is without it; `unlocked` the same where it must
 * be; `either`, whole or not at all.
 */
export type Effect = 'fails' | 'harmless' | 'mutex' | 'unlocked' | 'either'

export function effectOf(touches: readonly Touch[], index: number, errno: string, { mutex, bare }: Scenario): Effect {
  const { name, label } = touches[index] ?? { name: '', label: '' }
  // Derived: without one usage-store is asked.
  if (label.includes('/usage.view')) return 'harmless'
  // SQLite looks at each directory on the way to its file.
  const onTheWay = /^(?:l?stat|newfstatat|statx|readlink\w*) (?!\/)/.test(label)
  if (label.includes('/usage.mutex') || (onTheWay && touches[index + 1]?.label.includes('/usage.mutex') === true))
    return mutex === 'go ahead' ? 'harmless' : isDecisive(touches, index, errno) ? 'unlocked' : 'mutex'
  // Leftovers can wait for the next write: the directory is listed, and each of them looked at, after the rename.
  const installed = touches.slice(0, index).some((touch) => touch.name.startsWith('rename'))
  const swept = [...OLD_LEFTOVERS, YOUNG_TEMPORARY].some((leftover) => label.includes(leftover))
  // Nothing is looked for beside a view, which comes right after its entry.
  const isFirstAfter = /^rename(?!.*usage\.view)/.test(touches[index - 1]?.label ?? '')
  if (installed && (swept || isListing(touches, index) || isFirstAfter)) return 'harmless'
  // Node tries again after EINTR, but for read and close.
  if (errno === 'EINTR') return 'either'
  if (/^(?:p?write|f(?:data)?sync|rename|unlink)/.test(name) || (bare === true && name.startsWith('mkdir')))
    return 'fails'
  if (/^open.* O_(?:CREAT|RDWR)/.test(label) || (name.startsWith('open') && label.includes('RANDOM'))) return 'fails'
  // What a network file system could not store it may tell at the end only.
  if (name === 'close' && label.includes('RANDOM') && !isProbe(touches, index)) return 'fails'
  // The rest looks at files, or sets what is set already (the mode of a file that was made with it).
  return 'either'
}

/** No lock without it: the opening of the mutex, and its locks up to the one that is held. What is busy is asked again. */
function isDecisive(touches: readonly Touch[], index: number, errno: string): boolean {
  const label = touches[index]?.label ?? ''
  const next = touches.slice(index).find((touch) => /F_WRLCK|\/usage\.(?:json|lock)/.test(touch.label))
  const busy = label.startsWith('fcntl') && ['ENOLCK', 'EACCES'].includes(errno)
  return next?.label.includes('F_WRLCK') === true && /^open|F_RDLCK|F_WRLCK/.test(label) && !busy && errno !== 'EINTR'
}

/** The directory is open for being listed: from the open to its close. */
function isListing(touches: readonly Touch[], index: number): boolean {
  const opened = touches.findLastIndex(({ label }, at) => at <= index && label.includes('O_DIRECTORY'))
  return opened >= 0 && !touches.slice(opened, index).some(({ name }) => name === 'close')
}

/** A file that is made for its mtime alone, and holds nothing. */
function isProbe(touches: readonly Touch[], index: number): boolean {
  return touches[index + 1]?.name.startsWith('unlink') === true
}

/** Where a write really goes: dotfiles are often symlinks, and what they point at is what must change. */
import { isUtf8 } from 'node:buffer'
import { lstatSync, readlinkSync, realpathSync, type Stats, statSync, unlinkSync } from 'node:fs'
import { dirname, isAbsolute, sep } from 'node:path'
import { CacheError } from '../core/errors.ts'
import { cacheError, isErrno } from './system-error.ts'

/** Linux gives up at the same number. */
const MAX_LINKS = 40

/**
 * Follows the symlinks at `file` to a regular file, or to a name that is free.
 * Throws CacheError for a loop, for a missing directory on the way, and for anything else that stands there.
 */
export function resolveTarget(file: string): string {
  let target = file
  try {
    refuseForeignDirectory(file)
    for (let links = 0; links <= MAX_LINKS; links++) {
      const stat = lstatSync(target, { throwIfNoEntry: false })
      if (stat === undefined) {
        // The link's own directory was there; of where it points, only the last name may be missing.
        if (links > 0) statSync(dirname(target))
        return target
      }
      if (stat.isFile()) return target
      if (stat.isDirectory()) throw new CacheError('persist', file, 'EISDIR', 'is a directory')
      if (!stat.isSymbolicLink()) throw new CacheError('persist', file, 'NOT_REGULAR', 'not a regular file')
      refuseForeign(stat, file, 'is a link that another user has made', true)
      const to = utf8Path(readlinkSync(target, 'buffer'), file)
      // `..` in a link counts from the directory that the link really lies in.
      target = isAbsolute(to) ? to : `${utf8Path(realpathSync(dirname(target), 'buffer'), file)}${sep}${to}`
    }
  } catch (error) {
    throw cacheError('persist', file, error)
  }
  throw new CacheError('persist', file, 'ELOOP', 'too many symbolic links')
}

/** Throws CacheError where the directory of a file, or the link that stands for it, is another user's. */
export function refuseForeignDirectory(file: string): void {
  const directory = dirname(file)
  const stat = lstatSync(directory)
  const isLink = stat.isSymbolicLink()
  if (isLink) refuseForeign(stat, file, 'the directory is a link that another user has made', true)
  refuseForeign(isLink ? statSync(directory) : stat, file, 'the directory belongs to another user')
}

/**
 * Whoever owns the directory, or has put a link there, could lead a write to any file of this user. What root owns is
 * fine. Root itself may be told to use another's directory, as in a container on a mounted home, but follows no link there.
 */
export function refuseForeign({ uid }: Stats, file: string, why: string, evenForRoot = false): void {
  const me = process.getuid?.() ?? uid
  if (uid !== me && uid !== 0 && (me !== 0 || evenForRoot)) throw new CacheError('persist', file, 'NOT_OWNER', why)
}

/** Node would put U+FFFD in place of what is not UTF-8, and so lead to another file. */
function utf8Path(bytes: Buffer, file: string): string {
  if (!isUtf8(bytes)) throw new CacheError('persist', file, 'EILSEQ', 'is a link to a name that is not UTF-8')
  return bytes.toString('utf8')
}

/** Removes the file that `file` leads to; fine when there is none. Throws CacheError. */
export function removeFile(file: string): void {
  try {
    unlinkSync(resolveTarget(file))
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw cacheError('persist', file, error)
  }
}

/** What this process has inherited beside the standard descriptors. */
import { closeSync, readdirSync, readFileSync } from 'node:fs'

const O_CLOEXEC = 0o2000000

/**
 * Closes every descriptor above 2 that a child would inherit: Node's own are marked not to be, so that these are what
 * the parent left open, such as the pipe of bash's `> >(…)` at 63. Linux alone lists them with their marks.
 */
export function closeInheritedDescriptors(): void {
  try {
    for (const name of readdirSync('/proc/self/fdinfo')) closeIfInherited(Number(name))
  } catch {
    return
  }
}

function closeIfInherited(fd: number): void {
  try {
    const flags = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1]
    if (fd > 2 && flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0) closeSync(fd)
  } catch {
    // The one by which the directory was listed is closed by now.
  }
}

/** Starts the program once more, in the background, where it outlives its parent and the terminal. */
import { closeInheritedDescriptors } from '../disk/descriptors.ts'

/** Whoever waits for the end of the caller's output must not wait for this one too: it holds none of its descriptors. */
export function startInBackground(args: readonly string[]): void {
  closeInheritedDescriptors()
  const { spawn } = process.getBuiltinModule('node:child_process')
  const { isSea } = process.getBuiltinModule('node:sea')
  const self = isSea() ? [] : [...process.execArgv, process.argv[1] ?? '']
  try {
    spawn(process.execPath, [...self, ...args], { detached: true, stdio: 'ignore', windowsHide: true })
  } catch {
    // Out of memory or of processes: the lease runs out, and once a lease is often enough to try.
    return
  }
}

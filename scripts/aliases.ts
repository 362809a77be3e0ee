/**
 * What imports mean here and not to Node: the modules that write-file-atomic gets in place of those it asks for, and
 * shell files.
 *
 * One table for the bundler (bundle.ts) and for sources run directly (alias-hook.ts), so that the
 * tests exercise what is shipped. It holds for that one importer only: everybody else who asks for
 * `node:crypto` gets Node's.
 *
 * Why: its temporary names repeat between processes of equal pid, `signal-exit` swallows signals
 * that arrive during a write, and loading the three costs several milliseconds per process.
 */
import { fileURLToPath } from 'node:url'

/** Specifier as written in write-file-atomic → shim, relative to the repository's root. */
export const WRITE_FILE_ATOMIC_ALIASES: Readonly<Record<string, string>> = {
  'signal-exit': 'src/disk/write-file-atomic-shims/signal-exit.ts',
  'node:crypto': 'src/disk/write-file-atomic-shims/crypto.ts',
  worker_threads: 'src/disk/write-file-atomic-shims/worker-threads.ts',
}

/** What src imports as a function that gives its text. */
export const SHELL_FILE = /\.(?:sh|bash|zsh|fish)$/

const root = new URL('../', import.meta.url)

/**
 * The absolute path of the shim that answers `specifier`, or undefined where Node's own resolution
 * holds. `importer` is a path or a file URL.
 */
export function shimFor(specifier: string, importer: string): string | undefined {
  if (!Object.hasOwn(WRITE_FILE_ATOMIC_ALIASES, specifier)) return undefined
  if (!/[\\/]node_modules[\\/]write-file-atomic[\\/]/.test(importer)) return undefined
  return fileURLToPath(new URL(WRITE_FILE_ATOMIC_ALIASES[specifier]!, root))
}

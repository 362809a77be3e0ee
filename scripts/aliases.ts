/**
 * What imports mean here and not to Node: what write-file-atomic gets in place of three modules that it asks for, and
 * texts.
 *
 * One rule for the bundler (bundle.ts) and for sources run directly (alias-hook.ts), so that the
 * tests exercise what is shipped. It holds for that one importer only: everybody else who asks for
 * `node:crypto` gets Node's.
 *
 * Why: its temporary names repeat between processes of equal pid, `signal-exit` swallows signals
 * that arrive during a write, and loading the three costs several milliseconds per process.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** As written in write-file-atomic. */
export const REPLACED: readonly string[] = ['signal-exit', 'node:crypto', 'worker_threads']
const SHIMS = new URL('../src/disk/write-file-atomic-shims.ts', import.meta.url)

/** What src imports as a function that gives its text. */
export const TEXT_FILE = /\.(?:sh|bash|zsh|fish|txt)$/

/**
 * That text; of a shell file without the comments behind its head, which every shell would read at its start: lines
 * that begin with a #, which must not stand in a string or a here-document.
 */
export function textOf(path: string): string {
  const text = readFileSync(path, 'utf8')
  return path.endsWith('.txt') ? text : text.replace(/\n\n[^]*/, (rest) => rest.replace(/(?<=\n)[ \t]*#.*\n/g, ''))
}

/**
 * The absolute path of what answers `specifier`, or undefined where Node's own resolution
 * holds. `importer` is a path or a file URL.
 */
export function shimFor(specifier: string, importer: string): string | undefined {
  if (!REPLACED.includes(specifier)) return undefined
  if (!/[\\/]node_modules[\\/]write-file-atomic[\\/]/.test(importer)) return undefined
  return fileURLToPath(SHIMS)
}

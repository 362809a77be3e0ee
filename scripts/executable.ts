/**
 * A script → a Node single executable application for the machine it is built on.
 *
 * The Node that runs this is the one that is packed. Nothing is left in `scratch` that matters; the
 * caller tries the result before putting it in place.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isElf64 } from './elf.ts'
import { slimElf } from './slim-elf.ts'
import { bindLazily, ignoreDeadlocks } from './tune-elf.ts'

/** Marks the place in the node binary that says whether a script was injected. */
const SENTINEL = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/**
 * Not to rehash the start-up snapshot, and to compile functions with the file so that the code cache holds them, takes
 * 0.81 of the time of a hit (npm run bench, 100 rounds, Node 24.21); to compile to machine code neither what ran a few
 * times (Sparkplug) nor a regular expression at its second use 0.98. The price of the first: V8's hash seed is a
 * constant, so that chosen keys can collide, which the caps on every input bound: with 22,500 colliding names in a
 * usage.json of 248 KB `get --shell` takes 2 s of processor time and `get` 7 s (random names 0.02 both), with a name that
 * has a backslash among them 8 and 17 s, and `get --wire` 20; with a response of 64 KB `put` takes 0.8 s, and what of it
 * is printed after that 0.9 s at most. The code cache is valid for the flags that it was made with alone.
 */
export const V8_FLAGS = ['--no-rehash-snapshot', '--no-lazy', '--no-sparkplug', '--regexp-tier-up-ticks=50']

/** Runs a tool and throws with what it said if it fails. */
function run(command: string, args: readonly string[], options: { cwd?: string } = {}): void {
  // Without NODE_OPTIONS and its like: another set of flags would make the code cache useless.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')))
  const { error, status, stdout, stderr } = spawnSync(command, args, { ...options, env, encoding: 'utf8' })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`.trimEnd())
}

/** Puts in place of a file what is made of its bytes. Null leaves it alone, and so does a layout that nobody expected. */
function rewrite(path: string, made: (bytes: Buffer) => Buffer | null): void {
  const bytes = readFileSync(path)
  try {
    const result = isElf64(bytes) ? made(bytes) : null
    if (result !== null) writeFileSync(path, result)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
}

/**
 * Copies the running Node to `target`, tuned and stripped where that is known to work.
 *
 * INVARIANT: strip after what needs symbols, and before injecting: after it, strip moves what was injected and the
 * result crashes.
 */
function copyNode(target: string, say: (line: string) => void): void {
  copyFileSync(process.execPath, target)
  chmodSync(target, 0o755)
  if (process.platform === 'darwin') run('codesign', ['--remove-signature', target])
  if (process.platform !== 'linux') return
  rewrite(target, (node) => (ignoreDeadlocks(node) ? node : null))
  if (spawnSync('strip', ['--version']).status !== 0) {
    say('strip is not installed: the executable keeps its symbols and is about 24 MB larger')
    return
  }
  run('strip', [target])
  rewrite(target, slimElf)
}

/** Writes V8's code cache of a script, as the executable can use it. */
export function writeCodeCache(script: string, cache: string): void {
  run(process.execPath, [...V8_FLAGS, fileURLToPath(new URL('code-cache.ts', import.meta.url)), script, cache])
}

/**
 * Packs the script `main` as the executable `target`. Relative paths count from `cwd`; a relative
 * `main` keeps the build machine's directories out of the result. `assets` go by the names of their files.
 */
export function packExecutable(options: {
  main: string
  target: string
  cwd: string
  scratch: string
  say: (line: string) => void
  assets?: readonly string[]
}): void {
  const { main, target, cwd, scratch, say, assets = [] } = options
  const blob = join(scratch, 'sea.blob')
  const config = join(scratch, 'sea-config.json')
  const sea = {
    main,
    output: blob,
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: true,
    assets: Object.fromEntries(assets.map((file) => [file, file])),
    // A prompt must not run what the environment names: no OpenSSL modules, no debugger port,
    // no NODE_OPTIONS.
    // One thread for V8's helpers instead of four: they hardly begin before the end.
    execArgv: ['--openssl-config=/dev/null', '--disable-sigusr1', '--v8-pool-size=1', ...V8_FLAGS],
    execArgvExtension: 'none',
  }
  writeFileSync(config, JSON.stringify(sea))
  run(process.execPath, [...V8_FLAGS, '--experimental-sea-config', config], { cwd })
  copyNode(target, say)
  // Its command rather than its function: that one warns at length about sections it need not know.
  const postject = fileURLToPath(import.meta.resolve('postject/dist/cli.js'))
  const marks = ['--sentinel-fuse', SENTINEL, '--macho-segment-name', 'NODE_SEA']
  run(process.execPath, [postject, target, 'NODE_SEA_BLOB', blob, ...marks])
  if (process.platform === 'darwin') run('codesign', ['--sign', '-', target])
  rewrite(target, (packed) => (bindLazily(packed) ? packed : null))
}

/**
 * Builds dist/usage-store.js (tracked) and dist/usage-store (the executable, not tracked).
 *
 *   build.ts                 both
 *   build.ts --bundle-only   only the JavaScript
 *   build.ts --check         neither: fails if dist/usage-store.js is not what the sources build
 *
 * What is in place is replaced by rename, and only by something that was tried first; a bundle
 * that is already right is not touched.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { CODE_CACHE, PROGRAM } from '../src/packed-assets.ts'
import { asFunction, bundle, bundlePacked } from './bundle.ts'
import { packExecutable, writeCodeCache } from './executable.ts'
import { bundlePath, executablePath, inputsHash, removeStamp, writeStamp } from './stamp.mjs'
import { temporaryDirectory } from './temporary.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line: string) => process.stdout.write(`${line}\n`)
const shown = (path: string) => relative(root, path)

function isCurrent(text: string): boolean {
  try {
    return readFileSync(bundlePath(root), 'utf8') === text
  } catch {
    return false
  }
}

function writeBundle(text: string, scratch: string): void {
  if (!isCurrent(text)) {
    const temporary = join(scratch, 'usage-store.js')
    writeFileSync(temporary, text)
    renameSync(temporary, bundlePath(root))
  }
  chmodSync(bundlePath(root), 0o755)
}

/** Throws unless the executable says its version and gives back what it was given. */
function tryOut(executable: string, version: string, scratch: string): void {
  const expect = (args: readonly string[], input: string, output: RegExp) => {
    const env = { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], HOME: scratch }
    const { error, status, stdout, stderr } = spawnSync(executable, args, { input, env, encoding: 'utf8' })
    if (!error && status === 0 && stderr === '' && output.test(stdout)) return
    const said = JSON.stringify({ exit: status, stdout, stderr, error: error?.message })
    throw new Error(`the executable does not work: usage-store ${args.join(' ')} gave ${said}`)
  }
  const cache = ['--root', join(scratch, 'root')]
  expect(['--version'], '', new RegExp(`(?:^|\\s)${version.replaceAll('.', '\\.')}\n$`))
  expect([...cache, 'put'], '{"five_hour":{"utilization":42,"resets_at":null}}', /^$/)
  expect([...cache, 'get', '--field', 'five_hour.percent'], '', /^42\n$/)
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, 'bundle-only': { type: 'boolean' } } })
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const inputs = inputsHash(root, process.version)
  const text = await bundle(root, version)
  if (values.check) {
    if (!isCurrent(text))
      throw new Error(`${shown(bundlePath(root))} is not what the sources build: run "npm run build" and commit it`)
    return
  }

  mkdirSync(join(root, 'dist', 'build'), { recursive: true })
  const scratch = temporaryDirectory(join(root, 'dist', 'build'))
  writeBundle(text, scratch)
  say(`${shown(bundlePath(root))}: ${Buffer.byteLength(text)} bytes`)
  if (values['bundle-only']) return
  const executable = executablePath(root)
  const candidate = join(scratch, basename(executable))
  const program = join(scratch, PROGRAM)
  writeFileSync(program, asFunction(text))
  writeCodeCache(program, join(scratch, CODE_CACHE))
  writeFileSync(join(scratch, 'packed.js'), (await bundlePacked(root)).text)
  const assets = [PROGRAM, CODE_CACHE]
  packExecutable({ main: 'packed.js', assets, target: candidate, cwd: scratch, scratch, say })
  tryOut(candidate, version, scratch)
  removeStamp(root)
  renameSync(candidate, executable)
  writeStamp(root, inputs)
  say(`${shown(executable)}: ${statSync(executable).size} bytes, version ${version}, Node ${process.version}`)
}

main().catch((error: unknown) => {
  console.error(`build: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
})

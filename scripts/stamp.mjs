/**
 * Is the executable what the sources would build? Answered from contents, never from times, which
 * a clone, a checkout or a copy changes at will.
 *
 * Plain JavaScript without dependencies: bootstrap.mjs runs it on whatever Node there is.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const INPUTS = [
  'package.json',
  'package-lock.json',
  'scripts/aliases.ts',
  'scripts/build.ts',
  'scripts/bundle.ts',
  'scripts/code-cache.ts',
  'scripts/elf.ts',
  'scripts/executable.ts',
  'scripts/slim-elf.ts',
  'scripts/tune-elf.ts',
  'src',
]

/** @param {string} root */
export const bundlePath = (root) => join(root, 'dist', 'usage-store.js')

/** @param {string} root */
export const executablePath = (root) =>
  join(root, 'dist', process.platform === 'win32' ? 'usage-store.exe' : 'usage-store')

/** @param {string} root */
const stampPath = (root) => join(root, 'dist', 'build', 'stamp')

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]} the files at or below `path`, relative, sorted
 */
function filesBelow(root, path) {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  const names = readdirSync(join(root, path)).sort()
  return names.flatMap((name) => filesBelow(root, `${path}/${name}`))
}

/**
 * Everything that decides what the executable becomes.
 * @param {string} root
 * @param {string} node version of the Node that builds and is packed, as in process.version
 */
export function inputsHash(root, node) {
  const hash = createHash('sha256').update(`${node} ${process.platform} ${process.arch}\0`)
  for (const file of INPUTS.flatMap((path) => filesBelow(root, path))) {
    const bytes = readFileSync(join(root, file))
    hash.update(`${file}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} inputs what inputsHash gave before the build
 */
function stampText(root, inputs) {
  const bundle = createHash('sha256')
    .update(readFileSync(bundlePath(root)))
    .digest('hex')
  return `inputs ${inputs}\nbundle ${bundle}\nsize ${statSync(executablePath(root)).size}\n`
}

/** @param {string} root */
export function removeStamp(root) {
  rmSync(stampPath(root), { force: true })
}

/**
 * @param {string} root
 * @param {string} inputs what inputsHash gave before the build
 */
export function writeStamp(root, inputs) {
  mkdirSync(dirname(stampPath(root)), { recursive: true })
  writeFileSync(stampPath(root), stampText(root, inputs))
}

/**
 * @param {string} root
 * @param {string} node as for inputsHash
 */
export function isBuilt(root, node) {
  try {
    return readFileSync(stampPath(root), 'utf8') === stampText(root, inputsHash(root, node))
  } catch {
    return false
  }
}

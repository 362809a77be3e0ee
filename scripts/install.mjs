/**
 * Is node_modules what package-lock.json says, and which Node came with it?
 *
 * Plain JavaScript without dependencies: it runs before anything is installed, on an older Node.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string | string[],
 *   cpu?: string | string[], libc?: string | string[], bin?: Record<string, string> }} LockEntry
 */

/**
 * @param {string} path a lock, as npm writes it beside package.json and inside node_modules
 * @returns {Record<string, LockEntry>}
 */
const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages

/**
 * Is this optional package made for this very platform, so that its absence is a fault? One that
 * names no platform came with another that may not fit, and which C library is in use is npm's to
 * know: the absence of those is taken as right.
 * @param {LockEntry} entry
 */
function isForThisPlatform({ os, cpu, libc }) {
  return !libc && [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch)
}

/**
 * Compares contents with npm's own record of what it installed; times say nothing after a checkout.
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  /** @type {Record<string, LockEntry>} */
  let present
  try {
    present = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  } catch {
    return false
  }
  const missing = Object.entries(wanted).filter(([path, entry]) => {
    const found = present[path]
    if (path === '') return false
    if (!found) return !entry.optional || isForThisPlatform(entry)
    return found.version !== entry.version || found.integrity !== entry.integrity
  })
  return missing.length === 0 && Object.keys(present).every((path) => path in wanted)
}

/**
 * Installs exactly what the lock says. npm's own output is kept to errors.
 * @param {string} root
 * @returns {number} exit code
 */
export function install(root) {
  const npm = process.env['npm_execpath']
  // Named here, because NODE_ENV=production or a setting of the user would leave them out.
  const args = ['ci', '--loglevel=error', '--include=dev', '--include=optional']
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }
  const { status, error } =
    npm && /npm-cli\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (error) console.error(`npm could not be run: ${error.message}`)
  return status ?? 1
}

/**
 * The Node to run and to pack: the pinned one, or this one where none is packaged for the platform.
 * @param {string} root
 * @returns {{ path: string, version: string } | undefined} undefined: this one is too old
 */
export function pinnedNode(root) {
  const names = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).optionalDependencies)
  const packages = packagesOf(join(root, 'package-lock.json'))
  for (const name of names) {
    const entry = packages[`node_modules/${name}`]
    if (!entry?.bin?.['node'] || !isForThisPlatform(entry)) continue
    const path = join(root, 'node_modules', name, entry.bin['node'])
    // Run, not looked for: on a system with another C library it is there and does not start.
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    if (status === 0) return { path, version: stdout.trim() }
  }
  const major = Number(process.versions.node.split('.')[0])
  return major >= 24 ? { path: process.execPath, version: process.version } : undefined
}

/**
 * From a bare clone to a running job: bootstrap.mjs start|test|sweep|build|bench|release|check [ARG…]
 *
 * Installs if node_modules is not what the lock says, builds if the executable is not what the
 * sources build, then runs the job with the pinned Node and passes its exit code on. Needs only the
 * Node (18 or later) and npm of the host; reads nothing outside the repository.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

import { install, isInstalled, pinnedNode } from './install.mjs'
import { isBuilt } from './stamp.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * @param {string} line
 * @returns {never}
 */
function fail(line, code = 1) {
  console.error(line)
  process.exit(code)
}

/** @param {string} name @param {string[]} args */
function npmRun(name, args) {
  const npm = process.env['npm_execpath']
  const all = ['run', '--silent', name, '--', ...args]
  return npm && /npm-cli\.[cm]?js$/.test(npm)
    ? runToEnd(process.execPath, [npm, ...all])
    : runToEnd('npm', all, process.platform === 'win32')
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {number} exit code; death by a signal counts as the shell counts it
 */
function runToEnd(command, args, shell = false) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell })
  if (error) fail(`${command}: ${error.message}`)
  return status ?? (signal === 'SIGINT' ? 130 : 143)
}

/** @param {string[]} args of `node --test`; a name that ends in .ts takes the place of all tests */
function testArgs(args) {
  const files = args.filter((arg) => !arg.startsWith('-') && arg.endsWith('.ts'))
  const options = args.filter((arg) => !files.includes(arg))
  const limits = ['--test-concurrency=2', '--test-timeout=120000']
  const hook = ['--import', './scripts/alias-hook.ts']
  return [...hook, '--test', ...limits, ...options, ...(files.length > 0 ? files : ['test/**/*.test.ts'])]
}

const SWEPT = ['sweep', 'faults', 'fuzz', 'races'].map((name) => `test/${name}/**/*.test.ts`)

/** @returns {number} exit code: all checks are run, so that one run shows all there is to mend */
function check() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const names = Object.keys(scripts).filter((name) => name.startsWith('check:'))
  const failed = names.filter((name) => {
    console.log(`> ${name}`)
    return npmRun(name, []) !== 0
  })
  console.log(failed.length > 0 ? `check failed: ${failed.join(', ')}` : 'check: all good')
  return failed.length > 0 ? 1 : 0
}

const [job = '', ...args] = process.argv.slice(2)
if (!['start', 'test', 'sweep', 'build', 'bench', 'release', 'check'].includes(job)) {
  fail('usage: node scripts/bootstrap.mjs start|test|sweep|build|bench|release|check [ARG…]', 2)
}

if (!isInstalled(root)) {
  if (process.platform === 'win32' && process.execPath.includes(`${sep}node_modules${sep}`)) {
    // Windows does not let npm replace the node.exe that runs this.
    fail('node_modules is not what package-lock.json says: run "npm ci", then this again')
  }
  console.log('Installing what package-lock.json names (npm ci) …')
  const code = install(root)
  if (code !== 0) fail('npm ci failed', code)
}

const node = pinnedNode(root)
if (!node) {
  fail(
    `No Node is packaged for ${process.platform}-${process.arch} and this one (${process.version}) is too old: install Node 24 or later and run this again`,
  )
}

if (job === 'build') process.exit(runToEnd(node.path, ['scripts/build.ts', ...args]))
if (job === 'check') process.exit(check())
if (!isBuilt(root, node.version)) {
  console.log('Building the executable …')
  const code = runToEnd(node.path, ['scripts/build.ts'])
  if (code !== 0) process.exit(code)
}
if (job === 'test') process.exit(runToEnd(node.path, testArgs(args)))
if (job === 'sweep') {
  // What `npm test` takes a sample of.
  process.env['USAGE_STORE_SWEEP'] = 'all'
  process.exit(runToEnd(node.path, testArgs([...args, ...SWEPT])))
}
process.exit(runToEnd(node.path, [`scripts/${job}.ts`, ...args]))

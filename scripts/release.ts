/**
 * `npm run release`: dist/usage-store as it is handed out, a file for this platform with its checksum. xz(1) makes a
 * quarter of it; without xz it is gzip's, a third.
 *
 *   release.ts [EXECUTABLE [DIRECTORY]]
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { executablePath } from './stamp.mjs'
import { temporaryDirectory } from './temporary.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [executable = executablePath(root), directory = join(root, 'dist')] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const path = join(directory, `usage-store-${version}-${process.platform}-${process.arch}`)

/** Compressed into `part`; returns what the name ends in. */
function compress(part: string): string {
  if (spawnSync('xz', ['--version']).status !== 0) {
    writeFileSync(part, gzipSync(readFileSync(executable), { level: 9 }))
    return '.gz'
  }
  const output = openSync(part, 'w')
  const { status } = spawnSync('xz', ['-9', '--stdout', executable], { stdio: ['ignore', output, 'inherit'] })
  closeSync(output)
  if (status !== 0) throw new Error('xz failed')
  return '.xz'
}

const part = join(temporaryDirectory(directory), 'part')
const file = `${path}${compress(part)}`
// What is unpacked has the mode of what it was packed in.
chmodSync(part, 0o755)
for (const ending of ['.gz', '.xz'])
  for (const old of [`${path}${ending}`, `${path}${ending}.sha256`]) rmSync(old, { force: true })
renameSync(part, file)
const bytes = readFileSync(file)
const sum = createHash('sha256').update(bytes).digest('hex')
writeFileSync(`${file}.sha256`, `${sum}  ${basename(file)}\n`)
process.stdout.write(`${file}: ${bytes.length} bytes, sha256 ${sum}\n`)

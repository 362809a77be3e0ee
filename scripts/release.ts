/**
 * `npm run release`: dist/usage-store as it is handed out, a file for this platform with its checksum. xz(1) makes a
 * quarter of it; without xz it is gzip's, a third.
 *
 *   release.ts [EXECUTABLE [DIRECTORY]]
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { executablePath } from './stamp.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [executable = executablePath(root), directory = join(root, 'dist')] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const path = join(directory, `usage-store-${version}-${process.platform}-${process.arch}`)

/** Writes it compressed; returns where. */
function compress(): string {
  if (spawnSync('xz', ['--version']).status !== 0) {
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(executable), { level: 9 }))
    return `${path}.gz`
  }
  const output = openSync(`${path}.xz`, 'w')
  const { status } = spawnSync('xz', ['-9', '--stdout', executable], { stdio: ['ignore', output, 'inherit'] })
  closeSync(output)
  if (status !== 0) throw new Error('xz failed')
  return `${path}.xz`
}

const file = compress()
const bytes = readFileSync(file)
const sum = createHash('sha256').update(bytes).digest('hex')
writeFileSync(`${file}.sha256`, `${sum}  ${basename(file)}\n`)
process.stdout.write(`${file}: ${bytes.length} bytes, sha256 ${sum}\n`)

// What is handed out is the executable, compressed, with its checksum.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { makePlace } from '../helpers/place.ts'
import { needTool } from '../helpers/tools.ts'

const script = fileURLToPath(new URL('../../scripts/release.ts', import.meta.url))

for (const [tool, ending, unpack] of [
  ['xz', '.xz', (file: string) => spawnSync('xz', ['-dc', file]).stdout],
  ['no xz', '.gz', (file: string) => gunzipSync(readFileSync(file))],
] as const) {
  test(`with ${tool}`, (t) => {
    if (tool === 'xz' && !needTool(t, 'xz')) return
    const { dir } = makePlace(t)
    const [executable, out] = [join(dir, 'usage-store'), join(dir, 'out')]
    mkdirSync(out)
    writeFileSync(executable, 'x'.repeat(100_000))
    const env = { PATH: tool === 'xz' ? process.env['PATH'] : '' }
    const { status, stderr } = spawnSync(process.execPath, [script, executable, out], { env, encoding: 'utf8' })
    assert.deepEqual([status, stderr], [0, ''])
    const [file = '', sum = '', ...others] = readdirSync(out).toSorted()
    assert.deepEqual(others, [])
    assert.match(file, /^usage-store-\d+\.\d+\.\d+-\w+-\w+\.[gx]z$/)
    assert.ok(file.endsWith(ending) && sum === `${file}.sha256`)
    assert.ok(unpack(join(out, file)).equals(readFileSync(executable)))
    const digest = createHash('sha256')
      .update(readFileSync(join(out, file)))
      .digest('hex')
    assert.equal(readFileSync(join(out, sum), 'utf8'), `${digest}  ${file}\n`)
  })
}

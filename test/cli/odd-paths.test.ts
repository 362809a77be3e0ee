// Paths that lead nowhere, or to names that are not text: an error with errno and path, and never another file.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync, chownSync, chmodSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { expectIoError, expectQuiet } from '../helpers/expect.ts'
import { makePlace, us } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'
import { isRoot, needTool } from '../helpers/tools.ts'

const PUT = { stdin: '{}' }

eachTarget((target) => {
  test('a root below a dangling link', async (t) => {
    const place = makePlace(t)
    symlinkSync(join(place.root, 'nowhere'), join(place.root, 'dangling'))
    const root = join(place.root, 'dangling', 'deep', 'root')
    const outcome = await runCommand([...target.argv, '--root', root, 'put'], PUT)
    expectIoError(outcome, root, /^ENOENT$/)
  })

  test('a link to a name that is not UTF-8', async (t) => {
    const place = makePlace(t)
    symlinkSync(Buffer.from('t\xff', 'latin1'), place.cache)
    for (const args of [['put'], ['clear']]) {
      expectIoError(await us(target, place, args, PUT), 'usage.json', /^EILSEQ$/)
    }
    assert.deepEqual(
      readdirSync(place.root).filter((name) => !name.startsWith('usage.')),
      [],
    )
  })

  test('a leftover that may not be removed keeps no other', async (t) => {
    if (!needTool(t, 'setpriv') || !isRoot) return t.skip('needs root, to be two users')
    const place = makePlace(t)
    chmodSync(dirname(place.root), 0o755)
    chmodSync(place.root, 0o1777)
    const leftover = (n: number) => join(place.root, `usage.json.us-${String(n).padStart(26, '0')}.tmp`)
    for (const n of [0, 1, 2, 3, 4, 5]) {
      writeFileSync(leftover(n), '')
      utimesSync(leftover(n), 1, 1)
      if (n % 2 === 1) chownSync(leftover(n), 65_534, 65_534)
    }
    expectQuiet(await us(target, place, ['put'], { ...PUT, asNobody: true }), 0)
    const left = readdirSync(place.root).filter((name) => name.endsWith('.tmp'))
    assert.deepEqual(
      left.toSorted(),
      [0, 2, 4].map((n) => leftover(n).slice(place.root.length + 1)),
    )
  })

  test('a relative root where the current directory is gone', async (t) => {
    const place = makePlace(t)
    mkdirSync(join(place.root, 'gone'))
    const script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
    const argv = ['sh', '-c', script, 'sh', join(place.root, 'gone'), ...target.argv, '--root', 'rel', 'get']
    // The bundle's own Node may not start there; the executable must.
    const outcome = await runCommand(argv, { env: { PATH: '/usr/bin:/bin' } })
    if (target.name === 'executable') expectIoError(outcome, 'rel', /^ENOENT$/)
    else assert.notEqual(outcome.code, 0)
  })
})

// Memory and time stay bounded, at the caps and far beyond them.
import assert from 'node:assert/strict'
import { closeSync, ftruncateSync, openSync } from 'node:fs'
import { test } from 'node:test'
import { dataEntry, makePlace, nowSeconds, type Place, readJson, writeState } from '../helpers/place.ts'
import { type Outcome, runCommand, type RunOptions } from '../helpers/run.ts'
import { eachTarget, onlyTarget, type Target } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'

const CAP_BYTES = 64 * 1024
/** Node itself takes about 50 MB; whoever reads without a bound takes more than a hundred of what is given here. */
const MAX_RSS_KB = 200_000
const HUGE_BYTES = 400 * 2 ** 20
const SPILL = `head -c ${HUGE_BYTES} /dev/zero`

const MEASURE = `import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)`

const env = { PATH: process.env['PATH'] ?? '' }

/** Runs it with another kind of limit or source around it; gives its peak in kilobytes too. */
async function measured(target: Target, place: Place, args: readonly string[], script = '"$@"') {
  const argv = ['python3', '-c', MEASURE, ...target.argv, '--root', place.root, ...args]
  const outcome = await runCommand(['sh', '-c', script, 'sh', ...argv], { env })
  const [, own = '', peak = ''] = /^([^]*)peak (\d+)\n$/.exec(outcome.stderr) ?? []
  return { code: outcome.code, stderr: own, peakKb: Number(peak) }
}

function sparse(file: string): void {
  const fd = openSync(file, 'w', 0o600)
  ftruncateSync(fd, HUGE_BYTES)
  closeSync(fd)
}

const FLOODS: readonly (readonly [name: string, args: readonly string[], script: string | undefined, code: number])[] =
  [
    ['files of 400 MB, and get', ['get'], undefined, 4],
    ['files of 400 MB, and lock', ['lock'], undefined, 4],
    ['files of 400 MB, and put', ['put'], 'echo "{}" | "$@"', 0],
    ['files of 400 MB, and claim', ['claim', '--force'], undefined, 0],
    ['stdin of put that does not end', ['put'], 'yes | "$@"', 5],
    ['stdin of record that does not end', ['record'], 'yes | "$@"', 5],
    ['a command that prints 400 MB', ['refresh', '--force', '--timeout=60', '--', 'sh', '-c', SPILL], undefined, 5],
  ]

eachTarget((target) => {
  for (const [name, args, script, code] of FLOODS) {
    test(name, async (t) => {
      if (!needTool(t, 'python3')) return
      const place = makePlace(t)
      if (!name.startsWith('stdin')) for (const file of [place.cache, place.lock]) sparse(file)
      const seen = await measured(target, place, args, script)
      assert.equal(seen.code, code, JSON.stringify(seen))
      assert.ok(seen.peakKb > 0 && seen.peakKb < MAX_RSS_KB, JSON.stringify(seen))
    })
  }
})

/** Bodies of the largest size that are dear to parse or to print. */
const DEAR: Readonly<Record<string, string>> = {
  numbers: `{"five_hour":null,"a":[${Array(Math.floor((CAP_BYTES - 100) / 2))
    .fill(1)
    .join()}]}`,
  'long numbers': `{"five_hour":null,"a":[${Array(Math.floor((CAP_BYTES - 100) / 24))
    .fill('1.000000000000000000001')
    .join()}]}`,
  objects: `{"five_hour":null,"a":[${Array(Math.floor((CAP_BYTES - 100) / 3))
    .fill('{}')
    .join()}]}`,
  names: `{"five_hour":null${Array.from({ length: 5500 }, (_, n) => `,"n${n}":0`).join('')}}`,
  escapes: `{"five_hour":null,"a":"${'\\u202e'.repeat(Math.floor((CAP_BYTES - 100) / 6))}"}`,
  limits: `{"limits":[${Array(900).fill('{"kind":"weekly_x","percent":1,"scope":{"surface":"same"}}').join()}]}`,
  depths: `{"five_hour":null,"a":[${Array(300)
    .fill(`${'['.repeat(98)}${']'.repeat(98)}`)
    .join()}]}`,
  // A mark that may not be in the text would become as long as that, and stand before every name.
  'escaped names': `{"five_hour":null,"x":"${'\uE000'.repeat(8192)}","y":{${Array(5000).fill('"\\\\":0').join()}}}`,
}

onlyTarget('bundle', (target) => {
  for (const [name, body] of Object.entries(DEAR)) {
    test(`a heap of 24 MB is enough for ${name}`, async (t) => {
      assert.ok(Buffer.byteLength(body) <= CAP_BYTES)
      const place = makePlace(t)
      const [node, bundle] = target.argv
      const at = (args: readonly string[], options: RunOptions = {}): Promise<Outcome> =>
        runCommand([node, '--max-old-space-size=24', bundle ?? '', '--root', place.root, ...args], options)
      const put = await at(['put'], { stdin: body })
      assert.deepEqual([put.code, put.stderr], [0, ''])
      for (const args of [['get'], ['get', '--shell']]) {
        const { code, stderr } = await at(args)
        assert.deepEqual([code, stderr], [0, ''], args.join(' '))
      }
    })
  }

  test('a heap of 24 MB is enough for a usage.json of 256 KiB', async (t) => {
    const place = makePlace(t)
    const entry = JSON.stringify(dataEntry(nowSeconds(), { five_hour: { utilization: 5, resets_at: null } }))
    const room = 256 * 1024 - entry.length - 20
    writeState(
      place.cache,
      entry.replace(
        '"unknown_buckets":{',
        `"unknown_buckets":{"a":[${Array(Math.floor(room / 2))
          .fill(0)
          .join()}]`,
      ),
    )
    assert.equal(readJson(place.cache).data.five_hour.utilization, 5)
    const [node, bundle] = target.argv
    const argv = [node, '--max-old-space-size=24', bundle ?? '', '--root', place.root, 'get']
    const { code, stdout, stderr } = await runCommand(argv)
    assert.deepEqual([code, stderr], [0, ''])
    assert.ok(stdout.length > room / 2, `${stdout.length} characters`)
  })
})

// A write that fails leaves the old file, no temporary file, and says what the kernel said.
import assert from 'node:assert/strict'
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Answer, onDisk, startDisk } from '../helpers/disk-process.ts'
import '../helpers/in-memory.ts'
import { giveToNobody, makePlace, readJson, writeState } from '../helpers/place.ts'
import { needRoot } from '../helpers/root-user.ts'
import { isRoot, needMount, needTool, NOBODY } from '../helpers/tools.ts'

const OLD = '{"old":true}'
const unprivileged = isRoot ? { uid: NOBODY } : {}

function assertFailed(answer: Answer, code: string, file: string): void {
  assert.deepEqual([answer['code'], answer['kind']], [code, 'persist'])
  assert.ok(String(answer['message']).includes(file), String(answer['message']))
}

test('EACCES: a directory that may not be written', async (t) => {
  const place = makePlace(t)
  writeState(place.cache, OLD)
  giveToNobody(place)
  chmodSync(place.root, 0o555)
  assertFailed(await onDisk({ act: 'write', path: place.cache, ...unprivileged }), 'EACCES', place.cache)
  assert.deepEqual([readdirSync(place.root), readFileSync(place.cache, 'utf8')], [['usage.json'], OLD])
})

test('EACCES: a directory that may not be searched', async (t) => {
  const place = makePlace(t)
  giveToNobody(place)
  chmodSync(place.root, 0o000)
  assertFailed(await onDisk({ act: 'write', path: place.cache, ...unprivileged }), 'EACCES', place.cache)
})

/** In a mount namespace of its own: what a shell prints last is the directory and the old file as they are afterwards. */
const MOUNTED: readonly (readonly [code: string, prepare: string, length: number])[] = [
  ['ENOSPC', 'mount -t tmpfs -o size=64k none "$D" && echo \'{"old":true}\' > "$D/usage.json"', 200_000],
  [
    'ENOSPC',
    'mount -t tmpfs -o size=64k none "$D" && echo \'{"old":true}\' > "$D/usage.json"; head -c 56k /dev/zero > "$D/full"',
    10_000,
  ],
  ['EROFS', 'mount -t tmpfs none "$D" && echo \'{"old":true}\' > "$D/usage.json" && mount -o remount,bind,ro "$D"', 10],
]
for (const [code, prepare, length] of MOUNTED) {
  test(`${code}: ${length} bytes`, async (t) => {
    const namespace = needMount(t)
    if (namespace === null) return
    const place = makePlace(t)
    const script = `D=${place.root}; ${prepare}; "$@"; echo "{\\"files\\":\\"$(cd "$D"; ls -A | tr '\\n' ' ')\\",\\"old\\":$(cat "$D/usage.json")}"`
    const { child, said, ended } = startDisk({ act: 'write', path: place.cache, length }, [
      ...namespace,
      'sh',
      '-c',
      script,
      'sh',
    ])
    child.stdin?.end()
    assertFailed(await said(), code, place.cache)
    const after = await said()
    assert.match(String(after['files']), /^(full )?usage\.json $/)
    assert.deepEqual(after['old'], { old: true })
    assert.equal((await ended).stderr, '')
  })
}

test('EFBIG: a write that comes out short at a file size limit is no success', async (t) => {
  if (!needTool(t, 'sh')) return
  const place = makePlace(t)
  writeState(place.cache, OLD)
  // One block of 512 or 1024 bytes. Node ignores SIGXFSZ, so that the kernel cuts the write and then refuses.
  const limited = ['sh', '-c', 'ulimit -f 1; exec "$@"', 'sh']
  assertFailed(await onDisk({ act: 'write', path: place.cache, length: 3000 }, limited), 'EFBIG', place.cache)
  assert.deepEqual([readdirSync(place.root), readFileSync(place.cache, 'utf8')], [['usage.json'], OLD])
})

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} in the midst of writing ends the process and leaves a whole file`, async (t) => {
    const place = makePlace(t)
    const { child, said, ended } = startDisk({ act: 'write-for-ever', path: place.cache, length: 100_000 })
    t.after(() => child.kill('SIGKILL'))
    assert.deepEqual(await said(), { started: true })
    while (!readdirSync(place.root).includes('usage.json')) await new Promise((resolve) => setTimeout(resolve, 2))
    child.kill(signal)
    assert.equal((await ended).signal, signal)
    assert.equal(readJson(place.cache).text.length, 100_000)
    const others = readdirSync(place.root).filter((name) => name !== 'usage.json')
    assert.ok(
      others.every((name) => /^usage\.json\.us-[0-9a-f]{26}\.tmp$/.test(name)) && others.length <= 1,
      String(others),
    )
  })
}

test('processes of one pid, in pid namespaces of their own, write one file and never meet', async (t) => {
  if (!needTool(t, 'unshare') || !needRoot(t)) return
  const place = makePlace(t)
  const request = { act: 'write', path: place.cache, times: 150, length: 5000 } as const
  const writers = Array.from({ length: 4 }, () => onDisk(request, ['unshare', '--pid', '--fork']))
  let running = true
  const all = Promise.all(writers).finally(() => (running = false))
  let reads = 0
  while (running) {
    await new Promise((resolve) => setTimeout(resolve, 1))
    if (!readdirSync(place.root).includes('usage.json')) continue
    assert.equal(readJson(place.cache).text.length, 5000, 'torn')
    reads++
  }
  assert.deepEqual(
    await all,
    Array.from({ length: 4 }, () => ({ done: true })),
  )
  assert.ok(reads > 10)
  assert.deepEqual(readdirSync(place.root), ['usage.json'])
})

test('processes in a crowd write one file and never meet', async (t) => {
  const place = makePlace(t)
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      onDisk({ act: 'write', path: join(place.root, 'usage.json'), times: 60, length: 3000 }),
    ),
  )
  assert.ok(
    answers.every(({ done }) => done === true),
    JSON.stringify(answers),
  )
  assert.deepEqual(readdirSync(place.root), ['usage.json'])
  assert.equal(readJson(place.cache).text.length, 3000)
})

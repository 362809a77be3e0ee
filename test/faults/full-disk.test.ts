// A disk that is really full, really read-only, and a file size that is really limited, under the commands of the claim.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { dataEntry, makePlace, nowSeconds, type Place } from '../helpers/place.ts'
import { type Outcome, runCommand } from '../helpers/run.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needMount, needTool } from '../helpers/tools.ts'

const TOKEN = '0123456789abcdef0123456789'
/** More than the limits below leave room for. */
const BODY = JSON.stringify({ five_hour: { utilization: 1 }, x: 'x'.repeat(40_000) })

/**
 * Fills `$ROOT` with a claim that runs and an expired entry, spoils it with `$SPOIL`, runs each line of `$LINES`, and
 * says how it ended, whether the files are the old ones, and what else is there.
 */
const SCRIPT = `
[ -z "$OPTIONS" ] || mount -t tmpfs -o "$OPTIONS" none "$ROOT" || exit 99
: > "$ROOT/usage.mutex"
printf '%s' "$ENTRY" > "$ROOT/usage.json"
[ -z "$LOCK" ] || printf '%s' "$LOCK" > "$ROOT/usage.lock"
cp -R "$ROOT/." "$KEEP"
eval "$SPOIL"
printf '%s\\n' "$LINES" | while IFS= read -r line; do
  printf '%s' "$BODY" > "$OUT"
  (eval "$LIMIT"; exec "$@" $line < "$OUT")
  echo "$line: $?"
done
for file in usage.json usage.lock; do
  [ ! -e "$KEEP/$file" ] || cmp "$ROOT/$file" "$KEEP/$file" || echo "$file changed"
done
ls -A "$ROOT" | grep -v -x -e filler -e usage.mutex -e usage.json -e usage.lock
true
`

interface Scene {
  /** Of the tmpfs that is mounted; none is, without. */
  readonly options?: string
  readonly spoil?: string
  readonly limit?: string
  readonly claimed: boolean
  readonly lines: readonly string[]
}

async function play(t: TestContext, target: Target, scene: Scene): Promise<{ place: Place; outcome: Outcome } | null> {
  const namespace = scene.options === undefined ? [] : needMount(t)
  if (namespace === null || !needTool(t, 'cmp')) return null
  const place = makePlace(t)
  const now = nowSeconds()
  const lock = { blocked_until: now + 3600, claim: TOKEN, lease: 3600 }
  const env = {
    PATH: process.env['PATH'] ?? '',
    ROOT: place.root,
    KEEP: `${place.dir}/keep`,
    OUT: `${place.dir}/body`,
    BODY,
    ENTRY: JSON.stringify(dataEntry(now - 200_000, { five_hour: { utilization: 5 } })),
    LOCK: scene.claimed ? JSON.stringify(lock) : '',
    OPTIONS: scene.options ?? '',
    SPOIL: scene.spoil ?? ':',
    LIMIT: scene.limit ?? ':',
    LINES: scene.lines.map((line) => line.replace('{body}', `${place.dir}/body`)).join('\n'),
  }
  const outcome = await runCommand(
    [...namespace, '/bin/sh', '-c', SCRIPT, 'sh', ...target.argv, '--root', place.root],
    { env },
  )
  return { place, outcome }
}

/** Each line exits 3 and says which file failed and why, and nothing is changed or left. */
async function expectAllFail(t: TestContext, target: Target, scene: Scene, errno: string): Promise<void> {
  const played = await play(t, target, scene)
  if (played === null) return
  const { place, outcome } = played
  const ended = scene.lines.map((line) => `${line.replace('{body}', `${place.dir}/body`)}: 3`)
  assert.deepEqual(outcome.stdout.split('\n').slice(0, -1), ended, outcome.stderr)
  const said = outcome.stderr.split('\n').slice(0, -1)
  assert.equal(said.length, scene.lines.length, outcome.stderr)
  for (const line of said) {
    assert.ok(line.startsWith('usage-store: ') && line.includes(place.root), line)
    assert.ok(line.endsWith(` (${errno})`), line)
  }
}

const FETCHES = ['claim', 'claim --force', 'refresh -- cat {body}', 'refresh --force -- cat {body}']
const STORES = [
  `record --claim ${TOKEN}`,
  `record --status 429 --claim ${TOKEN}`,
  `record --status 401 --claim ${TOKEN}`,
  `refresh --claim ${TOKEN} -- cat {body}`,
]
/** It removes the lock: room it needs none, but an inode for a moment, for the time. */
const RELEASE = `release ${TOKEN}`
const PLAIN = ['record', 'record --status 429', 'record --status 401', 'put --error Timeout', 'block --for 60']

const SPOILED: Readonly<Record<string, readonly [options: string, spoil: string, errno: string]>> = {
  'no room': ['size=32k', 'head -c 100000 /dev/zero > "$ROOT/filler" 2>/dev/null', 'ENOSPC'],
  'no inode': ['size=1m,nr_inodes=FILES', ': > "$ROOT/filler"', 'ENOSPC'],
  'read-only': ['size=1m', 'mount -o remount,bind,ro "$ROOT"', 'EROFS'],
}

eachTarget((target) => {
  for (const [name, [options, spoil, errno]] of Object.entries(SPOILED)) {
    const fails = (t: TestContext, claimed: boolean, lines: readonly string[]) => {
      // The directory, the mutex, the entry, the filler; the lock.
      const sized = options.replace('FILES', claimed ? '5' : '4')
      return expectAllFail(t, target, { options: sized, spoil, claimed, lines }, errno)
    }
    test(`${name}: no claim is made`, (t) => fails(t, false, FETCHES))
    test(`${name}: nothing is stored under a claim`, (t) =>
      fails(t, true, name === 'no room' ? STORES : [...STORES, RELEASE]))
    test(`${name}: nothing is stored without one`, (t) =>
      fails(t, true, name === 'read-only' ? [...PLAIN, 'clear', 'unblock'] : PLAIN))
  }

  test('room for the lease but not for the response: exit 3, and the lease is left to run out', async (t) => {
    const lines = ['refresh -- cat {body}', 'claim --force']
    const played = await play(t, target, { options: 'size=40k', claimed: false, lines })
    if (played === null) return
    const { place, outcome } = played
    const ended = [`refresh -- cat ${place.dir}/body: 3`, 'claim --force: 1']
    assert.deepEqual(outcome.stdout.split('\n').slice(0, -1), ended, outcome.stderr)
    assert.match(outcome.stderr, new RegExp(`^usage-store: .*${place.root}/usage.json.* \\(ENOSPC\\)\n$`))
  })

  test('RLIMIT_FSIZE: a response that may not be so large', async (t) => {
    const lines = ['record', `record --claim ${TOKEN}`, `refresh --claim ${TOKEN} -- cat {body}`]
    // Blocks of 512 or 1024 bytes: room for a lease.
    await expectAllFail(t, target, { limit: 'ulimit -f 8', claimed: true, lines }, 'EFBIG')
  })

  test('RLIMIT_FSIZE: nothing may be written at all', async (t) => {
    const given = { limit: 'ulimit -f 0', claimed: true, lines: [...STORES, ...PLAIN] }
    await expectAllFail(t, target, given, 'EFBIG')
    await expectAllFail(t, target, { ...given, claimed: false, lines: FETCHES }, 'EFBIG')
  })
})

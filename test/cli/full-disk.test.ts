// A write that fails leaves the old file whole and nothing beside it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePlace } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needMount } from '../helpers/tools.ts'

const BODY = JSON.stringify({ five_hour: { utilization: 1 }, x: 'x'.repeat(40_000) })

/** Mounts `$OPTIONS` on `$ROOT`, fills or locks it with `$SPOIL`, then puts and blocks. */
const SCRIPT = `
mount -t tmpfs -o "$OPTIONS" none "$ROOT" || exit 99
printf '{"five_hour":{"utilization":5}}' | "$@" put || exit 98
eval "$SPOIL"
cp "$ROOT/usage.json" "$KEEP" || exit 97
printf '%s' "$BODY" | "$@" put; echo "put $?"
"$@" block; echo "block $?"
cmp "$ROOT/usage.json" "$KEEP" && echo intact
ls "$ROOT" | grep -v -x -e filler -e usage.mutex -e usage.view
`

const SPOILERS: Readonly<Record<string, readonly [options: string, spoil: string, errno: string, lockFails: boolean]>> =
  {
    'no room': ['size=32k', 'head -c 100000 /dev/zero > "$ROOT/filler" 2>/dev/null', 'ENOSPC', true],
    'room for a part': ['size=40k', ':', 'ENOSPC', false],
    'no inode': ['size=1m,nr_inodes=5', ': > "$ROOT/filler"', 'ENOSPC', true],
    'read-only': ['size=1m', 'mount -o remount,bind,ro "$ROOT"', 'EROFS', true],
  }

eachTarget((target) => {
  for (const [name, [options, spoil, errno, lockFails]] of Object.entries(SPOILERS)) {
    test(name, async (t) => {
      const namespace = needMount(t)
      if (namespace === null) return
      const place = makePlace(t)
      const env = {
        PATH: process.env['PATH'] ?? '',
        ROOT: place.root,
        KEEP: `${place.dir}/keep`,
        BODY,
        OPTIONS: options,
        SPOIL: spoil,
      }
      const outcome = await runCommand(
        [...namespace, '/bin/sh', '-c', SCRIPT, 'sh', ...target.argv, '--root', place.root],
        { env },
      )
      const lines = outcome.stderr.split('\n').slice(0, -1)
      const failures = ['usage.json', ...(lockFails ? ['usage.lock'] : [])]
      assert.equal(lines.length, failures.length, outcome.stderr)
      for (const [index, file] of failures.entries()) {
        assert.match(lines[index] ?? '', new RegExp(`^usage-store: .*${place.root}/${file}.* \\(${errno}\\)$`))
      }
      const left = lockFails ? ['usage.json'] : ['usage.json', 'usage.lock']
      assert.deepEqual(
        [outcome.code, outcome.stdout.split('\n').slice(0, -1)],
        [0, ['put 3', `block ${lockFails ? 3 : 0}`, 'intact', ...left]],
      )
    })
  }
})

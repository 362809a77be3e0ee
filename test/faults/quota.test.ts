// A real quota: btrfs has one that needs no kernel of its own, on a file as its disk.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePlace } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needMount, needTool } from '../helpers/tools.ts'

const BODY = JSON.stringify({ five_hour: { utilization: 1 }, x: 'x'.repeat(60_000) })

/** Exits 99 where such a disk cannot be had. The quota counts what was synced. */
const SCRIPT = `
truncate -s 160M "$DISK" && mkfs.btrfs -q "$DISK" > /dev/null 2>&1 || exit 99
mount -o loop "$DISK" "$ROOT" && btrfs quota enable "$ROOT" && btrfs subvolume create "$ROOT/quota" > /dev/null || exit 99
mkdir "$ROOT/quota/root"
printf '{"five_hour":{"utilization":5}}' | "$@" put || exit 98
cp "$ROOT/quota/root/usage.json" "$KEEP"
btrfs filesystem sync "$ROOT" > /dev/null || exit 99
btrfs qgroup limit 64K "$ROOT/quota" || exit 99
printf '%s' "$BODY" | "$@" put; echo "put $?"
printf '%s' "$BODY" | "$@" record; echo "record $?"
cmp "$ROOT/quota/root/usage.json" "$KEEP" && echo intact
ls "$ROOT/quota/root"
`

eachTarget((target) => {
  test('over a quota: exit 3, the old file, and nothing beside it', async (t) => {
    const namespace = needMount(t)
    if (namespace === null || !needTool(t, 'mkfs.btrfs')) return
    const place = makePlace(t)
    const env = {
      PATH: process.env['PATH'] ?? '',
      ROOT: place.root,
      DISK: `${place.dir}/disk`,
      KEEP: `${place.dir}/keep`,
      BODY,
    }
    const root = `${place.root}/quota/root`
    const argv = [...namespace, '/bin/sh', '-c', SCRIPT, 'sh', ...target.argv, '--root', root]
    const { code, stdout, stderr } = await runCommand(argv, { env })
    // Also where CI runs: there may be no loop device, or no such file system in the kernel.
    if (code === 99) return t.skip('needs a kernel with btrfs, and a loop device')
    const lines = stderr.split('\n').slice(0, -1)
    for (const line of lines)
      assert.match(line, new RegExp(`^usage-store: cannot write ${root}/usage.json: .* \\(EDQUOT\\)$`))
    assert.deepEqual(
      [code, lines.length, stdout.split('\n').slice(0, -1)],
      [0, 2, ['put 3', 'record 3', 'intact', 'usage.json', 'usage.mutex', 'usage.view']],
    )
  })
})

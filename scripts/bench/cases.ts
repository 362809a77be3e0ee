/** What is measured of the program itself. The first case is what all are compared with. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from './process.ts'
import {
  bundle,
  dir,
  emptyExecutable,
  emptyScript,
  expiredRoot,
  node,
  response,
  root,
  run,
  store,
  untilWritten,
} from './stage.ts'

const claimed = expiredRoot('claimed')
spawnSync(store, ['--root', claimed, 'claim', '--lease', '1d'], { env: {} })
export const free = expiredRoot('free')
export const unclaim = () => rmSync(join(free, 'usage.lock'), { force: true })
const landed = join(dir, 'landed')
const untilLanded = () => {
  untilWritten(landed, '0.05')
  rmSync(landed)
}

const TEMPLATE =
  '5h {five_hour.percent|round}% {five_hour.percent|bar:10} {five_hour.resets_at|at} 7d {seven_day.percent|round}%'

export const base: Case = { name: 'empty script, same Node', command: node, args: [emptyScript] }
export const hit = run('`get --shell`, a hit', ['get', '--shell', '--max-age', '1d'])

export const cases: readonly Case[] = [
  base,
  { name: 'empty executable', command: emptyExecutable, args: [] },
  hit,
  run('`get --field five_hour.percent`, a hit', ['get', '--field', 'five_hour.percent', '--max-age', '1d']),
  run('`get --format …`, a hit', ['get', '--format', TEMPLATE, '--max-age', '1d']),
  run('`get`, a hit', ['get', '--max-age', '1d']),
  { name: '`get --shell` by `node usage-store.js`', command: node, args: [bundle, ...hit.args] },
  run('`put`', ['put'], { stdin: response }, join(dir, 'put')),
  run('`get --shell --refresh …`, stale, lost', ['get', '--shell', '--refresh', 'true'], {}, claimed),
  run(
    '`get --shell --refresh …`, stale, won',
    ['get', '--shell', '--refresh', `: > '${landed}'; exit 77`],
    { before: unclaim, after: untilLanded },
    free,
  ),
  run('`claim`, lost', ['claim'], { exit: 1 }, claimed),
  run('`claim`, won', ['claim'], { before: unclaim }, free),
  run('`refresh --force -- cat FILE`', ['refresh', '--force', '--', 'cat', response], {}, root),
]

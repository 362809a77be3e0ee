/** `usage_store` on a fresh view, in the shells. */
import { spawnSync } from 'node:child_process'
import { which } from './process.ts'
import { root, store } from './stage.ts'

const posixLoop = (count: number) => `for ((i = 0; i < ${count}; i++)); do usage_store --max-age 1d; done`
const SHELLS = {
  bash: { args: ['--norc', '-c'], loop: posixLoop },
  zsh: { args: ['-f', '-c'], loop: posixLoop },
  fish: {
    args: ['--no-config', '-c'],
    loop: (count: number) => `for i in (seq ${count}); usage_store --max-age 1d; end`,
  },
}

export const shells = Object.entries(SHELLS).filter(([shell]) => which(shell) !== '')

export function shellVersion([shell]: (typeof shells)[number]): string {
  return /\d[\w.]*/.exec(spawnSync(shell, ['--version'], { encoding: 'utf8' }).stdout)?.[0] ?? ''
}

/** Milliseconds of one call, some times over: many calls in one shell, less the start of that shell. */
export function viewRenders([shell, { args, loop }]: (typeof shells)[number], place = root): number[] {
  const init = spawnSync(store, ['init', shell], { env: {}, encoding: 'utf8' }).stdout
  const run = (count: number) => {
    const start = performance.now()
    // Without a PATH, a render that would ask usage-store fails.
    const { stdout } = spawnSync(which(shell), [...args, `${init}\n${loop(count)}\necho "$usage_state"`], {
      env: { USAGE_STORE_ROOT: place, PATH: '/nonexistent' },
      encoding: 'utf8',
    })
    const took = performance.now() - start
    if (count > 0 && stdout.trim() !== 'fresh') throw new Error(`${shell} did not use the view of ${place}`)
    return took
  }
  run(1)
  return Array.from({ length: 20 }, () => (run(200) - run(0)) / 200)
}

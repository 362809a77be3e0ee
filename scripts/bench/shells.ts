/** `usage_store` on a fresh view, in the shells. */
import { spawnSync } from 'node:child_process'
import { root, store } from './stage.ts'

const posixLoop = (count: number) => `for ((i = 0; i < ${count}; i++)); do usage_store --max-age 1d; done`
const SHELLS = {
  bash: { argv: ['bash', '--norc', '-c'], loop: posixLoop },
  zsh: { argv: ['zsh', '-f', '-c'], loop: posixLoop },
  fish: {
    argv: ['fish', '--no-config', '-c'],
    loop: (count: number) => `for i in (seq ${count}); usage_store --max-age 1d; end`,
  },
}

export const shells = Object.entries(SHELLS).filter(([, { argv }]) => spawnSync(argv[0]!, ['--version']).status === 0)

/** Milliseconds of one call, some times over: many calls in one shell, less the start of that shell. */
export function viewRenders([shell, { argv, loop }]: (typeof shells)[number], place = root): number[] {
  const init = spawnSync(store, ['init', shell], { env: {}, encoding: 'utf8' }).stdout
  const run = (count: number) => {
    const start = performance.now()
    spawnSync(argv[0]!, [...argv.slice(1), `${init}\n${loop(count)}`], {
      env: { USAGE_STORE_ROOT: place },
      stdio: 'inherit',
    })
    return performance.now() - start
  }
  run(1)
  return Array.from({ length: 20 }, () => (run(200) - run(0)) / 200)
}

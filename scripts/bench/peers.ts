/** What else shows usage in a prompt, each with its cache warm. One that is not to be had is left out, and said so. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Case, which } from './process.ts'
import { directory, node, root, say, usage } from './stage.ts'

const CCSTATUSLINE = 'ccstatusline@2.2.30'
const PATH = process.env['PATH'] ?? ''

/** The usual line: when the file was written, and a number out of it. */
function usualLine(): Case[] {
  if (which('jq') === '') return leftOut('the shell line (no jq)')
  const file = join(root, 'usage.json')
  const line = `age=$(($(date +%s) - $(stat -c %Y '${file}'))); jq -r .data.five_hour.utilization '${file}'; echo "$age"`
  return [{ name: 'shell line: `date`, `stat`, `jq`', command: '/bin/sh', args: ['-c', line], env: { PATH } }]
}

const STATUS = JSON.stringify({ model: { id: 'claude', display_name: 'Claude' }, workspace: { current_dir: '/' } })

function ccstatusline(): Case[] {
  const home = directory('ccstatusline')
  const npm = ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', home, CCSTATUSLINE]
  if (spawnSync('npm', npm).status !== 0) return leftOut(CCSTATUSLINE)
  const { five_hour: session, seven_day: weekly } = usage
  const cache = {
    sessionUsage: session.utilization,
    sessionResetAt: session.resets_at,
    weeklyUsage: weekly.utilization,
    weeklyResetAt: weekly.resets_at,
  }
  const widgets = ['session-usage', 'weekly-usage'].map((type, id) => ({ id: String(id), type }))
  const [input, cached] = [join(home, 'status.json'), join(home, '.cache', 'ccstatusline', 'usage.json')]
  write(input, STATUS)
  write(
    join(home, '.config', 'ccstatusline', 'settings.json'),
    JSON.stringify({ version: 3, lines: [widgets, [], []] }),
  )
  const script = join(home, 'node_modules', 'ccstatusline', 'dist', 'ccstatusline.js')
  // Its cache is warm for 180 s.
  const before = () => write(cached, JSON.stringify(cache))
  return [
    {
      name: `${CCSTATUSLINE}, same Node`,
      command: node,
      args: [script],
      stdin: input,
      env: { PATH, HOME: home },
      before,
    },
  ]
}

function linesmith(): Case[] {
  const command = which('linesmith')
  if (command === '') return leftOut('linesmith (not on PATH)')
  const home = directory('linesmith')
  const input = join(home, 'status.json')
  write(input, STATUS)
  write(join(home, '.config', 'linesmith', 'config.toml'), '[line]\nsegments = ["rate_limit_5h", "rate_limit_7d"]\n')
  const entry = {
    schema_version: 1,
    cached_at: new Date().toISOString(),
    data: { ...usage, unknown_buckets: {} },
    error: null,
  }
  const before = () => write(join(home, '.cache', 'linesmith', 'usage.json'), JSON.stringify(entry))
  const [, version = ''] = spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout.trim().split(' ')
  return [{ name: `linesmith ${version}`, command, args: [], stdin: input, env: { HOME: home }, before }]
}

function leftOut(what: string): [] {
  say(`left out: ${what}`)
  return []
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

export const peers: readonly Case[] = [...usualLine(), ...ccstatusline(), ...linesmith()]

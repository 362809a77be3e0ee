/**
 * `npm start`: shows the freshly built executable at work, and where it is.
 *
 * Works in a temporary root that is removed at the end; the user's own cache is neither read nor
 * written.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { executablePath } from './stamp.mjs'
import { temporaryDirectory } from './temporary.ts'

const executable = executablePath(fileURLToPath(new URL('..', import.meta.url)))
const sample = fileURLToPath(new URL('sample-response.json', import.meta.url))
const say = (line = '') => process.stdout.write(`${line}\n`)

const FIRST_RESET_IN_MS = 3 * 60 * 60 * 1000
const RESET = /("resets_at":\s*")(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(\+00:00")/g

/** The sample with all its resets moved by one constant, so that the first lies ahead of `nowMs`. */
function movedTo(nowMs: number, text: string): string {
  const resets = [...text.matchAll(RESET)].map((match) => Date.parse(`${match[2]}Z`))
  const first = Math.min(...resets)
  const shiftMs = Math.floor((nowMs + FIRST_RESET_IN_MS - first) / 1000) * 1000
  return text.replaceAll(RESET, (_all, before: string, seconds: string, fraction = '', after: string) => {
    const moved = new Date(Date.parse(`${seconds}Z`) + shiftMs).toISOString().slice(0, 19)
    return `${before}${moved}${fraction}${after}`
  })
}

/** Shows a command and what it prints; throws if it fails. */
function show(root: string, args: readonly string[], stdin?: { shown: string; text: string }): void {
  say(`$ usage-store ${args.join(' ')}${stdin ? ` < ${stdin.shown}` : ''}`)
  const env: NodeJS.ProcessEnv = { USAGE_STORE_ROOT: root }
  for (const name of ['PATH', 'HOME', 'TZ', 'SystemRoot']) if (process.env[name]) env[name] = process.env[name]
  const { error, status, stdout, stderr } = spawnSync(executable, args, {
    env,
    cwd: root,
    input: stdin?.text ?? '',
    encoding: 'utf8',
  })
  if (stdout) say(stdout.trimEnd())
  if (stderr) say(stderr.trimEnd())
  if (error) throw error
  if (status !== 0) throw new Error(`usage-store ${args.join(' ')} exited with ${status}`)
  say()
}

const root = temporaryDirectory(tmpdir())
try {
  say('A sample response of the usage endpoint (scripts/sample-response.json), in a temporary')
  say('directory; all its resets are moved by one constant, so that the first is 3 hours ahead.')
  say()
  const text = movedTo(Date.now(), readFileSync(sample, 'utf8'))
  writeFileSync(join(root, 'response.json'), text)
  // Any command that prints what the endpoint answered will do.
  show(root, ['refresh', '--', 'cat', 'response.json'])
  show(root, ['get', '--field', 'five_hour.percent', '--field', 'seven_day.percent'])
  show(root, ['get', '--shell'])
  show(root, ['get'])
  const refusal = 'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\n\r\n'
  show(root, ['record'], { shown: '429-with-retry-after-0.http', text: refusal })
  show(root, ['get', '--max-age', '0', '--field', 'state', '--field', 'lock.retry_in_seconds'])
  say(`The executable: ${executable}`)
  if (process.platform === 'win32') say(`To have it on PATH, add the folder ${dirname(executable)}`)
  else say(`To have it on PATH: install -D '${executable}' ~/.local/bin/usage-store`)
} catch (error) {
  console.error(`start: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

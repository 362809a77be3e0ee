// Where a case is played: its directory, its environment, and the program under its two names on PATH.
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { giveToNobody, makePlace, writeState, type Place } from '../helpers/place.ts'
import { forNobody, runCommand, shellQuote, type Outcome } from '../helpers/run.ts'
import type { Target } from '../helpers/targets.ts'
import { AS_NOBODY, isRoot } from '../helpers/tools.ts'
import { microseconds, stamp, stampAll, type Case, type Step } from './cases.ts'
import { bytesOf, checkStep } from './check.ts'

const LIMIT_MS = 40_000
const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url))

interface Stage {
  readonly place: Place
  /** The case's own instant, in microseconds. */
  readonly base: number
  readonly input: string | Buffer
  readonly env: Readonly<Record<string, string>>
  /** What is put before bash to become another user. */
  readonly prefix: readonly string[]
}

/** Puts `usage-store` and `us` into a directory of their own, which goes on PATH. */
function install(place: Place, argv: readonly string[]): string {
  const bin = join(place.dir, 'bin')
  mkdirSync(bin)
  const script = (name: string, line: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const [command = '', ...rest] = argv
  if (rest.length === 0) symlinkSync(command, join(bin, 'usage-store'))
  else script('usage-store', `exec ${argv.map(shellQuote).join(' ')} "$@"`)
  script('us', 'exec usage-store --root "$ROOT" "$@"')
  return bin
}

/** Text with its instants in place; the bytes of a file that is no UTF-8 stay as they are. */
function textOf(source: string, base: number): string | Buffer {
  if (!source.startsWith('@file:')) return stamp(source, base)
  const bytes = readFileSync(join(fixtures, source.slice('@file:'.length)))
  return bytes.equals(Buffer.from(bytes.toString())) ? stamp(bytes.toString(), base) : bytes
}

function bash(stage: Stage, line: string, stdin: string | Buffer, stdinStaysOpen = false): Promise<Outcome> {
  const options = { cwd: stage.place.dir, env: stage.env, stdin, stdinStaysOpen, limitMs: LIMIT_MS }
  return runCommand([...stage.prefix, 'bash', '-c', stamp(line, stage.base)], options)
}

async function setUp(stage: Stage, definition: Case): Promise<void> {
  const give = (): void => {
    if (stage.prefix.length > 0) giveToNobody(stage.place)
  }
  for (const { write, text = '', mtime, sh } of definition.setup) {
    if (write !== undefined) {
      const seconds = mtime === undefined ? undefined : (stage.base + microseconds(mtime)) / 1e6
      writeState(join(stage.place.root, write), stamp(text, stage.base), seconds)
    }
    give()
    if (sh !== undefined) await bash(stage, sh, '')
  }
  give()
}

async function playStep(stage: Stage, step: Step): Promise<void> {
  const { dir, root } = stage.place
  const before = new Map((step.unchanged ?? []).map((name) => [name, bytesOf(root, name)]))
  for (const [name, text] of Object.entries(step.files ?? {})) writeFileSync(join(dir, name), stamp(text, stage.base))
  const stdin = step.stdin === '@input' ? stage.input : textOf(step.stdin ?? '', stage.base)
  const from = Date.now() / 1000
  const outcome = await bash(stage, step.sh, stdin, step.stdin_open === true)
  const span = { from, to: Date.now() / 1000 }
  checkStep(stampAll(step, stage.base), outcome, span, { root, input: stage.input.toString(), before })
}

/** Plays the case from the first line to the last; rejects at the first thing that does not hold. */
export async function playCase(t: TestContext, target: Target, definition: Case): Promise<void> {
  const place = makePlace(t)
  const { dir, root } = place
  const other = definition.needs.includes('nonroot') && isRoot
  const bin = install(place, other ? target.argv.map(forNobody) : target.argv)
  const home = join(dir, 'home')
  mkdirSync(home)
  const base = Date.now() * 1000 + 137
  const own = Object.entries(definition.env).map(([name, value]) => [name, value.replaceAll('$CASE', dir)])
  const path = `${bin}:${process.env['PATH'] ?? ''}`
  const given = { PATH: path, HOME: home, TZ: 'UTC', LANG: 'C.UTF-8', CASE: dir, ROOT: root }
  const stage: Stage = {
    place,
    base,
    input: textOf(definition.input ?? '', base),
    env: { ...given, ...Object.fromEntries(own) },
    prefix: other ? AS_NOBODY : [],
  }
  await setUp(stage, definition)
  for (const step of definition.steps) await playStep(stage, step)
}

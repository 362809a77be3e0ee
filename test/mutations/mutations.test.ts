// Tests of the tests: a defect is put into a copy of the repository, and the test that watches for it must go red.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { repository } from '../helpers/targets.ts'
import { MUTATIONS, type Mutation } from './mutations.ts'

const COPIED = ['src', 'scripts', 'test', 'package.json', 'package-lock.json', 'tsconfig.json']
/** As many as there are cores on a small machine; each has a copy of its own. */
const WORKERS = 2

const scratch = mkdtempSync(join(tmpdir(), 'usage-store-mutations-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

const idle = Array.from({ length: WORKERS }, (_, n) => {
  const copy = join(scratch, String(n))
  for (const name of COPIED) cpSync(join(repository, name), join(copy, name), { recursive: true })
  cpSync(join(repository, 'dist', 'package.json'), join(copy, 'dist', 'package.json'))
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'))
  return copy
})

const UNRUNNABLE = /SyntaxError: (?!.*JSON)|ReferenceError|ERR_MODULE_NOT_FOUND/

interface Outcome {
  readonly code: number | null
  readonly text: string
}

function run(copy: string, args: readonly string[]): Promise<Outcome> {
  // Told by this variable that it runs inside a test, `node --test` would run nothing.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(process.execPath, args, { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, text })))
}

async function runTest(copy: string, { test: file, pattern, built }: Mutation): Promise<Outcome> {
  if (built === true) {
    const build = await run(copy, ['scripts/build.ts', '--bundle-only'])
    assert.equal(build.code, 0, build.text)
  }
  const args = [
    '--import',
    './scripts/alias-hook.ts',
    '--test',
    '--test-reporter=tap',
    '--test-timeout=60000',
    '--test-force-exit',
  ]
  return run(copy, [...args, `--test-name-pattern=${pattern}`, file])
}

function count(text: string, what: 'pass' | 'fail' | 'skipped'): number {
  return Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(text)?.[1])
}

/** How the tests go without a defect: the same for all defects that the same test watches for. */
const wholes = new Map<string, Promise<Outcome>>()

function runWhole(copy: string, mutation: Mutation): Promise<Outcome> {
  const key = JSON.stringify([mutation.test, mutation.pattern, mutation.built === true])
  const whole = wholes.get(key) ?? runTest(copy, mutation)
  wholes.set(key, whole)
  return whole
}

/** Puts the defects into a file; returns what takes them out again. */
function mutate(copy: string, { file, replace }: Mutation): () => void {
  const path = join(copy, file)
  const original = readFileSync(path, 'utf8')
  let text = original
  for (const [from, to] of replace) {
    assert.equal(
      text.split(from).length,
      2,
      `${file} does not have exactly one ${JSON.stringify(from)}: mend the mutation`,
    )
    text = text.replace(from, () => to)
  }
  writeFileSync(path, text)
  return () => writeFileSync(path, original)
}

describe('a defect is noticed', { concurrency: WORKERS }, () => {
  for (const mutation of MUTATIONS) {
    test(mutation.name, async (t) => {
      const copy = idle.pop() ?? assert.fail('no copy is free')
      try {
        const restore = mutate(copy, mutation)
        const broken = await runTest(copy, mutation)
        restore()
        const whole = await runWhole(copy, mutation)
        assert.equal(whole.code, 0, `red without the defect too: ${whole.text}`)
        // What a test needs may be missing here: then it says nothing about the defect either.
        if (count(whole.text, 'pass') === 0 && count(whole.text, 'skipped') > 0)
          return t.skip(`skipped: ${mutation.pattern}`)
        assert.ok(count(whole.text, 'pass') > 0, `no test is called ${mutation.pattern}`)
        // A torn file is a SyntaxError about JSON, and is what some defects are noticed by.
        assert.doesNotMatch(broken.text, UNRUNNABLE, 'it must run to be noticed')
        assert.ok(count(broken.text, 'fail') > 0, `not noticed: ${broken.text}`)
      } finally {
        idle.push(copy)
      }
    })
  }
})

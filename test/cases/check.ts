// What has to hold after a step of a case.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Outcome } from '../helpers/run.ts'
import type { Expected, Step } from './cases.ts'

export interface Span {
  /** When the step began and ended, in Unix seconds. */
  readonly from: number
  readonly to: number
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** The value at a JSON Pointer, undefined where there is none. */
function at(document: unknown, pointer: string): unknown {
  let value = document
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return value
}

function pair(expected: Expected, kind: string): readonly [number, number] | undefined {
  if (expected === null || typeof expected !== 'object' || !Object.hasOwn(expected, kind)) return undefined
  return (expected as Readonly<Record<string, readonly [number, number]>>)[kind]
}

function holds(value: unknown, expected: Expected, span: Span): boolean {
  if (pair(expected, 'absent') !== undefined) return value === undefined
  const between = pair(expected, 'between')
  if (between !== undefined) return typeof value === 'number' && value >= between[0] && value <= between[1]
  const unix = pair(expected, 'unix_between')
  if (unix === undefined) return isDeepStrictEqual(value, expected)
  const low = Math.floor(span.from) + unix[0] - 1
  return typeof value === 'number' && value >= low && value <= Math.ceil(span.to) + unix[1]
}

function checkPointers(text: string, pointers: Readonly<Record<string, Expected>>, span: Span, where: string): void {
  const document: unknown = JSON.parse(text)
  for (const [pointer, expected] of Object.entries(pointers)) {
    const value = at(document, pointer)
    assert.ok(
      holds(value, expected, span),
      `${where} ${pointer}: expected ${JSON.stringify(expected)}, came ${JSON.stringify(value)}`,
    )
  }
}

/** The bytes of a file of the root, null where there is none. */
export function bytesOf(root: string, name: string): Buffer | null {
  const file = join(root, name)
  return existsSync(file) ? readFileSync(file) : null
}

function checkStdout(step: Step, outcome: Outcome, span: Span, input: string): void {
  if (step.stdout !== undefined) assert.equal(outcome.stdout, step.stdout)
  for (const part of list(step.stdout_has)) assert.ok(outcome.stdout.includes(part), `no ${part} in ${outcome.stdout}`)
  for (const part of list(step.stdout_lacks)) assert.ok(!outcome.stdout.includes(part), `${part} in ${outcome.stdout}`)
  for (const source of list(step.stdout_re)) assert.match(outcome.stdout, new RegExp(source, 'm'))
  if (step.stdout_json_equals !== undefined) {
    const expected: unknown = step.stdout_json_equals === '@input' ? JSON.parse(input) : step.stdout_json_equals
    assert.deepEqual(JSON.parse(outcome.stdout), expected)
  }
  if (step.json !== undefined) checkPointers(outcome.stdout, step.json, span, 'stdout')
}

/** Asserts everything that `step` says; `before` holds the files that have to be unchanged. */
export function checkStep(
  step: Step,
  outcome: Outcome,
  span: Span,
  context: { readonly root: string; readonly input: string; readonly before: ReadonlyMap<string, Buffer | null> },
): void {
  const codes = typeof step.exit === 'number' ? [step.exit] : step.exit
  assert.ok(codes.includes(outcome.code ?? -1), `exit ${outcome.code ?? outcome.signal}: ${outcome.stderr}`)
  assert.doesNotMatch(outcome.stderr, /^\s+at .*[:(]|node:internal|Uncaught/m, 'a stack trace')
  // Twice the time, for a crowded machine: what it guards against waits longer still.
  if (step.within_s !== undefined) assert.ok(outcome.elapsedMs <= step.within_s * 2000, `${outcome.elapsedMs} ms`)
  checkStdout(step, outcome, span, context.input)
  if (step.stderr_empty === true) assert.equal(outcome.stderr, '')
  if (step.stderr_lines !== undefined) assert.equal(outcome.stderr.split('\n').length - 1, step.stderr_lines)
  for (const part of list(step.stderr_has)) assert.ok(outcome.stderr.includes(part), `no ${part} in ${outcome.stderr}`)
  for (const [name, pointers] of Object.entries(step.disk ?? {})) {
    checkPointers(readFileSync(join(context.root, name), 'utf8'), pointers, span, name)
  }
  for (const name of step.file_absent ?? []) assert.equal(existsSync(join(context.root, name)), false, name)
  for (const [name, bytes] of context.before) assert.deepEqual(bytesOf(context.root, name), bytes, name)
}

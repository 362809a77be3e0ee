// The promises that hold for every command, asserted in one place: exit code, stdout and stderr, always all three.
import assert from 'node:assert/strict'
import { run, type Outcome } from './run.ts'
import type { Target } from './targets.ts'

const ERROR_LINE = /^usage-store: [^\n]+ \(([A-Z][A-Z0-9_]*)\)\n$/

function context(outcome: Outcome): string {
  return `${outcome.command}\nstdout: ${JSON.stringify(outcome.stdout)}\nstderr: ${JSON.stringify(outcome.stderr)}`
}

/** Ended with `code` and nothing on stderr. */
export function expectQuiet(outcome: Outcome, code: number): void {
  assert.equal(outcome.stderr, '', context(outcome))
  assert.equal(outcome.code, code, context(outcome))
}

/** Ended with `code`, exactly this on stdout, nothing on stderr. */
export function expectOutput(outcome: Outcome, code: number, stdout: string): void {
  expectQuiet(outcome, code)
  assert.equal(outcome.stdout, stdout, context(outcome))
}

/** Ended with `code`, one error line of the documented form, nothing on stdout; returns the tag in parentheses. */
export function expectError(outcome: Outcome, code: number, ...has: readonly (string | RegExp)[]): string {
  assert.equal(outcome.code, code, context(outcome))
  assert.equal(outcome.stdout, '', context(outcome))
  const tag = ERROR_LINE.exec(outcome.stderr)?.[1]
  assert.ok(tag !== undefined, `no single error line: ${context(outcome)}`)
  for (const part of has) {
    if (typeof part === 'string') assert.ok(outcome.stderr.includes(part), `no ${part}: ${context(outcome)}`)
    else assert.match(outcome.stderr, part, context(outcome))
  }
  return tag
}

/** A usage error, wherever it arises. */
export function expectUsageError(outcome: Outcome, ...has: readonly (string | RegExp)[]): void {
  assert.equal(expectError(outcome, 2, ...has), 'USAGE', context(outcome))
}

/** Input that was refused. */
export function expectBadInput(outcome: Outcome): void {
  assert.equal(expectError(outcome, 5), 'BAD_INPUT', context(outcome))
}

/** An I/O error that names the path and an errno. */
export function expectIoError(outcome: Outcome, path: string, errno: RegExp = /^E[A-Z0-9]+$/): void {
  assert.match(expectError(outcome, 3, path), errno, context(outcome))
}

/** The JSON on stdout; one object and a final newline, nothing on stderr. */
// oxlint-disable-next-line typescript/no-explicit-any
export function expectJson(outcome: Outcome, code: number): any {
  expectQuiet(outcome, code)
  assert.ok(outcome.stdout.endsWith('}\n'), context(outcome))
  return JSON.parse(outcome.stdout)
}

/** `actual` has at least these members, each equal as JSON. */
export function expectMembers(
  actual: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, unknown>>,
): void {
  const seen = Object.fromEntries(Object.keys(members).map((key) => [key, actual[key]]))
  assert.deepEqual(seen, members)
}

/**
 * Measures until there are less than `limitMs`: on a crowded machine that may need several tries, and what waits for
 * something fails them all.
 */
export async function expectOnceBelow(limitMs: number, measure: () => Promise<number>): Promise<void> {
  const seen: number[] = []
  while (seen.length < 30) {
    const ms = await measure()
    if (ms < limitMs) return
    seen.push(Math.round(ms))
  }
  assert.fail(`never less than ${limitMs} ms: ${seen.join(' ')}`)
}

/** Runs `act` until it takes less than `limitMs` more than `target` takes for next to nothing, just before or after. */
export async function expectOnceWithin(limitMs: number, target: Target, act: () => Promise<Outcome>): Promise<void> {
  const start = async (): Promise<number> => (await run(target, ['--version'])).elapsedMs
  let before = await start()
  await expectOnceBelow(limitMs, async () => {
    const { elapsedMs } = await act()
    const after = await start()
    const more = elapsedMs - Math.min(before, after)
    before = after
    return more
  })
}

/** `low <= actual <= high`. */
export function expectBetween(actual: unknown, low: number, high: number, what = 'value'): void {
  assert.ok(
    typeof actual === 'number' && actual >= low && actual <= high,
    `${what}: ${String(actual)} is not in ${low}..${high}`,
  )
}

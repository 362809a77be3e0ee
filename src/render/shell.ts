/** A decision as variables for shells. Pure. Guarantees that what is printed assigns, and does nothing else. */
import type { Decision } from '../core/decide.ts'
import { secondsBetween } from '../core/instant.ts'
import { BUCKET_NAMES, roundTo, uniqueNames, wholePercent, type Window, type Windows } from '../core/windows.ts'
import { plainText } from './text.ts'

/** POSIX assignments, one a line, safe to `eval` in sh, bash, zsh and ksh. */
export function renderPosix(decision: Decision, nowMs: number): string {
  // Between single quotes only the single quote itself means anything (POSIX XCU 2.2.2).
  return variables(decision, nowMs)
    .map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('')
}

/** The same names as `set -g` lines of fish. */
export function renderFish(decision: Decision, nowMs: number): string {
  return variables(decision, nowMs)
    .map(([name, value]) => `set -g ${name} '${value.replace(TO_ESCAPE, fishEscape)}'\n`)
    .join('')
}

/** `\` and `'` are escaped inside single quotes. */
const TO_ESCAPE = /([\u0080-\uFFFF]?)([\\'])/g

/**
 * In GBK or Shift-JIS the backslash would be the second half of what a byte of a character beyond ASCII begins: after
 * one, the quotes end first, and a quote is no second half of anything.
 */
function fishEscape(_: string, before: string, character: string): string {
  return before === '' ? `\\${character}` : `${before}'\\${character}'`
}

/** Every variable, always, so that none keeps the value of an earlier render; empty where there is nothing. */
function variables(decision: Decision, nowMs: number): [string, string][] {
  const { activeBlock, entry, windows } = decision
  const retryIn = activeBlock === null ? null : secondsBetween(nowMs, activeBlock.blockedUntil * 1000)
  return [
    ['usage_state', decision.state],
    ['usage_age', decision.served ? text(decision.ageSeconds) : ''],
    ['usage_error', plainText(activeBlock?.error ?? entry?.error?.code ?? '')],
    ['usage_retry_in', text(retryIn)],
    ['usage_scoped', scopedWords(windows)],
    ...BUCKET_NAMES.flatMap((name) => windowVariables(`usage_${name}`, windows.buckets.get(name))),
  ]
}

function windowVariables(name: string, window: Window | undefined): [string, string][] {
  return [
    [name, percentText(window)],
    [`${name}_resets_in`, text(window?.resetsInSeconds)],
    [`${name}_pace`, paceText(window)],
    [`${name}_runs_out_in`, text(window?.runsOutInSeconds)],
  ]
}

/** `Opus=82 Sonnet=12`; names reduced to what needs no quoting, one that loses every character left out. */
export function scopedWords({ scoped }: Windows): string {
  const words = new Map<string, string>()
  const uniqueName = uniqueNames(words)
  for (const [name, window] of scoped) {
    const reduced = name.replace(/[^A-Za-z0-9._-]/g, '')
    if (reduced !== '') words.set(uniqueName(reduced), percentText(window))
  }
  return [...words].map(([name, percent]) => `${name}=${percent}`).join(' ')
}

/** A whole percent; empty where there is none. */
export function percentText(window: Window | undefined): string {
  return text(window?.percent == null ? null : wholePercent(window.percent))
}

/** A whole pace, without a plus sign; empty where there is none. */
export function paceText(window: Window | undefined): string {
  return text(window?.pace == null ? null : roundTo(window.pace, 0))
}

function text(value: number | null | undefined): string {
  return value == null ? '' : String(value)
}

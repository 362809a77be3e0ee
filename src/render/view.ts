/**
 * usage.view: an entry as shells can read it without starting a process. Pure.
 * Guarantees ASCII, one `name value` a line, always the same names in the same order, and values of
 * `A-Za-z0-9_.:=+ -` only, so that nothing in it can mean anything to a shell.
 */
import { completeAtMs } from '../core/decide.ts'
import { wholeSeconds } from '../core/instant.ts'
import type { CachedData } from '../core/usage-entry.ts'
import { allWindows, BUCKET_NAMES, computeWindows, type Window } from '../core/windows.ts'
import { responseMember } from '../core/wire.ts'
import { paceText, percentText, scopedWords } from './shell.ts'

/** What a shell reads at most. */
const MAX_VIEW_BYTES = 4096

/** The view of data of `cachedAtMs` that is written at `nowMs`; null where it would be too large. Instants are whole Unix seconds. */
export function renderView(data: CachedData, cachedAtMs: number, nowMs: number): string | null {
  const windows = computeWindows((name) => responseMember(data, name), Math.min(cachedAtMs, nowMs), nowMs)
  const resets = allWindows(windows).flatMap(({ resetsAtMs }) => (resetsAtMs === null ? [] : [resetsAtMs]))
  const next = Math.min(...resets.filter((resetMs) => resetMs > cachedAtMs))
  const lines = [
    ['usage-store-view', '1'],
    ['cached_at', seconds(cachedAtMs)],
    ['next_reset', seconds(Number.isFinite(next) ? next : null)],
    ['complete_at', completeAt(data)],
    ...BUCKET_NAMES.flatMap((name) => windowLines(name, windows.buckets.get(name))),
    ['scoped', scopedWords(windows)],
  ]
  const text = lines.map(([name, value]) => `${name} ${value}\n`).join('')
  return text.length > MAX_VIEW_BYTES ? null : text
}

function windowLines(name: string, window: Window | undefined): [string, string][] {
  return [
    [name, percentText(window)],
    [`${name}_resets_at`, seconds(window?.resetsAtMs)],
    [`${name}_pace`, paceText(window)],
    [`${name}_runs_out_at`, seconds(window?.runsOutAtMs)],
  ]
}

function completeAt(data: CachedData): string {
  const ms = completeAtMs(data)
  return ms === null ? 'never' : seconds(ms)
}

function seconds(ms: number | null | undefined): string {
  return ms == null ? '' : String(wholeSeconds(ms))
}

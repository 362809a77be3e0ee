/** Durations and instants as people type them on a command line. Pure. */
import { parseRfc3339 } from './instant.ts'

const DURATION = /^(\d{1,15})([smhd]?)$/
const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

/** `90`, `90s`, `3m`, `2h`, `1d` in seconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const parts = DURATION.exec(text)
  return parts === null ? null : Number(parts[1]) * (UNIT_SECONDS[parts[2] ?? ''] ?? 1)
}

/** A whole Unix second, such as `1744826592`; null for anything else. */
export function parseUnixSeconds(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** Midnight of 0000-01-01, before which RFC 3339 has no way to write an instant; an offset may lead there. */
const FIRST_WRITABLE_MS = -62_167_219_200_000

/**
 * An instant that can be stored, in Unix milliseconds, from RFC 3339 or from Unix seconds, a fraction allowed; null for
 * anything else.
 */
export function parseInstant(text: string): number | null {
  const ms = /^\d{1,12}(\.\d{1,9})?$/.test(text) ? Math.floor(Number(text) * 1000) : parseRfc3339(text)
  return ms === null || ms < FIRST_WRITABLE_MS ? null : ms
}

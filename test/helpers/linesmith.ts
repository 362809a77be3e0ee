// The files of test/fixtures/linesmith with what linesmith made of them.
import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'

const folder = new URL('../fixtures/linesmith/', import.meta.url)

/** The instant at which its clock stood still. */
export const LINESMITH_NOW_MS = Date.parse('2026-11-22T09:01:40Z')

interface Verdict {
  readonly file?: string
  readonly name?: string
  readonly text?: string
  readonly base64?: string
  readonly kind: 'cache' | 'lock'
  readonly origin: 'input' | 'written'
  readonly verdict: 'hit' | 'miss' | 'lock' | 'legacy'
  /** Of a hit. */
  readonly cached_at?: string
  /** Of a lock; Unix seconds. */
  readonly mtime?: number
  readonly blocked_until?: number
  readonly active?: boolean
  readonly error?: string | null
  /** `blocked_until` where a 64-bit float cannot hold it. */
  readonly exact?: string
}

export interface Fixture extends Verdict {
  readonly name: string
  readonly bytes: Buffer
  /** Null when the bytes are not UTF-8. */
  readonly content: string | null
}

export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T
}

export function bytesOf({ text, base64 }: { readonly text?: string; readonly base64?: string }): Buffer {
  return base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64')
}

export function textOf(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8') : null
}

export function linesmithFixtures(kind: 'cache' | 'lock'): Fixture[] {
  return ['verdicts.json', 'more.json']
    .flatMap((name) => readFixture<Verdict[]>(name))
    .filter((verdict) => verdict.kind === kind)
    .map((verdict) => {
      const bytes =
        verdict.file === undefined ? bytesOf(verdict) : readFileSync(new URL(`files/${verdict.file}`, folder))
      const name = verdict.file === undefined ? (verdict.name ?? '') : verdict.file.replace(/^\d+-|\.(json|lock)$/g, '')
      return { ...verdict, name, bytes, content: textOf(bytes) }
    })
}

/** The last millisecond not after an instant with up to nine decimals. */
export function floorToMs(instant: string): number {
  return Date.parse(instant.replace(/(\.\d{3})\d+Z$/, '$1Z'))
}

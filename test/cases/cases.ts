// A case as it stands in cases.json: inputs rewritten from public reports, and what has to hold at each step.
// It has an empty directory `$CASE`, an empty root `$ROOT` in it, a HOME of its own, and nothing else in the environment
// but PATH, on which `usage-store` and `us` are (the same with `--root "$ROOT"`). Its lines run in bash, and instants in
// any of its texts are written `@{+3h}`, see `stamp`.

/** A value, or what is said about one: `{absent: true}`, `{between: [a, b]}`, `{unix_between: [low, high]}`. */
export type Expected = unknown

export interface Setup {
  /** A file of this name in the root … */
  readonly write?: string
  readonly text?: string
  /** … that many seconds, minutes, hours, days away from the case's own instant. */
  readonly mtime?: string
  /** Or a line to run. */
  readonly sh?: string
}

export interface Step {
  readonly sh: string
  readonly files?: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly stdin_open?: boolean
  readonly exit: number | readonly number[]
  readonly within_s?: number
  readonly stdout?: string
  readonly stdout_has?: string | readonly string[]
  readonly stdout_lacks?: string | readonly string[]
  readonly stdout_re?: string | readonly string[]
  readonly stdout_json_equals?: unknown
  readonly json?: Readonly<Record<string, Expected>>
  readonly stderr_empty?: boolean
  readonly stderr_lines?: number
  readonly stderr_has?: string | readonly string[]
  readonly disk?: Readonly<Record<string, Readonly<Record<string, Expected>>>>
  readonly file_absent?: readonly string[]
  readonly unchanged?: readonly string[]
}

export interface Case {
  readonly id: string
  readonly title: string
  readonly env: Readonly<Record<string, string>>
  readonly setup: readonly Setup[]
  readonly input?: string | null
  readonly steps: readonly Step[]
  readonly contract: string
  readonly platform: string
  readonly needs: readonly string[]
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Microseconds of a distance such as `-90s`. */
export function microseconds(distance: string): number {
  return Number(distance.slice(0, -1)) * (SECONDS[distance.slice(-1)] ?? Number.NaN) * 1e6
}

function formatInstant(micros: number, form: string | undefined): string {
  const shifted = form === 'us-' ? micros - 461_535 : micros
  const whole = new Date(Math.floor(shifted / 1e6) * 1000).toISOString().slice(0, 19)
  const fraction = String(shifted % 1e6).padStart(6, '0')
  if (form === 'z') return `${whole}Z`
  if (form === 'ms') return `${whole}.${fraction.slice(0, 3)}Z`
  return `${whole}.${form === 'us0' ? '000000' : fraction}+00:00`
}

/**
 * Puts instants in place of `@{+3h}` (RFC 3339 with microseconds), `@{-5s|ms}`, `@{+1d|z}`, `@{=2m|unix}` (rounded up
 * to the full minute; a Unix time alone in quotes loses them and is a number). `base` is the case's own instant.
 */
export function stamp(text: string, base: number): string {
  return text.replace(
    /("?)@\{([+=-])(\d+[smhd])(?:\|(z|ms|unix|us0|us-))?\}("?)/g,
    (_, open: string, sign: string, distance: string, form: string | undefined, close: string) => {
      let micros = base + (sign === '-' ? -1 : 1) * microseconds(distance)
      if (sign === '=') micros = Math.ceil(micros / 60e6) * 60e6
      if (form !== 'unix') return open + formatInstant(micros, form) + close
      const seconds = String(Math.floor(micros / 1e6))
      return open !== '' && close !== '' ? seconds : open + seconds + close
    },
  )
}

/** The same in every text of a value. */
export function stampAll<T>(value: T, base: number): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return stamp(part, base)
    if (Array.isArray(part)) return part.map(walk)
    if (part === null || typeof part !== 'object') return part
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, walk(member)]))
  }
  return walk(value) as T
}

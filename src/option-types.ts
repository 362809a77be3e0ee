/** The kinds of option values. Pure. */
import type { FlagOption, ValueOption } from './args.ts'
import { parseDuration, parseInstant, parseUnixSeconds } from './core/duration.ts'
import { type FieldPath, parseFieldPath } from './render/field.ts'
import { parseTemplate, type Template } from './render/format.ts'

export const flag = (help: string): FlagOption => ({ help })
export const text = (placeholder: string, help: string): ValueOption<string> => ({
  placeholder,
  help,
  parse: (value) => value,
})
/** In seconds. */
export const duration = (help: string): ValueOption<number> => ({ placeholder: 'DUR', help, parse: parseDuration })
/** In Unix milliseconds. */
export const instant = (help: string): ValueOption<number> => ({ placeholder: 'INSTANT', help, parse: parseInstant })
export const unixSeconds = (help: string): ValueOption<number> => ({
  placeholder: 'UNIX_SECONDS',
  help,
  parse: parseUnixSeconds,
})
export const fieldPaths = (help: string) =>
  ({ placeholder: 'PATH', help, parse: parseFieldPath, repeatable: true }) as const satisfies ValueOption<FieldPath>

export const template = (help: string): ValueOption<Template> => ({
  placeholder: 'TEMPLATE',
  help,
  parse: parseTemplate,
})

const ERROR_CODE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/

export const errorCode = (help: string): ValueOption<string> => ({
  placeholder: 'CODE',
  help,
  parse: (value) => (ERROR_CODE.test(value) ? value : null),
})

/** A whole number of at most three digits. */
export const number = (placeholder: string, help: string): ValueOption<number> => ({
  placeholder,
  help,
  parse: (value) => (/^\d{1,3}$/.test(value) ? Number(value) : null),
})

/** A duration of at least a second. */
export const positiveDuration = (help: string): ValueOption<number> => ({
  placeholder: 'DUR',
  help,
  parse: (value) => parseDuration(value) || null,
})

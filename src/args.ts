/**
 * Options: one table per command, read by the parser and by the help alike. Pure.
 * Every flag is `--long`; a value follows as the next argument or after `=`.
 */
import { StoreError } from './core/errors.ts'

/** A flag that takes a value; `parse` gives null for one that it does not take. */
export interface ValueOption<T> {
  readonly placeholder: string
  readonly help: string
  readonly parse: (text: string) => T | null
  readonly repeatable?: boolean
}
/** A flag that stands alone. */
export interface FlagOption {
  readonly placeholder?: never
  readonly help: string
}
export type Option = FlagOption | ValueOption<unknown>
export type OptionTable = Readonly<Record<string, Option>>

/** What a table parses to: true for a flag, the last value, or all values of a repeatable one. */
export type Options<T extends OptionTable> = {
  readonly [K in keyof T]?: T[K] extends ValueOption<infer V>
    ? T[K] extends { readonly repeatable: true }
      ? readonly V[]
      : V
    : true
}

export interface Arguments {
  readonly options: Readonly<Record<string, unknown>>
  readonly operands: readonly string[]
  readonly helpWanted: boolean
}

export function usageError(message: string): StoreError {
  return StoreError.tagged('USAGE', message)
}

/** Of these options at most one may be given. Throws a usage error; returns the name of the one that is. */
export function exclusive<K extends string>(options: { readonly [name in K]: unknown }): K | undefined {
  const given = (Object.keys(options) as K[]).filter((name) => options[name] !== undefined)
  if (given.length > 1) throw usageError(`${given.map((name) => `--${name}`).join(' and ')} exclude each other`)
  return given[0]
}

/**
 * Parses arguments by a table. `-h` and `--help` end the parse. With `untilOperand` the first operand ends it, for
 * what stands before a command. Returns what is left over as `rest`. Throws a usage error.
 */
export function parseArguments(
  argv: readonly string[],
  table: OptionTable,
  untilOperand = false,
): Arguments & { readonly rest: readonly string[] } {
  const options: Record<string, unknown> = {}
  const operands: string[] = []
  let next = 0
  while (next < argv.length) {
    const given = argv[next++] ?? ''
    const argument = given === '-V' && Object.hasOwn(table, 'version') ? '--version' : given
    if (argument === '--help' || argument === '-h') return { options, operands, helpWanted: true, rest: [] }
    if (argument === '--') {
      const rest = argv.slice(next)
      return untilOperand
        ? { options, operands, helpWanted: false, rest }
        : { options, operands: [...operands, ...rest], helpWanted: false, rest: [] }
    }
    if (!argument.startsWith('-') || argument === '-') {
      if (untilOperand) return { options, operands, helpWanted: false, rest: argv.slice(next - 1) }
      operands.push(argument)
      continue
    }
    const equals = argument.indexOf('=')
    const name = equals < 0 ? argument.slice(2) : argument.slice(2, equals)
    const option = argument.startsWith('--') && Object.hasOwn(table, name) ? table[name] : undefined
    if (option === undefined) throw usageError(`unknown option ${equals < 0 ? argument : argument.slice(0, equals)}`)
    if (option.placeholder === undefined) {
      if (equals >= 0) throw usageError(`--${name} takes no value`)
      options[name] = true
      continue
    }
    const text = equals < 0 ? argv[next++] : argument.slice(equals + 1)
    if (text === undefined) throw usageError(`--${name} needs a value: ${option.placeholder}`)
    const value = option.parse(text)
    if (value === null) throw usageError(`--${name} takes ${option.placeholder}, not ${JSON.stringify(text)}`)
    if (option.repeatable !== true) options[name] = value
    else if (Array.isArray(options[name])) options[name].push(value)
    else options[name] = [value]
  }
  return { options, operands, helpWanted: false, rest: [] }
}

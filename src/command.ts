/** What a command is: a table of options, and what it does. What the help says of it stands in help.txt. */
import type { Options, OptionTable } from './args.ts'
import type { ExitCode } from './exit-codes.ts'

/** The world as a command sees it; handed in, so that tests can hand in another. */
export interface Context {
  /** Unix milliseconds. Asked anew after every wait: for stdin, for the mutex. */
  readonly now: () => number
  /** From [0, 1). */
  readonly random: () => number
  /** The directory of the files, made or not. Throws StoreError when there is none. */
  readonly directory: () => string
  readonly readStdin: (maxBytes: number) => Uint8Array
  /** False when nobody reads any more, which is no failure of the command. Throws CacheError. */
  readonly print: (text: string) => boolean
  readonly printError: (text: string) => void
  /** The options that lead another process of the program to the same directory. */
  readonly rootArguments: readonly string[]
}

interface Definition<T extends OptionTable, Given> {
  readonly name: string
  /** Names of operands, each of which must be there. */
  readonly operands?: readonly string[]
  /** Takes a command of any length in place of operands: its first word ends the options. */
  readonly takesCommand?: true
  readonly options: T
  readonly run: (options: Given, context: Context, operands: readonly string[]) => ExitCode | Promise<ExitCode>
}

/** A command among others: what its own table parses to is known to itself alone. */
export type Command = Definition<OptionTable, Readonly<Record<string, unknown>>>

/** Gives `run` the types of its table. */
export function command<const T extends OptionTable>(definition: Definition<T, Options<T>>): Command {
  return definition as Command
}

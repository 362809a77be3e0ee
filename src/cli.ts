/** Arguments to an exit code: parse, dispatch, report what failed. Throws nothing. */
import { parseArguments, usageError } from './args.ts'
import type { Command, Context } from './command.ts'
import { COMMANDS, findCommand } from './command-table.ts'
import { type Environment, resolveDirectory, type RootFlags } from './disk/root.ts'
import { ExitCode } from './exit-codes.ts'
import { GLOBAL_OPTIONS, TOP_OPTIONS } from './global-options.ts'
import { renderCommandHelp, renderHelp } from './help.ts'
import { report } from './report.ts'

export interface Io extends Omit<Context, 'directory' | 'rootArguments'> {
  readonly environment: Environment
  readonly version: string
}

type Exit = ExitCode | Promise<ExitCode>

/** Runs the program on its arguments, without the program's own name. A promise only where something is waited for. */
export function run(argv: readonly string[], io: Io): Exit {
  try {
    const exit = dispatch(argv, io)
    return typeof exit === 'number' ? exit : exit.catch((error: unknown) => report(error, io.printError))
  } catch (error) {
    return report(error, io.printError)
  }
}

function dispatch(argv: readonly string[], io: Io): Exit {
  const top = parseArguments(argv, TOP_OPTIONS, true)
  if (top.options['version'] === true) return say(io, `usage-store ${io.version}\n`)
  const [name, ...rest] = top.rest
  if (top.helpWanted || name === undefined) return say(io, renderHelp(COMMANDS))
  if (name === 'help') return help(rest, io)
  const command = knownCommand(name)
  const own = parseArguments(rest, { ...command.options, ...GLOBAL_OPTIONS }, command.takesCommand)
  if (own.helpWanted) return say(io, renderCommandHelp(command))
  const operands =
    command.takesCommand === true ? takenCommand(command, own.rest) : takenOperands(command, own.operands)
  const flags: RootFlags = { ...top.options, ...own.options }
  const context = {
    ...io,
    directory: () => resolveDirectory(flags, io.environment),
    rootArguments: rootArguments(flags),
  }
  return command.run(own.options, context, operands)
}

function takenOperands({ name, operands: expected = [] }: Command, given: readonly string[]): readonly string[] {
  const stray = given[expected.length]
  if (stray !== undefined) throw usageError(`${name} takes no argument ${JSON.stringify(stray)}`)
  const missing = expected[given.length]
  if (missing !== undefined) throw usageError(`${name} needs ${missing}`)
  return given
}

function takenCommand({ name }: Command, given: readonly string[]): readonly string[] {
  if ((given[0] ?? '') === '') throw usageError(`${name} needs -- COMMAND [ARG…]`)
  return given
}

function rootArguments({ root, profile }: RootFlags): string[] {
  return [...(root === undefined ? [] : [`--root=${root}`]), ...(profile === undefined ? [] : [`--profile=${profile}`])]
}

function help(rest: readonly string[], io: Io): ExitCode {
  const { operands, helpWanted } = parseArguments(rest, GLOBAL_OPTIONS)
  const [name, stray] = operands
  if (stray !== undefined) throw usageError('help takes one command')
  if (name === undefined || name === 'help' || helpWanted) return say(io, renderHelp(COMMANDS))
  return say(io, renderCommandHelp(knownCommand(name)))
}

function knownCommand(name: string): Command {
  const command = findCommand(name)
  if (command === undefined) throw usageError(`unknown command ${JSON.stringify(name)}: see usage-store help`)
  return command
}

function say(io: Io, text: string): ExitCode {
  io.print(text)
  return ExitCode.done
}

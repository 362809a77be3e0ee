/** Arguments to an exit code: parse, dispatch, report what failed. Throws nothing. */
import { type Arguments, parseArguments, usageError } from './args.ts'
import type { Command, Context } from './command.ts'
import { COMMANDS, findCommand } from './command-table.ts'
import { StoreError } from './core/errors.ts'
import { type Environment, resolveDirectory, type RootFlags } from './disk/root.ts'
import { ExitCode, exitCodeOf } from './exit-codes.ts'
import { GLOBAL_OPTIONS, TOP_OPTIONS } from './global-options.ts'
import { renderCommandHelp, renderHelp } from './help.ts'
import { plainText } from './render/text.ts'

export interface Io extends Omit<Context, 'directory'> {
  readonly environment: Environment
  readonly printError: (text: string) => void
  readonly version: string
}

/** Runs the program on its arguments, without the program's own name. */
export function run(argv: readonly string[], io: Io): ExitCode {
  try {
    return dispatch(argv, io)
  } catch (error) {
    const { code, message } =
      error instanceof StoreError ? error : { code: 'INTERNAL', message: `internal error: ${String(error)}` }
    io.printError(`usage-store: ${plainText(message)} (${code})\n`)
    return exitCodeOf(code)
  }
}

function dispatch(argv: readonly string[], io: Io): ExitCode {
  const top = parseArguments(argv, TOP_OPTIONS, true)
  if (top.options['version'] === true) return say(io, `usage-store ${io.version}\n`)
  const [name, ...rest] = top.rest
  if (top.helpWanted || name === undefined) return say(io, renderHelp(COMMANDS))
  if (name === 'help') return help(rest, io)
  const command = knownCommand(name)
  const own = parseArguments(rest, { ...command.options, ...GLOBAL_OPTIONS })
  if (own.helpWanted) return say(io, renderCommandHelp(command))
  return runCommand(command, top, own, io)
}

function runCommand(command: Command, top: Arguments, own: Arguments, io: Io): ExitCode {
  const { operands } = own
  const expected = command.operands ?? []
  const stray = operands[expected.length]
  if (stray !== undefined) throw usageError(`${command.name} takes no argument ${JSON.stringify(stray)}`)
  const flags: RootFlags = { ...top.options, ...own.options }
  return command.run(own.options, { ...io, directory: () => resolveDirectory(flags, io.environment) }, operands)
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

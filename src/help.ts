/** Help, rendered from the tables that parse. Pure. */
import type { Option, OptionTable } from './args.ts'
import type { Command } from './command.ts'
import { EXIT_MEANINGS } from './exit-codes.ts'
import helpText from './help.txt'
import { GLOBAL_OPTIONS, TOP_OPTIONS } from './global-options.ts'

interface Words {
  readonly summary: string
  /** Lines; empty where there is no more to be said. */
  readonly details: string
}

/** By the name of the command. */
function readWords(): Map<string, Words> {
  const sections = helpText().matchAll(/^\[(\w+)\] (.*)\n((?:(?!\[).*\n)*)/gm)
  return new Map(
    Array.from(sections, ([, name = '', summary = '', details = '']) => [name, { summary, details: details.trim() }]),
  )
}

const HELP: OptionTable = { help: { help: 'print this, also -h' } }

/** The help of the program as a whole. */
export function renderHelp(commands: readonly Command[]): string {
  const words = readWords()
  return [
    'usage-store: the last answer of the Claude Code usage endpoint, on disk, for status lines and prompts\n',
    'usage: usage-store [OPTION…] COMMAND [OPTION…]\n',
    `commands:\n${rows([...commands.map(({ name }) => [name, words.get(name)?.summary ?? ''] as const), ['help [COMMAND]', "print this, or a command's help"]])}`,
    `options:\n${optionRows({ ...TOP_OPTIONS, ...HELP })}`,
    'A duration (DUR) is 90, 90s, 3m, 2h or 1d.\n',
    `exit codes:\n${rows(Object.entries(EXIT_MEANINGS))}`,
  ].join('\n')
}

/** The help of one command. */
export function renderCommandHelp({ name, operands = [], takesCommand, options }: Command): string {
  const { summary = '', details = '' } = readWords().get(name) ?? {}
  const operandWords = takesCommand === true ? ['-- COMMAND [ARG…]'] : operands
  return [
    `usage-store ${name}: ${summary}\n`,
    `usage: usage-store ${[name, ...(Object.keys(options).length > 0 ? ['[OPTION…]'] : []), ...operandWords].join(' ')}\n`,
    ...(details === '' ? [] : [`${details}\n`]),
    `options:\n${optionRows({ ...options, ...GLOBAL_OPTIONS, ...HELP })}`,
  ].join('\n')
}

function optionRows(table: OptionTable): string {
  return rows(Object.entries(table).map(([name, option]) => [optionForm(name, option), option.help] as const))
}

function optionForm(name: string, { placeholder }: Option): string {
  return placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`
}

function rows(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([left]) => left.length))
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('')
}

/** Help, rendered from the tables that parse. Pure. */
import type { Option, OptionTable } from './args.ts'
import type { Command } from './command.ts'
import helpText from './help.txt'
import { GLOBAL_OPTIONS, TOP_OPTIONS } from './global-options.ts'

interface Words {
  readonly summary: string
  /** Lines; empty where there is no more to be said. */
  readonly details: string
}

/** What help.txt has under a head: the name of a command, or what else there is to say. */
function words(head: string): Words {
  const [, summary = '', details = ''] =
    new RegExp(`^\\[${head}\\](.*)\\n((?:(?!\\[).*\\n)*)`, 'm').exec(helpText()) ?? []
  return { summary: summary.trim(), details: details.trimEnd() }
}

const HELP: OptionTable = { help: { help: 'print this, also -h' } }

/** The help of the program as a whole. */
export function renderHelp(commands: readonly Command[]): string {
  const { summary, details } = words('usage-store')
  return [
    `usage-store: ${summary}\n`,
    'usage: usage-store [OPTION…] COMMAND [OPTION…]\n',
    `commands:\n${rows([...commands.map(({ name }) => [name, words(name).summary] as const), ['help [COMMAND]', "print this, or a command's help"]])}`,
    `options:\n${optionRows({ ...TOP_OPTIONS, ...HELP })}`,
    `${details}\n`,
    `exit codes:\n${words('exit codes').details}\n`,
  ].join('\n')
}

/** The help of one command. */
export function renderCommandHelp({ name, operands = [], takesCommand, options }: Command): string {
  const { summary, details } = words(name)
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

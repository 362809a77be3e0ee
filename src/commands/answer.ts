/** What get prints, and its exit code, from files that are only read: takes no lock, writes nothing, starts nothing. */
import { join } from 'node:path'
import { exclusive, type Options, usageError } from '../args.ts'
import { decide, type Decision } from '../core/decide.ts'
import { lockWithCredentialsOf } from '../core/lock-change.ts'
import { NO_WINDOWS } from '../core/windows.ts'
import { responseFromData } from '../core/wire.ts'
import { DECISION_OPTIONS, policyOf } from '../decision-options.ts'
import { isTerminal, STDOUT } from '../disk/stdio.ts'
import { mtimeOf } from '../disk/read-file.ts'
import { CACHE_FILE, LOCK_FILE, readEntry, readLock } from '../disk/read-stored.ts'
import { ExitCode } from '../exit-codes.ts'
import { duration, fieldPaths, flag, template, text } from '../option-types.ts'
import { decisionDocument } from '../render/document.ts'
import { renderFields } from '../render/field.ts'
import { renderTemplate } from '../render/format.ts'
import { renderFish, renderPosix } from '../render/shell.ts'
import { jsonText } from '../render/text.ts'
import { TIMEOUT_OPTION } from './timeout.ts'

export const GET_OPTIONS = {
  json: flag('print one JSON object (the default)'),
  wire: flag("print the endpoint's response as it came in"),
  field: fieldPaths('print the value at PATH, such as five_hour.percent; repeatable'),
  format: template('print TEMPLATE with each {PATH} and {PATH|FILTER|FILTER} filled in'),
  default: text('TEXT', 'what --field prints for a value that is absent or null'),
  shell: flag('print assignments for sh, bash and zsh, safe to eval'),
  fish: flag('print the same for fish'),
  'fresh-only': flag('serve nothing that is stale'),
  ok: flag('exit 0 where it would be 1 or 4'),
  refresh: text('COMMAND', 'when a refresh is wanted and nobody is at it, run COMMAND in the background (see refresh)'),
  timeout: TIMEOUT_OPTION,
  wait: duration('with nothing to serve, wait for a refresh under way, that long at most; goes with --refresh'),
  ...DECISION_OPTIONS,
} as const

export type GetOptions = Options<typeof GET_OPTIONS>

type Output = 'json' | 'wire' | 'field' | 'format' | 'shell' | 'fish'

/** What is seen at an instant. */
export interface Seen {
  readonly nowMs: number
  readonly decision: Decision
}

/** The text for stdout, and the exit code. */
export interface Answer {
  readonly text: string
  readonly exit: ExitCode
}

/** Looks at the files of a directory, and answers from what is seen. The first throws CacheError. */
export interface Answering {
  readonly directory: string
  readonly look: () => Seen
  readonly answer: (seen: Seen) => Answer
}

/** Throws a usage error for options that do not go together, before it asks for the directory. */
export function answering(given: GetOptions, directoryOf: () => string, now: () => number): Answering {
  const output = outputOf(given)
  const directory = directoryOf()
  const [cache, lock] = [join(directory, CACHE_FILE), join(directory, LOCK_FILE)]
  return {
    directory,
    look() {
      const nowMs = now()
      const lockFile = () => lockWithCredentialsOf(readLock(lock), () => mtimeOf(given['release-on']))
      const decision = decide(readEntry(cache, nowMs), lockFile, nowMs, policyOf(given))
      return {
        nowMs,
        decision: given['fresh-only'] === true && decision.state !== 'fresh' ? withheld(decision) : decision,
      }
    },
    answer({ nowMs, decision }) {
      const { text: printed, complete } = render(output, decision, nowMs, given)
      return { text: printed, exit: given.ok === true ? ExitCode.done : exitOf(decision, complete) }
    },
  }
}

function outputOf(given: GetOptions): Output {
  const { json, wire, field, format, shell, fish } = given
  const output = exclusive({ json, wire, field, format, shell, fish }) ?? 'json'
  if (given.default !== undefined && output !== 'field') throw usageError('--default goes with --field')
  for (const name of ['timeout', 'wait'] as const)
    if (given[name] !== undefined && given.refresh === undefined) throw usageError(`--${name} goes with --refresh`)
  if (given.refresh?.trim() === '') throw usageError('--refresh needs a COMMAND')
  return output
}

/** What is printed; `complete` unless a field has no value and nothing stands in for it. */
function render(
  output: Output,
  decision: Decision,
  nowMs: number,
  given: GetOptions,
): { readonly text: string; readonly complete: boolean } {
  const whole = (printed: string) => ({ text: printed, complete: true })
  switch (output) {
    case 'shell':
      return whole(renderPosix(decision, nowMs))
    case 'fish':
      return whole(renderFish(decision, nowMs))
    case 'wire':
      return whole(decision.served ? `${jsonText(responseFromData(decision.entry?.wholeData() ?? {}))}\n` : '')
    case 'json':
      return whole(`${jsonText(decisionDocument(decision, nowMs))}\n`)
    case 'format':
      return whole(ended(renderTemplate(given.format ?? [], decisionDocument(decision, nowMs), nowMs)))
    case 'field':
      return renderFields(decisionDocument(decision, nowMs), given.field ?? [], given.default)
  }
}

/** In a prompt or a status line a line end would be too much; on a terminal the next prompt would stand behind it. */
function ended(printed: string): string {
  return isTerminal(STDOUT) ? `${printed}\n` : printed
}

function exitOf({ served, state }: Decision, complete: boolean): ExitCode {
  if (served) return complete ? ExitCode.done : ExitCode.no
  return state === 'blocked' || state === 'backoff' ? ExitCode.blocked : ExitCode.no
}

/** The same decision with nothing to serve; the state stays what it is. */
function withheld(decision: Decision): Decision {
  return { ...decision, served: false, windows: NO_WINDOWS }
}

/** get: reads, decides, prints, and then starts a refresh where one is wanted and asked for. */
import { exclusive, type Options, usageError } from '../args.ts'
import { command } from '../command.ts'
import { decide, type Decision } from '../core/decide.ts'
import { lockWithCredentialsOf } from '../core/lock-change.ts'
import { NO_WINDOWS } from '../core/windows.ts'
import { responseFromData } from '../core/wire.ts'
import { DECISION_OPTIONS, policyOf } from '../decision-options.ts'
import { filesIn } from '../disk/files.ts'
import { ExitCode } from '../exit-codes.ts'
import { duration, fieldPaths, flag, text } from '../option-types.ts'
import { decisionDocument } from '../render/document.ts'
import { renderFields } from '../render/field.ts'
import { renderFish, renderPosix } from '../render/shell.ts'
import { jsonText } from '../render/text.ts'
import { type Seen, starter, waitForRefresh } from './background-refresh.ts'
import { credentialsMtime } from './claim-request.ts'
import { TIMEOUT_OPTION } from './refresh.ts'

const options = {
  json: flag('print one JSON object (the default)'),
  wire: flag("print the endpoint's response as it came in"),
  field: fieldPaths('print the value at PATH, such as five_hour.percent; repeatable'),
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

export const get = command({
  name: 'get',
  summary: 'print the cached usage, and whether a refresh is wanted',
  details:
    'PATH is dotted; a dot inside a name is \\. and a whole number is an index. Its first name is looked up in the JSON\n' +
    'object, then in windows, then in data, then in data.unknown_buckets.',
  options,
  run(given, context) {
    const output = exclusive({
      json: given.json,
      wire: given.wire,
      field: given.field,
      shell: given.shell,
      fish: given.fish,
    })
    if (given.default !== undefined && output !== 'field') throw usageError('--default goes with --field')
    for (const name of ['timeout', 'wait'] as const)
      if (given[name] !== undefined && given.refresh === undefined) throw usageError(`--${name} goes with --refresh`)
    if (given.refresh?.trim() === '') throw usageError('--refresh needs a COMMAND')
    const files = filesIn(context.directory())
    const exact = output !== 'shell' && output !== 'fish'
    const credentialsMtimeMs = credentialsMtime(given)
    const look = (): Seen => {
      const nowMs = context.now()
      const readLock = () => lockWithCredentialsOf(files.lock.read(), credentialsMtimeMs)
      const decision = decide(files.cache.read(nowMs, exact), readLock, nowMs, policyOf(given))
      return {
        nowMs,
        decision: given['fresh-only'] === true && decision.state !== 'fresh' ? withheld(decision) : decision,
      }
    }
    const start =
      given.refresh === undefined ? () => 'impossible' as const : starter(files, context, given, given.refresh)
    const waitMs = (given.wait ?? 0) * 1000
    const { decision, nowMs } = waitMs > 0 ? waitForRefresh(look, start, waitMs) : look()
    const { text: printed, complete } = render(output ?? 'json', decision, nowMs, given)
    context.print(printed)
    if (decision.refresh) start()
    if (given.ok === true) return ExitCode.done
    if (decision.served) return complete ? ExitCode.done : ExitCode.no
    return decision.state === 'blocked' || decision.state === 'backoff' ? ExitCode.blocked : ExitCode.no
  },
})

/** What is printed; `complete` unless a field has no value and nothing stands in for it. */
function render(
  output: 'json' | 'wire' | 'field' | 'shell' | 'fish',
  decision: Decision,
  nowMs: number,
  given: Options<typeof options>,
): { readonly text: string; readonly complete: boolean } {
  const whole = (printed: string) => ({ text: printed, complete: true })
  switch (output) {
    case 'shell':
      return whole(renderPosix(decision, nowMs))
    case 'fish':
      return whole(renderFish(decision, nowMs))
    case 'wire':
      return whole(decision.served ? `${jsonText(responseFromData(decision.entry?.data ?? {}))}\n` : '')
    case 'json':
      return whole(`${jsonText(decisionDocument(decision, nowMs))}\n`)
    case 'field':
      return renderFields(decisionDocument(decision, nowMs), given.field ?? [], given.default)
  }
}

/** The same decision with nothing to serve; the state stays what it is. */
function withheld(decision: Decision): Decision {
  return { ...decision, served: false, windows: NO_WINDOWS }
}

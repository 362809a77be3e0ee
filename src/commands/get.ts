/** get: reads, decides, prints. Writes nothing and takes no lock. */
import { exclusive, type Options, usageError } from '../args.ts'
import { command } from '../command.ts'
import { decide, type Decision, DEFAULT_POLICY, type Policy } from '../core/decide.ts'
import { NO_WINDOWS } from '../core/windows.ts'
import { responseFromData } from '../core/wire.ts'
import { CacheStore } from '../disk/cache-store.ts'
import { LockStore } from '../disk/lock-store.ts'
import { ExitCode } from '../exit-codes.ts'
import { duration, fieldPaths, flag, text } from '../option-types.ts'
import { decisionDocument } from '../render/document.ts'
import { renderFields } from '../render/field.ts'
import { renderFish, renderPosix } from '../render/shell.ts'
import { jsonText } from '../render/text.ts'

const options = {
  json: flag('print one JSON object (the default)'),
  wire: flag("print the endpoint's response as it came in"),
  field: fieldPaths('print the value at PATH, such as five_hour.percent; repeatable'),
  default: text('TEXT', 'what --field prints for a value that is absent or null'),
  shell: flag('print assignments for sh, bash and zsh, safe to eval'),
  fish: flag('print the same for fish'),
  'fresh-only': flag('serve nothing that is stale'),
  ok: flag('exit 0 where it would be 1 or 4'),
  'max-age': duration('younger data are fresh; default 180s'),
  'max-stale': duration('younger data are served while stale; default 1d'),
  'error-max-age': duration('a younger error entry keeps everybody away; default 30s'),
  'max-complete-age': duration('an older whole response is to be refreshed; default 15m'),
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
    const directory = context.directory()
    const nowMs = context.now()
    const read = new CacheStore(directory).read(nowMs, output !== 'shell' && output !== 'fish')
    const decided = decide(read, () => new LockStore(directory).read(), nowMs, policyOf(given))
    const decision = given['fresh-only'] === true && decided.state !== 'fresh' ? withheld(decided) : decided
    const { text: printed, complete } = render(output ?? 'json', decision, nowMs, given)
    context.print(printed)
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

function policyOf(given: Options<typeof options>): Policy {
  return {
    maxAgeSeconds: given['max-age'] ?? DEFAULT_POLICY.maxAgeSeconds,
    maxStaleSeconds: given['max-stale'] ?? DEFAULT_POLICY.maxStaleSeconds,
    errorMaxAgeSeconds: given['error-max-age'] ?? DEFAULT_POLICY.errorMaxAgeSeconds,
    maxCompleteAgeSeconds: given['max-complete-age'] ?? DEFAULT_POLICY.maxCompleteAgeSeconds,
  }
}

/** The same decision with nothing to serve; the state stays what it is. */
function withheld(decision: Decision): Decision {
  return { ...decision, served: false, windows: NO_WINDOWS }
}

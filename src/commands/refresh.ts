/** refresh: decide, claim, run, record. */
import { exclusive } from '../args.ts'
import { command, type Context } from '../command.ts'
import { StoreError } from '../core/errors.ts'
import { type FetchOutcome, MAX_FETCH_BYTES, type NotAsked, outcomeOfCommand } from '../core/fetch-outcome.ts'
import { DECISION_OPTIONS, type DecisionOptions } from '../decision-options.ts'
import { filesIn, type Files } from '../disk/files.ts'
import { leaseLeftMs, releaseClaim, storeUnderClaim } from '../disk/lease.ts'
import { A_LITTLE_MORE, isTerminal, STDERR } from '../disk/stdio.ts'
import { ExitCode } from '../exit-codes.ts'
import { flag, text } from '../option-types.ts'
import { GRACE_MS, type Ran, runCommand } from '../process/run-command.ts'
import { type HeldSignals, holdSignals } from '../process/signals.ts'
import { plainText } from '../render/text.ts'
import { exitOfLost, requestClaim } from './claim-request.ts'
import { leaseSecondsFor, TIMEOUT_OPTION, timeoutSeconds } from './timeout.ts'

export const refresh = command({
  name: 'refresh',
  takesCommand: true,
  options: {
    timeout: TIMEOUT_OPTION,
    force: flag('ignore freshness and back-off, but not the claim of another'),
    claim: text('TOKEN', 'work under a claim that holds, instead of deciding'),
    ...DECISION_OPTIONS,
  },
  async run(given, context, words) {
    exclusive({ claim: given.claim, force: given.force })
    const files = filesIn(context.directory())
    // From here on, so that none comes between the claim and its end.
    const signals = holdSignals()
    try {
      const claimed = theClaim(files, context, given)
      return typeof claimed === 'number' ? claimed : await fetchAndStore(files, context, { words, signals, ...claimed })
    } finally {
      await signals.passOn()
    }
  },
})

/** The claim to work under, given or taken, and the time that it leaves; or the exit code without one. */
function theClaim(
  files: Files,
  context: Context,
  given: DecisionOptions & { readonly timeout?: number; readonly force?: true; readonly claim?: string },
): Claim | ExitCode {
  const timeout = timeoutSeconds(given.timeout)
  if (given.claim !== undefined) {
    // It may have been taken a while ago, for a lease of any length: what is fetched after its end is fetched twice.
    const leftMs = leaseLeftMs(files, context, given.claim)
    if (leftMs === null || leftMs <= GRACE_MS) return ExitCode.no
    return { token: given.claim, timeoutMs: Math.min(timeout * 1000, leftMs - GRACE_MS), own: false }
  }
  const claimed = requestClaim(files, context, given, { leaseSeconds: leaseSecondsFor(timeout), force: given.force })
  if ('token' in claimed) return { token: claimed.token, timeoutMs: timeout * 1000, own: true }
  return exitOfLost(claimed, given.force === true ? ExitCode.no : ExitCode.done)
}

interface Claim {
  readonly token: string
  readonly timeoutMs: number
  /** Taken here, and so given up here when nothing was asked. */
  readonly own: boolean
}

interface Fetch extends Claim {
  readonly words: readonly string[]
  readonly signals: HeldSignals
}

async function fetchAndStore(files: Files, context: Context, fetch: Fetch): Promise<ExitCode> {
  const ran = await runCommand(fetch.words, {
    timeoutMs: fetch.timeoutMs,
    keepBytes: MAX_FETCH_BYTES + A_LITTLE_MORE,
    keepStderr: isTerminal(STDERR),
    signals: fetch.signals,
  })
  return conclude(files, context, fetch, ran)
}

function conclude(files: Files, context: Context, { words, token, own }: Fetch, ran: Ran): ExitCode {
  if (ran.started && ran.ended !== null && ran.ended !== 'timeout') {
    releaseClaim(files, context, token)
    return ExitCode.no
  }
  const outcome = outcomeOf(ran)
  if (ran.started && (ran.ended !== null || ran.exit !== 0)) context.printError(shown(ran.stderr))
  if (outcome.kind === 'not-run' || outcome.kind === 'no-credentials') {
    if (own) releaseClaim(files, context, token)
    if (outcome.kind === 'no-credentials') return ExitCode.no
    throw notRun(words, ran)
  }
  if (!storeUnderClaim(files, context, token, outcome)) return ExitCode.no
  if (outcome.kind === 'data') return ExitCode.done
  if (outcome.rejected === undefined) return ExitCode.no
  throw StoreError.tagged('BAD_INPUT', `what ${words[0]} printed: ${outcome.rejected}`)
}

function outcomeOf(ran: Ran): FetchOutcome | NotAsked {
  if (!ran.started) return { kind: 'not-run' }
  return outcomeOfCommand(ran.stdout, ran.ended === null ? ran.exit : 'timeout')
}

function notRun([file = '']: readonly string[], ran: Ran): StoreError {
  if (!ran.started) return new StoreError(ran.code, `cannot run ${file}`)
  return StoreError.tagged('NOT_RUN', `${file} could not run its command: exit ${ran.exit}`)
}

/** What a command said of its failure, without what a terminal would act on. */
function shown(stderr: Buffer): string {
  const lines = stderr.toString('utf8').replaceAll('\t', ' ').split('\n').map(plainText)
  const text = lines.join('\n')
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

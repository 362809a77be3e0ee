/** What a fetch brought: its output and exit status to what the store makes of it. Pure. */
import { type HttpMessage, parseHttpMessage } from './http-message.ts'
import { type Body, bodyOf, type Parsed, parseResponse, withoutBom } from './response.ts'
import type { CachedData } from './usage-entry.ts'
import { dataFromResponse } from './wire.ts'

/** As much of a fetch's output is kept: a response of the largest size, and headers of the same. */
export const MAX_FETCH_BYTES = 128 * 1024

/** linesmith's names. */
type FailureTag = 'Timeout' | 'RateLimited' | 'NetworkError' | 'ParseError' | 'Unauthorized' | 'Forbidden'

/** `data` is stored; a `failure` calls for a back-off. */
export type FetchOutcome = { readonly kind: 'data'; readonly data: CachedData } | Failure

/** The command could not run, or has no credentials to ask with: nothing was asked, so nothing is known. */
export type NotAsked = { readonly kind: 'not-run' } | { readonly kind: 'no-credentials' }

export interface Failure {
  readonly kind: 'failure'
  readonly error: FailureTag
  /** The field as sent, for `RateLimited`. */
  readonly retryAfter: string | null
  /** What was wrong with the body, in a few words, for `ParseError`. */
  readonly rejected?: string
}

/** Exit statuses with a meaning of their own. */
const CURL_TIMEOUT = 28
/** Of curl --fail: the message is whole, but for its body. */
const CURL_HTTP_ERROR = 22
const NO_CREDENTIALS = 77
const NOT_RUN = [126, 127]

/** Answers that say something of the account: what is cached is not to be shown any more. */
export function clearsCache({ error }: Failure): boolean {
  return error === 'Unauthorized' || error === 'Forbidden'
}

/** `timeout` stands for an exit status where the command had to be ended. */
export type FetchExit = number | 'timeout'

/** The outcome of the command of `refresh`: its exit status can also say that it never asked. */
export function outcomeOfCommand(output: Uint8Array, exit: FetchExit): FetchOutcome | NotAsked {
  if (exit === NO_CREDENTIALS) return { kind: 'no-credentials' }
  if (typeof exit === 'number' && NOT_RUN.includes(exit)) return { kind: 'not-run' }
  return outcomeOfOutput(output, exit)
}

/** The outcome of a fetch that printed an HTTP message, or a bare body, and ended with curl's exit status. */
export function outcomeOfOutput(printed: Uint8Array, exit: FetchExit): FetchOutcome {
  const output = withoutBom(printed).subarray(0, MAX_FETCH_BYTES)
  // Headers are bytes (RFC 9110 §5.5), and here a character each, so that what is left over is the body.
  const message = parseHttpMessage(new TextDecoder('latin1').decode(output))
  if (message === null) return outcomeOfBody({ status: 200, retryAfter: null }, output, exit, exit === 0)
  return outcomeOfBody(message, output.subarray(output.length - message.body.length), exit)
}

/** The same with the status known from elsewhere, `000` being curl's for none. */
export function outcomeOfBody(
  { status, retryAfter }: Pick<HttpMessage, 'status' | 'retryAfter'>,
  bytes: Uint8Array,
  exit: FetchExit,
  hasMessage = status !== 0,
): FetchOutcome {
  const failure = (error: FailureTag): Failure => ({
    kind: 'failure',
    error,
    retryAfter: error === 'RateLimited' ? retryAfter : null,
  })
  if (exit === 'timeout' || exit === CURL_TIMEOUT) return failure('Timeout')
  if (!hasMessage) return failure('NetworkError')
  const body = bodyOf(bytes)
  const isWhole = exit === 0 || exit === CURL_HTTP_ERROR
  const isSuccess = status >= 200 && status < 300
  const parsed = isSuccess || status === 403 ? parseResponse(body) : null
  const spoken = isSuccess && parsed !== null ? spokenStatus(parsed) : null
  if (!isSuccess || spoken !== null) return failure(errorOfStatus(spoken ?? status, body, parsed, isWhole))
  if (parsed !== null && 'response' in parsed) return { kind: 'data', data: dataFromResponse(parsed.response) }
  // What a curl that failed has brought of a response was cut off on the way.
  return exit === 0 ? { ...failure('ParseError'), rejected: parsed?.rejected ?? '' } : failure('NetworkError')
}

function errorOfStatus(status: number, body: Body, parsed: Parsed | null, isWhole: boolean): FailureTag {
  switch (status) {
    case 401:
      return 'Unauthorized'
    case 403:
      // Only the endpoint itself speaks of the account; a network edge, a proxy or a region comes and goes. A body
      // that did not come is none that says nothing.
      if (errorType(parsed) === 'permission_error') return 'Forbidden'
      return body.text.trim() === '' && isWhole ? 'Forbidden' : 'NetworkError'
    case 429:
      return 'RateLimited'
    default:
      return 'NetworkError'
  }
}

/** An error that comes dressed as a success, or without its status line, speaks for its status itself. */
const STATUS_BY_ERROR_TYPE: Readonly<Record<string, number>> = {
  rate_limit_error: 429,
  authentication_error: 401,
  permission_error: 403,
}

function spokenStatus(parsed: Parsed): number | null {
  const type = errorType(parsed)
  return type !== null && Object.hasOwn(STATUS_BY_ERROR_TYPE, type) ? (STATUS_BY_ERROR_TYPE[type] ?? null) : null
}

function errorType(parsed: Parsed | null): string | null {
  return parsed !== null && 'rejected' in parsed ? (parsed.errorType ?? null) : null
}

// Grammars of what the program reads: usage.json, usage.lock, responses, HTTP messages. Instants are written relative to
// the present, which `atInstant` fills in: the same seed gives the same case on any day.
import fc from 'fast-check'
import { objectText, responseText, unholdableText } from '../helpers/generate.ts'
import { damaged, hostile, hostileJson } from './hostile.ts'

const OFFSETS = [0, -1, -29, -30, -179, -180, -181, -300, -899, -900, -86_399, -86_400, -90_000, -31_536_000]
const AHEAD = [1, 2, 30, 59, 60, 61, 180, 181, 3600, 86_400, 90_000, 31_536_000]
const offset = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...OFFSETS) }, fc.constantFrom(...AHEAD))
const isoText = offset.map((seconds) => `"@iso:${seconds}@"`)
const unixText = offset.map((seconds) => `@unix:${seconds}@`)

/** Fills in the instants that are written relative to now. */
export function atInstant(bytes: Buffer, nowMs: number): Buffer {
  const filled = bytes
    .toString('latin1')
    .replace(/@iso:(-?\d{1,9})@/g, (_all, seconds: string) => new Date(nowMs + Number(seconds) * 1000).toISOString())
    .replace(/@unix:(-?\d{1,9})@/g, (_all, seconds: string) => String(Math.floor(nowMs / 1000) + Number(seconds)))
  return Buffer.from(filled, 'latin1')
}

function withMembers(object: string, members: readonly string[]): string {
  const own = object.slice(1, -1).trim()
  return `{${[...members, ...(own === '' ? [] : [own])].join(',')}}`
}

const number = fc.constantFrom('0', '22', '99.7', '100', '150', '-3', '1e400', '"7"', '0.1', 'null')
const scoped = fc
  .tuple(hostileJson, number, isoText, fc.constantFrom('display_name', 'id', 'surface'))
  .map(
    ([name, percent, reset, where]) =>
      `{"kind":"weekly_scoped","percent":${percent},"resets_at":${reset},"scope":${where === 'surface' ? `{"surface":${name}}` : `{"model":{"${where}":${name}}}`}}`,
  )
const ownMembers = fc.array(
  fc.oneof(
    fc
      .tuple(fc.constantFrom('five_hour', 'seven_day', 'extra_usage'), number, isoText)
      .map(([name, used, reset]) => `"${name}":{"utilization":${used},"resets_at":${reset}}`),
    fc.array(scoped, { minLength: 1, maxLength: 4 }).map((limits) => `"limits":[${limits.join(',')}]`),
    fc.tuple(hostileJson, hostileJson).map(([name, value]) => `${name}:${value}`),
  ),
  { maxLength: 4 },
)

/** The text of a response. */
const response: fc.Arbitrary<string> = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: fc.constant('{}') }, responseText), ownMembers)
  .map(([text, members]) => withMembers(text, members))

const API_ERRORS = ['rate_limit_error', 'authentication_error', 'permission_error', 'forbidden', '__proto__', 'x']
const apiError = fc
  .tuple(fc.constantFrom(...API_ERRORS), hostileJson)
  .map(([type, message]) => `{"type":"error","error":{"type":"${type}","message":${message}}}`)
const rubbish = fc.oneof(
  hostile,
  fc.constantFrom('', ' ', 'null', '[]', '{}', '1', '""', '<html>', '{"a":1}', '['.repeat(5000), '{"a":'.repeat(300)),
)

export const body: fc.Arbitrary<Buffer> = damaged(
  fc.oneof(
    { weight: 5, arbitrary: response },
    { weight: 1, arbitrary: apiError },
    { weight: 1, arbitrary: unholdableText },
    { weight: 1, arbitrary: rubbish },
  ),
)

const RETRY_AFTER = [
  '5',
  '0',
  '-1',
  '86401',
  '1e3',
  '99999999999999999999',
  '',
  'soon',
  'Sun, 22 Nov 2126 09:00:00 GMT',
]
const retryAfterValue = fc.oneof(
  fc.constantFrom(...RETRY_AFTER, 'Sunday, 22-Nov-99 09:00:00 GMT', 'Sun Nov 22 09:00:00 2026'),
  hostile,
)
const head = fc
  .tuple(
    fc.constantFrom('HTTP/1.1 ', 'HTTP/2 ', 'HTTP/1.0 ', 'HTTP/9', 'ICY '),
    fc.oneof(
      fc.constantFrom('200', '204', '100', '302', '401', '403', '429', '500', '000', '999'),
      fc.constantFrom('20', '2000', ''),
    ),
    fc.array(
      fc.oneof(
        fc.tuple(fc.constantFrom('Retry-After', 'retry-after ', 'RETRY-AFTER'), retryAfterValue),
        fc.tuple(hostile, hostile),
      ),
      { maxLength: 3 },
    ),
    fc.constantFrom('\r\n', '\n'),
  )
  .map(
    ([version, status, fields, end]) =>
      `${version}${status} x${end}${fields.map(([n, v]) => `${n}: ${v}${end}`).join('')}${end}`,
  )

/** What a fetch prints. */
export const printed: fc.Arbitrary<Buffer> = fc.oneof(
  body,
  fc
    .tuple(damaged(fc.array(head, { minLength: 1, maxLength: 3 }).map((heads) => heads.join(''))), body)
    .map((parts) => Buffer.concat(parts)),
)

const mostly = (usual: string, ...odd: readonly string[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) })

const ODD_INSTANTS = ['0', 'null', '"2016-12-31T23:59:60Z"', '"0000-01-01T00:00:00+23:59"', '"9999-12-30T22:00:00.9Z"']
const cachedAt = fc.oneof({ weight: 8, arbitrary: isoText }, fc.constantFrom(...ODD_INSTANTS), hostileJson)
const completeAt = fc.oneof(isoText, fc.constantFrom('null', '5'), hostileJson)
const data = fc
  .tuple(response, fc.option(response, { nil: '{}' }), fc.option(completeAt, { nil: undefined }))
  .map(([own, unknown, complete]) =>
    withMembers(own, [
      `"unknown_buckets":${complete === undefined ? unknown : withMembers(unknown, [`"usage_store":{"complete_at":${complete}}`])}`,
    ]),
  )
const errorObject = hostileJson.map((code) => `{"code":${code}}`)
const dataAndError = fc.oneof(
  { weight: 8, arbitrary: data.map((own) => [own, 'null']) },
  { weight: 3, arbitrary: errorObject.map((error) => ['null', error]) },
  { weight: 1, arbitrary: fc.tuple(fc.oneof(data, fc.constantFrom('[]', '5')), errorObject) },
  { weight: 1, arbitrary: fc.constantFrom(['null', 'null'], ['null', '{}'], ['null', '{"code":5}']) },
)
const entryText = fc
  .tuple(mostly('1', '1.0', '2', '"1"', 'null', '1e0'), cachedAt, dataAndError, ownMembers)
  .map(([version, at, [own = '', error = ''], others]) =>
    withMembers(
      objectText([
        ['"schema_version"', version],
        ['"cached_at"', at],
        ['"data"', own],
        ['"error"', error],
      ]),
      others.slice(3),
    ),
  )
/** An entry and a lock, undamaged, whose errors are shown as they are. */
export const errorEntryBytes = errorObject.map((error) =>
  Buffer.from(`{"schema_version":1,"cached_at":"@iso:0@","data":null,"error":${error}}`),
)
export const errorLockBytes = hostileJson.map((error) => Buffer.from(`{"blocked_until":@unix:300@,"error":${error}}`))
export const entryBytes: fc.Arbitrary<Buffer> = damaged(fc.oneof({ weight: 9, arbitrary: entryText }, rubbish))

/** The claim that commands are given. */
export const TOKEN = 'token'
const ODD_SECONDS = ['-5', '0', '1.5', '"9"', 'null', '1795338400000', '9223372036854775807', '99999999999999999999']
const until = fc.oneof({ weight: 6, arbitrary: unixText }, fc.constantFrom(...ODD_SECONDS))
const blockError = fc.oneof(
  fc.constantFrom('"RateLimited"', '"Unauthorized"', '"Forbidden"', '"Timeout"', 'null'),
  hostileJson,
)
const whole = fc.constantFrom('0', '1', '30', '86400', '9007199254740991', '9223372036854775807', '-1', '"x"', 'null')
const before = fc
  .tuple(until, blockError)
  .map(([end, error]) => objectText([['"blocked_until"', end] as const, ['"error"', error] as const]))
const optional = (name: string, value: fc.Arbitrary<string>) =>
  fc.option(
    value.map((text) => `"${name}":${text}`),
    { nil: '' },
  )
const lockText = fc
  .tuple(
    until.map((end) => `"blocked_until":${end}`),
    optional('error', blockError),
    optional('failures', whole),
    optional('claim', fc.oneof({ weight: 3, arbitrary: fc.constant(`"${TOKEN}"`) }, hostileJson)),
    optional('lease', whole),
    optional('before', fc.oneof(before, hostileJson)),
  )
  .map((members) => `{${members.filter((member) => member !== '').join(',')}}`)
export const lockBytes: fc.Arbitrary<Buffer> = damaged(fc.oneof({ weight: 9, arbitrary: lockText }, rubbish))

/** Of a file, in seconds from now. */
export const mtimeOffset = fc.oneof(fc.constant(0), offset)

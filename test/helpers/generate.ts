// Generators of JSON text, by grammar: what a parser makes of odd numbers, escapes and names is part of what is tested.
import fc from 'fast-check'

const BUCKETS = ['five_hour', 'seven_day', 'seven_day_opus', 'seven_day_sonnet', 'seven_day_oauth_apps'] as const

const oddNumber = fc.constantFrom(
  ...['0', '-0', '-0.0', '22', '22.0', '1e2', '1E+2', '1e-400', '1e308', '-1e308', '100.00000000000001', '150.5', '-3'],
  ...['9007199254740993', '18446744073709551616', '12345678901234567890123', '0.1000000000000000055511151231257827'],
)
const number = fc.oneof(
  oddNumber,
  fc.integer({ min: 0, max: 120 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
)
const tooLarge = fc.constantFrom('1e309', '-1e400', `1${'0'.repeat(400)}`)

/** Escaped where JSON lets it be, so that `\u0041` and `A` both come. */
const string = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('""', '"\\u0041\\/\\b"', '"\\ud83d\\ude00"', '"\\u0000"', '"\u007f\u0085\u202e"', '"__proto__"'),
)
const loneSurrogate = fc.constantFrom('"\\ud800"', '"x\\udc00"', '"\\udc00\\ud800"')
const name = fc
  .oneof(
    fc.constantFrom(
      ...[
        'tangelo',
        'unknown_buckets',
        '__proto__',
        'constructor',
        'hasOwnProperty',
        '',
        '0',
        '10',
        'error',
        'data',
        'cached_at',
      ],
      ...['a.b', 'a\\b', '\u0000'],
    ),
    fc.string({ unit: 'binary', maxLength: 5 }),
  )
  .map((text) => JSON.stringify(text))

export function objectText(members: readonly (readonly [string, string])[]): string {
  return `{${members.map(([key, value]) => `${key}:${value}`).join(', ')}}`
}

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(fc.constantFrom('null', 'true', 'false', '{}', '[]'), number, string),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(' , ')}]`),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }).map(objectText),
  ),
}))

const resetText = fc.constantFrom(
  ...['"2026-11-22T12:00:00.112536+00:00"', '"2026-11-26T19:00:00Z"', '"2026-11-22t10:00:00.123456789-05:00"', 'null'],
  ...['"2026-11-22T12:00:00"', '"2026-11-22T12:00:00.1234567890Z"', '"9999-12-31T00:00:00Z"', '"2026-02-30T00:00:00Z"'],
  ...['"2016-12-31T23:59:60Z"', '"2026-11-22T12:00Z"', '"never"', '1795338400', '""', '"2026-11-22T12:00:00+24:00"'],
)

/** An object whose members have, each, mostly the right shape, may be missing, and stand beside others. */
function struct(members: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> {
  const own = Object.entries(members).map(([key, right]) =>
    fc
      .oneof(
        { weight: 6, arbitrary: right },
        { weight: 1, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: value },
      )
      .map((text) => (text === null ? null : ([JSON.stringify(key), text] as const))),
  )
  const others = fc.array(fc.tuple(name, value), { maxLength: 2 })
  return fc
    .tuple(fc.tuple(...own), others)
    .map(([known, rest]) => objectText([...known.filter((member) => member !== null), ...rest]))
}

const orNull = (shape: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 6, arbitrary: shape },
    { weight: 1, arbitrary: fc.constant('null') },
    { weight: 1, arbitrary: value },
  )
const boolean = fc.constantFrom('true', 'false', 'null')
const bucket = orNull(struct({ utilization: number, resets_at: resetText }))
const extraUsage = orNull(
  struct({ is_enabled: boolean, utilization: number, monthly_limit: number, used_credits: number, currency: string }),
)
const scope = orNull(struct({ model: orNull(struct({ display_name: string, id: string })), surface: string }))
const kind = fc.constantFrom('"session"', '"weekly_all"', '"weekly_scoped"', '"daily"', '""', 'null')
const limit = orNull(struct({ kind, percent: number, resets_at: resetText, severity: string, scope }))
const limits = orNull(fc.array(limit, { maxLength: 4 }).map((items) => `[${items.join(',')}]`))

const SHAPES = { ...Object.fromEntries(BUCKETS.map((key) => [key, bucket])), extra_usage: extraUsage, limits }

const recognised = fc.oneof(
  ...Object.entries(SHAPES).map(([key, shape]) => shape.map((text) => [JSON.stringify(key), text] as const)),
)
const memberOfResponse = fc.oneof({ weight: 3, arbitrary: recognised }, { weight: 1, arbitrary: fc.tuple(name, value) })

/** The text of a response, right, wrong or strange; names may come twice, as a hostile endpoint could send them. */
export const responseText = fc.array(memberOfResponse, { maxLength: 8 }).map(objectText)

/** The same with a member somewhere that no file can hold. */
export const unholdableText = fc
  .tuple(recognised, fc.oneof(tooLarge, loneSurrogate), fc.constantFrom('top', 'array', 'object', 'name'))
  .map(([good, bad, where]) => {
    const member = { top: bad, array: `[1, [${bad}]]`, object: `{"a":{"b":${bad}}}`, name: '1' }[where]
    return objectText([good, [where === 'name' ? '"\\udfff"' : '"tangelo"', member]])
  })

// Texts that mean something to a shell, a terminal or a parser, and generators that put them anywhere.
import fc from 'fast-check'

/** What a shell would run makes a file of this name, or one that begins with it, in the current directory. */
const CANARY = 'pwned'

const SHELL_TEXTS = [
  `'; touch ${CANARY}; '`,
  `"; touch ${CANARY}; "`,
  `$(touch ${CANARY})`,
  `\`touch ${CANARY}\``,
  `'$(touch ${CANARY})'`,
  `\\'; touch ${CANARY} #`,
  `\\\\'; touch ${CANARY} #`,
  `\ntouch ${CANARY}\n`,
  `\rtouch ${CANARY}\r`,
  `(touch ${CANARY})`,
  `>${CANARY}`,
  `\${x:=$(touch ${CANARY})}`,
  `a[$(touch ${CANARY})]`,
  `\u0000'; touch ${CANARY} #`,
  `\u2028touch ${CANARY}`,
  `'\nset -g PATH ${CANARY}\nPATH='${CANARY}`,
  ...["'", "''", '\\', "\\'", "'\\''", '$', '`', '!!', '*', '~', '#', '=', 'a=b', '%s%n', '-e', '--', '\uFEFF', '；'],
]
const TERMINAL_TEXTS = [
  ...['\u001b[31m', '\u001b]0;x\u0007', '\u001b]52;c;cHduZWQ=\u0007', '\u009b2J', '\u0090q', '\u007f', '\u0085', '\b'],
  ...['\u202e', '\u202a', '\u2066', '\u2069', '\u200f', '\u061c', '\r', '\t', '\v', '\f', '\n'],
]
const PARSER_TEXTS = [
  ...['', '0', '-0', '1e999', '__proto__', 'constructor', 'toString', 'then', 'usage_store', 'NaN', 'null', '\uFFFD'],
  // What json.ts itself puts into names.
  ...['\uE000', '\uE0000', '\uE000\uE000', '\uE000\\'],
  ...['.', '..', 'a.b', 'a\\.b', '\\', 'five_hour', 'unknown_buckets', '💥', 'e\u0301', '\u{10FFFF}', 'x'.repeat(300)],
]

/** Well-formed text, NUL included. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...SHELL_TEXTS) },
  { weight: 2, arbitrary: fc.constantFrom(...TERMINAL_TEXTS) },
  { weight: 2, arbitrary: fc.constantFrom(...PARSER_TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom(...SHELL_TEXTS, ...TERMINAL_TEXTS, ...PARSER_TEXTS), { minLength: 2, maxLength: 4 })
      .map((texts) => texts.join('')),
  },
)

/** What can stand in an argument or in the environment of a process. */
export const hostileWord = hostile.map((text) => text.replaceAll('\u0000', ''))

/** The same as a JSON string, some of it escaped without need. */
export const hostileJson = fc
  .tuple(hostile, fc.boolean())
  .map(([text, escaped]) => (escaped ? `"${text.replace(/[^]/g, escapeUnit)}"` : JSON.stringify(text)))

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const TOKENS = [
  ...['{', '}', '[', ']', ',', ':', '"', '\\', '\\u', '\\ud800', 'null', 'true', '1e309', '-', '\n', '\r\n', ' ', "'"],
  ...['"data":', '"error":{"code":"x"}', '"cached_at":0', '"__proto__":{}', '"usage_store":{"complete_at":null}'],
  ...['HTTP/1.1 200 OK\r\n', 'HTTP/2 429\n', 'Retry-After: 5\r\n', '\r\n\r\n', '\u001b[2J', '\u202e', `'; touch x #`],
].map((text) => Buffer.from(text))
const BYTES = [[0], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5], [0xef, 0xbb, 0xbf], [0xe2, 0x80]].map((bytes) =>
  Buffer.from(bytes),
)

interface Mutation {
  readonly op: 'cut' | 'end' | 'double' | 'insert' | 'flip' | 'repeat'
  /** Where, and how much, as a share of the length. */
  readonly at: number
  readonly size: number
  readonly token: Buffer
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  op: fc.constantFrom<Mutation['op'][]>('cut', 'end', 'double', 'insert', 'insert', 'flip', 'repeat'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  size: fc.double({ min: 0, max: 0.3, noNaN: true }),
  token: fc.constantFrom(...TOKENS, ...BYTES),
})

function mutate(bytes: Buffer, { op, at, size, token }: Mutation): Buffer {
  const from = Math.floor(at * bytes.length)
  const to = Math.min(bytes.length, from + 1 + Math.floor(size * bytes.length))
  const [before, part, after] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)]
  switch (op) {
    case 'cut':
      return Buffer.concat([before, after])
    case 'end':
      return before
    case 'double':
      return Buffer.concat([before, part, part, after])
    case 'insert':
      return Buffer.concat([before, token, part, after])
    case 'flip':
      return Buffer.concat([before, Buffer.from(part.map((byte) => byte ^ (1 << (Math.floor(at * 8) % 8)))), after])
    case 'repeat':
      return Buffer.concat([before, ...Array<Buffer>(1 + Math.floor(size * 1000)).fill(token), after])
  }
}

/** A report shows it as text, a character a byte. */
function readable(bytes: Buffer): Buffer {
  return Object.assign(bytes, { [fc.toStringMethod]: () => JSON.stringify(bytes.toString('latin1')) })
}

/** The bytes of a text, as they are or damaged. */
export function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  return fc
    .tuple(
      text,
      fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 4, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 4 }) },
      ),
    )
    .map(([whole, mutations]) => readable(mutations.reduce(mutate, Buffer.from(whole))))
}

/**
 * Members that nobody asks for, taken out of a JSON text before it is parsed: to see that they are well-formed costs
 * half of what it costs to build them. Pure.
 */
import { bracketsBeyond } from './json.ts'

/** Where less follows, compiling the expression costs more than it saves. Characters; measured with members of 100. */
const MIN_LENGTH = 8 * 1024

// The grammar of RFC 8259, two levels of it. In a name no small letter and no `_` is escaped, so that it can be compared.
const SPACE = String.raw`[ \t\n\r]*`
const STRING = stringWith(String.raw`u[\dA-Fa-f]{4}`)
const NAME = stringWith(String.raw`u(?!00[5-7])[\dA-Fa-f]{4}`)
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`
const SCALAR = `(?:${STRING}|${NUMBER}|true|false|null)`
const SHALLOW = `(?:${SCALAR}|\\{${listOf(memberWith(SCALAR))}\\}|\\[${listOf(SCALAR)}\\])`

function stringWith(escape: string): string {
  return String.raw`"[^"\\\x00-\x1F]*(?:\\(?:["\\/bfnrt]|${escape})[^"\\\x00-\x1F]*)*"`
}

function memberWith(value: string): string {
  return `${NAME}${SPACE}:${SPACE}${value}`
}

/** What stands between brackets. */
function listOf(item: string): string {
  return `${SPACE}(?:${item}${SPACE}(?:,${SPACE}(?![\\]}])|(?=[\\]}])))*`
}

/**
 * A text that is JSON if `text` is, and has the same members but for some of `object`, whose name is not among
 * `wanted`. The object is one at the second level, such as `data.unknown_buckets`.
 */
export function withoutUnreadMembers(text: string, object: string, wanted: readonly string[]): string {
  const name = `"${object}"`
  const start = text.slice(0, -MIN_LENGTH).indexOf(name)
  const open = start < 0 ? -1 : text.indexOf('{', start)
  if (open < 0 || text.slice(start + name.length, open).trim() !== ':') return text
  if (bracketsBeyond(text.slice(0, start), 8) !== '{{') return text
  const member = `${SPACE}(?!"(?:${wanted.join('|')})")${memberWith(SHALLOW)}${SPACE}`
  // With the comma after it, or the last. One at a time: to remember the way through all of them would take as long again.
  const unread = new RegExp(`${member}(?:,(?=${SPACE}")|(?=\\}))`, 'y')
  const begin = open + 1
  let end = begin
  unread.lastIndex = begin
  while (unread.test(text)) end = unread.lastIndex
  return text.slice(0, begin) + text.slice(end)
}

// "linesmith takes this usage.json", written from the contract and not from the code that writes such files.
// Deliberately narrower than the program: what it accepts is taken, but it knows no array forms and only RFC 3339.
import { memberOf, parseTree, type Tree } from './json-tree.ts'

type Check = (tree: Tree | undefined) => boolean

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
const LAST = Date.parse('9999-12-30T22:00:00Z') + 999

/** Unix milliseconds of a timestamp; null when the reader does not take it. */
export function strictInstant(text: string): number | null {
  const parts = RFC_3339.exec(text)
  if (parts === null) return null
  const [, date = '', minute = '', second = '', fraction = '', offset = ''] = parts
  const asUtc = `${date}T${minute}:${second === '60' ? '59' : second}`
  const utc = Date.parse(`${asUtc}Z`)
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(asUtc)) return null
  const [hours = 0, minutes = 0] = offset.length === 6 ? offset.slice(1).split(':').map(Number) : []
  const offsetMs = (hours * 60 + minutes) * (offset.startsWith('-') ? -60_000 : 60_000)
  const instant = utc - offsetMs + Math.floor(Number(`0${fraction}`) * 1000)
  return instant <= LAST ? instant : null
}

const isNull: Check = (tree) => tree?.kind === 'literal' && tree.text === 'null'
const isBoolean: Check = (tree) => tree?.kind === 'literal' && tree.text !== 'null'
const isString: Check = (tree) => tree?.kind === 'string' && tree.text.isWellFormed()
const isNumber: Check = (tree) => tree?.kind === 'number' && Number.isFinite(Number(tree.text))
const isInstant: Check = (tree) => tree?.kind === 'string' && strictInstant(tree.text) !== null
const optional =
  (check: Check): Check =>
  (tree) =>
    tree === undefined || isNull(tree) || check(tree)

/** Names that the reader decodes are well-formed, and a name that it knows comes once. */
const hasGoodNames = (tree: Tree, known: readonly string[]) => {
  const names = tree.kind === 'object' ? tree.members.map(([name]) => name) : []
  return names.every((name) => name.isWellFormed()) && known.every((name) => names.filter((n) => n === name).length < 2)
}
const struct =
  (members: Readonly<Record<string, Check>>): Check =>
  (tree) =>
    tree?.kind === 'object' &&
    hasGoodNames(tree, Object.keys(members)) &&
    Object.entries(members).every(([name, check]) => check(memberOf(tree, name)))

/** A value that the reader keeps: every string, name and number in it must be one that it can hold. */
function isKept(tree: Tree, levelsLeft: number): boolean {
  if (tree.kind === 'string') return tree.text.isWellFormed()
  if (tree.kind === 'number') return Number.isFinite(Number(tree.text))
  if (tree.kind === 'literal') return true
  if (levelsLeft === 0) return false
  return tree.kind === 'array'
    ? tree.items.every((item) => isKept(item, levelsLeft - 1))
    : tree.members.every(([name, item]) => name.isWellFormed() && isKept(item, levelsLeft - 1))
}

/** serde_json's limit of 127 levels, less the three that stand around it. */
const KEPT_LEVELS = 124

const bucket = optional(struct({ utilization: isNumber, resets_at: optional(isInstant) }))
const extraUsage = optional(
  struct({
    is_enabled: optional(isBoolean),
    utilization: optional(isNumber),
    monthly_limit: optional(isNumber),
    used_credits: optional(isNumber),
    currency: optional(isString),
  }),
)
const limit = struct({
  kind: isString,
  percent: isNumber,
  resets_at: optional(isInstant),
  severity: (tree) => tree === undefined || isString(tree),
  scope: optional(struct({ model: optional(struct({ display_name: optional(isString), id: optional(isString) })) })),
})
const data = struct({
  five_hour: bucket,
  seven_day: bucket,
  seven_day_opus: bucket,
  seven_day_sonnet: bucket,
  seven_day_oauth_apps: bucket,
  extra_usage: extraUsage,
  limits: optional((tree) => tree?.kind === 'array' && tree.items.every(limit)),
  unknown_buckets: (tree) =>
    tree === undefined ||
    (tree.kind === 'object' && tree.members.every(([n, t]) => n.isWellFormed() && isKept(t, KEPT_LEVELS))),
})

/** Whether linesmith, at the instant `nowMs`, takes a usage.json of this text. */
export function isTakenByLinesmith(text: string, nowMs: number): boolean {
  const tree = parseTree(text)
  return struct({
    schema_version: (version) => version?.kind === 'number' && version.text === '1',
    cached_at: (at) =>
      at?.kind === 'string' && (strictInstant(at.text) ?? Infinity) <= nowMs && !isAfterNow(at.text, nowMs),
    data: optional(data),
    error: optional(struct({ code: isString })),
  })(tree ?? undefined)
}

/** A fraction of a millisecond counts too: the reader compares in nanoseconds. */
function isAfterNow(text: string, nowMs: number): boolean {
  const below = /\.\d{3}(\d{1,6})/.exec(text)?.[1] ?? '0'
  return strictInstant(text) === nowMs && Number(below) > 0
}

// A JSON parser that loses nothing: number tokens, duplicate names and their order stay. Independent of the one under
// test, so that both readers and writers can be held against it.

export type Tree =
  | { readonly kind: 'literal'; readonly text: 'null' | 'true' | 'false' }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Tree[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Tree])[] }

const TOKEN =
  /[\t\n\r ]*(?:([[\]{},:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(null|true|false))/y

/** Null when the text is not JSON. */
export function parseTree(text: string): Tree | null {
  let at = 0
  let token: RegExpExecArray | null = null
  const next = () => {
    TOKEN.lastIndex = at
    token = TOKEN.exec(text)
    if (token === null) throw new SyntaxError(`at ${at}`)
    at = TOKEN.lastIndex
    return token
  }
  const punctuation = () => next()[1]
  const value = ([, mark, string, number, literal] = next()): Tree => {
    if (string !== undefined) return { kind: 'string', text: JSON.parse(string) as string }
    if (number !== undefined) return { kind: 'number', text: number }
    if (literal !== undefined) return { kind: 'literal', text: literal as 'null' }
    if (mark === '[') return { kind: 'array', items: list(']', (first) => value(first)) }
    if (mark === '{') return { kind: 'object', members: list('}', named) }
    throw new SyntaxError(`at ${at}`)
  }
  const named = ([, , name] = next()): readonly [string, Tree] => {
    if (name === undefined || punctuation() !== ':') throw new SyntaxError(`at ${at}`)
    return [JSON.parse(name) as string, value()]
  }
  const list = <T>(end: string, item: (first: RegExpExecArray) => T): T[] => {
    const items: T[] = []
    let first = next()
    if (first[1] === end) return items
    for (;;) {
      items.push(item(first))
      const mark = punctuation()
      if (mark === end) return items
      if (mark !== ',') throw new SyntaxError(`at ${at}`)
      first = next()
    }
  }
  try {
    const tree = value()
    return /^[\t\n\r ]*$/.test(text.slice(at)) ? tree : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The last member of that name, as every reader has it that takes duplicates. */
export function memberOf(tree: Tree, name: string): Tree | undefined {
  return tree.kind === 'object' ? tree.members.findLast(([own]) => own === name)?.[1] : undefined
}

/** A value for `deepEqual`: members in the order of their names, the last of a name, numbers by their tokens. */
export function comparable(tree: Tree | null, without: readonly string[] = []): unknown {
  if (tree === null) return 'not JSON'
  if (tree.kind === 'array') return tree.items.map((item) => comparable(item))
  if (tree.kind !== 'object') return [tree.kind, tree.text]
  const last = new Map(tree.members.filter(([name]) => !without.includes(name)))
  return {
    members: [...last].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, comparable(inner)]),
  }
}

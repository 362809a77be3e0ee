/**
 * A hit, by itself: `get` where it is an answer from files that are only read. It is what the executable runs first,
 * before it loads the rest of the program, and must import nothing that such an answer does not need.
 */
import { parseArguments } from './args.ts'
import { type Answer, answering, GET_OPTIONS, type GetOptions } from './commands/answer.ts'
import { type Environment, resolveDirectory } from './disk/root.ts'
import { GLOBAL_OPTIONS, TOP_OPTIONS } from './global-options.ts'

/**
 * The answer; null for whatever else is asked, for what may have to start or wait for a refresh, and for every failure:
 * nothing was done then, and the whole program does and says it.
 */
export function hit(argv: readonly string[], environment: Environment, now: () => number): Answer | null {
  try {
    const top = parseArguments(argv, TOP_OPTIONS, true)
    if (top.options['version'] === true || top.rest[0] !== 'get') return null
    const own = parseArguments(top.rest.slice(1), { ...GET_OPTIONS, ...GLOBAL_OPTIONS })
    if (own.helpWanted || own.operands.length > 0) return null
    const given = own.options as GetOptions
    if (given.wait !== undefined) return null
    const directory = () => resolveDirectory({ ...top.options, ...own.options }, environment)
    const { look, answer } = answering(given, directory, now)
    const seen = look()
    return seen.decision.refresh && given.refresh !== undefined ? null : answer(seen)
  } catch {
    return null
  }
}

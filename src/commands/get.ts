/** get: answers, and then starts a refresh where one is wanted and asked for. */
import { command } from '../command.ts'
import { filesIn } from '../disk/files.ts'
import { answering, GET_OPTIONS } from './answer.ts'
import { starter, waitForRefresh } from './background-refresh.ts'

export const get = command({
  name: 'get',
  options: GET_OPTIONS,
  run(given, context) {
    const { directory, look, answer } = answering(given, context.directory, context.now)
    const start =
      given.refresh === undefined
        ? () => 'impossible' as const
        : starter(filesIn(directory), context, given, given.refresh)
    const waitMs = (given.wait ?? 0) * 1000
    const seen = waitMs > 0 ? waitForRefresh(look, start, waitMs) : look()
    const { text, exit } = answer(seen)
    context.print(text)
    if (seen.decision.refresh) start()
    return exit
  },
})

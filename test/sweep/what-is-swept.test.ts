// What the sweeps rest on: no call on the directory escapes them, and what they start from is the protocol that they
// are to prove.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand } from '../helpers/run.ts'
import { onlyTarget } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'
import { BACKGROUND, GET_REFRESH, SCENARIOS } from './scenarios.ts'
import { OLD_LEFTOVERS, setStage } from './stage.ts'
import { commandOf, STRACED_ENVIRONMENT, type Touch, touchesIn, traced } from './trace.ts'

/** The lines of each thread, with calls put together again that another thread's had cut in two. */
function byThread(trace: string): ReadonlyMap<string, readonly string[]> {
  const threads = new Map<string, string[]>()
  for (const line of trace.split('\n')) {
    const [, thread = '', call = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const lines = threads.get(thread) ?? []
    threads.set(thread, lines)
    if (call.startsWith('<... ')) lines.push((lines.pop() ?? '') + call.replace(/^<\.\.\. \w+ resumed>/, ''))
    else lines.push(call.replace(/ *<unfinished \.\.\.>$/, ''))
  }
  return threads
}

/** Without the old leftovers: of two processes only the first one finds them. */
function labelsOf(touches: readonly Touch[]): string[] {
  return touches.map(({ label }) => label).filter((label) => !OLD_LEFTOVERS.some((name) => label.includes(name)))
}

/** Descriptors of the mutex that are open when a process is started. */
function openAtStart(lines: readonly string[]): number[] {
  let open = 0
  return lines.flatMap((line) => {
    if (/^openat\(.*\/usage\.mutex".* = \d/.test(line)) open += 1
    if (/^close\(.*\/usage\.mutex>/.test(line)) open -= 1
    return /^(?:clone3?|v?fork)\(/.test(line) && !line.includes('CLONE_THREAD') ? [open] : []
  })
}

onlyTarget('executable', (target) => {
  for (const scenario of SCENARIOS) {
    test(`one thread makes every call on the directory: ${scenario.name}`, async (t) => {
      if (!needStrace(t)) return
      const stage = setStage(t, scenario)
      const file = join(stage.place.dir, 'all')
      const argv = commandOf(stage, target, ['-f', '-e', 'trace=%file,%desc,%process', '-o', file])
      await runCommand(argv, { env: STRACED_ENVIRONMENT, cwd: '/', stdin: scenario.stdin ?? '' })
      const threads = [...byThread(readFileSync(file, 'latin1')).values()]
      const touching = threads.map((lines) => touchesIn(lines, stage.place.root)).filter(({ length }) => length > 0)
      const labels = touching.map((touches) => labelsOf(touches))

      const { touches } = await traced(setStage(t, scenario), target)
      const swept = [labelsOf(touches)]
      // What it starts in the background is swept as a command of its own.
      if (scenario.name === GET_REFRESH) {
        const background = SCENARIOS.find(({ name }) => name === BACKGROUND)
        assert.ok(background !== undefined)
        const child = await traced(setStage(t, background), target)
        swept.push(labelsOf(child.touches))
      }
      assert.deepEqual(labels, swept)

      for (const lines of threads)
        assert.ok(
          openAtStart(lines).every((open) => open === 0),
          'the mutex is held while a process is started',
        )
    })

    test(`what is renamed into place was synced: ${scenario.name}`, async (t) => {
      if (!needStrace(t)) return
      const { touches } = await traced(setStage(t, scenario), target)
      const labels = touches.map(({ label }) => label)
      for (const [index, label] of labels.entries()) {
        const temporary = /^rename\w* (\S+)/.exec(label)?.[1]
        if (temporary === undefined || temporary.includes('usage.view')) continue
        const about = labels.slice(0, index).filter((other) => other.includes(temporary))
        const written = about.findLastIndex((other) => /^p?write/.test(other))
        const synced = about.findLastIndex((other) => /^f(?:data)?sync/.test(other))
        assert.ok(written >= 0 && synced > written, about.join('\n'))
      }
    })
  }
})

// The prompts of the README, as they stand there, in their shells.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import { iso, makePlace, nowSeconds, type Place, us, writeState } from '../helpers/place.ts'
import { runCommand } from '../helpers/run.ts'
import { onlyTarget, repository } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'
import { install, SHELLS, type ShellName, writeProgram } from './init-shells.ts'

const readme = readFileSync(join(repository, 'README.md'), 'utf8')
const settings = readme.split('## The status line of Claude Code')[1] ?? ''
const section = readme.split('## A prompt that starts no process')[1] ?? ''

/** With the program on PATH, and the place as home and root. */
const environment = (place: Place) => ({
  PATH: `${join(place.dir, 'bin')}:${process.env['PATH'] ?? ''}`,
  HOME: place.dir,
  USAGE_STORE_ROOT: place.root,
})

/** What a shell does before it shows a prompt, and the prompt. */
const PROMPT: Readonly<Record<ShellName, string>> = {
  bash: '(exit 7); eval "$PROMPT_COMMAND"; printf "%s %s" "$?" "${PS1@P}"',
  zsh: '$precmd_functions; printf "0 "; print -Pn -- "$PROMPT"',
  fish: 'printf "0 "; fish_prompt',
}

onlyTarget('executable', (target) => {
  for (const { name, argv } of SHELLS)
    test(`the prompt of ${name}`, async (t) => {
      if (!needTool(t, name)) return
      const block = new RegExp(`\`\`\`${name}\\n([^]*?)\`\`\``).exec(section)?.[1]
      assert.ok(block !== undefined, 'no such block')
      const place = makePlace(t)
      install(place, target)
      expectQuiet(await us(target, place, ['put'], { stdin: '{"five_hour":{"utilization":41.6,"resets_at":null}}' }), 0)
      const env = environment(place)
      const outcome = await runCommand([...argv, `${block}\n${PROMPT[name]}`], { env, cwd: place.dir })
      expectQuiet(outcome, 0)
      assert.match(outcome.stdout, new RegExp(`^${name === 'bash' ? 7 : 0} 5h 42% ~\\S* ?[#$>%] $|^0 5h 42% ~> $`))
    })

  test('the status line that starts no process but its own', async (t) => {
    if (!needTool(t, 'bash')) return
    const [, script] = Array.from(section.matchAll(/```bash\n([^]*?)```/g), ([, block = '']) => block)
    assert.ok(script !== undefined, 'no such block')
    const place = makePlace(t)
    const stdin = '{"five_hour":{"utilization":41.6,"resets_at":null}}'
    expectQuiet(await us(target, place, ['put'], { stdin }), 0)
    mkdirSync(join(place.dir, '.claude'))
    writeFileSync(join(place.dir, '.claude/usage-store.bash'), (await us(target, place, ['init', 'bash'])).stdout)
    writeProgram(place, '#!/bin/sh\necho started >&2\n')
    const outcome = await runCommand(['bash', '-c', script], { env: environment(place), cwd: place.dir })
    expectOutput(outcome, 0, '5h 42% · 7d -%\n')
  })

  test('the status line without a script', async (t) => {
    const blocks = Array.from(settings.matchAll(/```json\n([^]*?)```/g), ([, text = '']) => JSON.parse(text))
    const command: string = blocks.find(({ statusLine }) => statusLine.command.includes('--format')).statusLine.command
    const place = makePlace(t)
    install(place, target)
    const env = environment(place)
    const line = async () => runCommand(['sh', '-c', command], { env, cwd: place.dir })
    // Kept away, so that nothing is started that outlives the test.
    writeState(place.lock, { blocked_until: nowSeconds() + 900, error: 'RateLimited' })
    expectOutput(await line(), 0, '5h -% · 7d -% · -')
    const stdin = JSON.stringify({
      five_hour: { utilization: 41.6, resets_at: iso(nowSeconds() + 76 * 3600 + 3500) },
      seven_day: { utilization: 7, resets_at: null },
    })
    expectQuiet(await us(target, place, ['put'], { stdin }), 0)
    expectOutput(await line(), 0, '5h 42% · 7d 7% · 3d4h')
  })
})

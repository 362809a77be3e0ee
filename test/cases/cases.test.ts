// What went wrong for others who show this usage, as inputs and expected outcomes, on both targets.
import { readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needOtherUser, needTool } from '../helpers/tools.ts'
import type { Case } from './cases.ts'
import { playCase } from './stage.ts'

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8'))

const isHere = (platform: string): boolean =>
  platform === 'any' || (platform === 'posix' ? process.platform !== 'win32' : platform === process.platform)

/** Whether this machine and target have what the case needs; false after the test was skipped. */
function canPlay(t: TestContext, target: Target, { platform, needs }: Case): boolean {
  if (!isHere(platform)) {
    t.skip(`for ${platform}`)
    return false
  }
  if (needs.includes('sea') && target.name !== 'executable') {
    t.skip('for the packed executable')
    return false
  }
  if (needs.includes('nonroot') && !needOtherUser(t)) return false
  return ['bash', ...needs.filter((need) => need === 'fish' || need === 'python3')].every((tool) => needTool(t, tool))
}

eachTarget((target) => {
  for (const definition of cases) {
    test(`${definition.id}: ${definition.title}`, async (t) => {
      if (canPlay(t, target, definition)) await playCase(t, target, definition)
    })
  }
})

// Modes do not depend on the umask: private files in a private directory, whoever calls.
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import { giveToNobody, makePlace, modeOf, us, type Place } from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needOtherUser } from '../helpers/tools.ts'

const UMASKS = ['000', '022', '077', '0777'] as const
const FILES = ['usage.json', 'usage.lock', 'usage.mutex']

const modes = (root: string): string[] => [root, ...FILES.map((name) => join(root, name))].map(modeOf)

eachTarget((target) => {
  for (const umask of UMASKS) {
    test(`umask ${umask}, as a user who is not root`, async (t) => {
      if (!needOtherUser(t)) return
      const place = makePlace(t)
      giveToNobody(place)
      const options = { umask, asNobody: true, stdin: '{"five_hour":{"utilization":1}}' }
      const fresh: Place = { ...place, root: join(place.dir, 'new') }
      for (const profile of [[], ['--profile', 'p']]) {
        expectOutput(await us(target, fresh, [...profile, 'put'], options), 0, '')
        expectOutput(await us(target, fresh, [...profile, 'block', '--for', '60'], options), 0, '')
        // what was made has to be readable for its maker, too
        expectQuiet(await us(target, fresh, [...profile, 'get'], options), 0)
        expectOutput(await us(target, fresh, [...profile, 'put'], options), 0, '')
        assert.deepEqual(modes(join(fresh.root, profile.length > 0 ? 'profiles/p' : '')), ['700', '600', '600', '600'])
      }
    })
  }

  test('an existing directory keeps its mode, a file of ours gets 0600', async (t) => {
    const place = makePlace(t)
    for (const mode of [0o755, 0o777, 0o1777, 0o750]) {
      chmodSync(place.root, mode)
      for (const name of FILES.slice(0, 2)) {
        writeFileSync(join(place.root, name), '{}')
        chmodSync(join(place.root, name), 0o666)
      }
      expectOutput(await us(target, place, ['put'], { umask: '000', stdin: '{}' }), 0, '')
      expectOutput(await us(target, place, ['block', '--for', '60', '--force'], { umask: '000' }), 0, '')
      assert.deepEqual(modes(place.root), [mode.toString(8), '600', '600', '600'])
    }
  })

  test('directories on the way to the root are private, those that exist are not touched', async (t) => {
    const place = makePlace(t)
    const outer = join(place.dir, 'outer')
    mkdirSync(outer)
    chmodSync(outer, 0o755)
    const fresh: Place = { ...place, root: join(outer, 'a', 'b') }
    expectOutput(await us(target, fresh, ['block'], { umask: '000' }), 0, '')
    assert.deepEqual([modeOf(outer), modeOf(fresh.root), modeOf(join(fresh.root, 'usage.lock'))], ['755', '700', '600'])
    assert.equal(
      (Number.parseInt(modeOf(join(outer, 'a')), 8) & 0o022).toString(8),
      '0',
      'nobody else may write on the way',
    )
  })
})

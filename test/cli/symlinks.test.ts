// A link at one of the two files is written through, not replaced: dotfiles are often links.
import assert from 'node:assert/strict'
import { lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectIoError, expectOutput } from '../helpers/expect.ts'
import { dataEntry, makePlace, modeOf, nowSeconds, readJson, us, writeState, type Place } from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'

const BODY = '{"five_hour":{"utilization":7,"resets_at":null}}'

interface Subject {
  readonly file: (place: Place) => string
  readonly write: readonly string[]
  /** Whether what the command writes stands there. */
  readonly written: (content: { data?: { five_hour?: { utilization?: number } }; error?: unknown }) => boolean
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'usage.json': {
    file: (place) => place.cache,
    write: ['put'],
    written: (content) => content.data?.five_hour?.utilization === 7,
  },
  'usage.lock': {
    file: (place) => place.lock,
    write: ['block', '--for', '60'],
    written: (content) => content.error === 'RateLimited',
  },
}

eachTarget((target) => {
  for (const [name, { file, write, written }] of Object.entries(SUBJECTS)) {
    test(`${name}: through a link, a chain, a relative link`, async (t) => {
      const place = makePlace(t)
      const [near, far] = [join(place.dir, 'near'), join(place.dir, 'far')]
      mkdirSync(near)
      mkdirSync(far)
      for (const [link, chain] of [
        [join(far, 'f.json'), null],
        [join(near, 'f.json'), join(far, 'f.json')],
        ['../far/f.json', null],
        ['../near/f.json', '../far/f.json'],
      ] as const) {
        for (const old of [file(place), join(near, 'f.json'), join(far, 'f.json')]) rmSync(old, { force: true })
        writeFileSync(join(far, 'f.json'), 'old')
        symlinkSync(link, file(place))
        if (chain !== null) symlinkSync(chain, join(near, 'f.json'))
        expectOutput(await us(target, place, write, { stdin: BODY }), 0, '')
        assert.equal(readlinkSync(file(place)), link)
        if (chain !== null) assert.equal(readlinkSync(join(near, 'f.json')), chain)
        assert.ok(lstatSync(join(far, 'f.json')).isFile())
        assert.ok(written(readJson(join(far, 'f.json'))))
        assert.equal(modeOf(join(far, 'f.json')), '600')
        assert.deepEqual(readdirSync(far), ['f.json'], 'no temporary file stays')
      }
    })

    test(`${name}: a link to nothing is made, if its directory is there`, async (t) => {
      const place = makePlace(t)
      const aim = join(place.dir, 'there', 'f.json')
      symlinkSync(aim, file(place))
      expectIoError(await us(target, place, write, { stdin: BODY }), place.dir, /^ENOENT$/)
      assert.deepEqual(readdirSync(place.dir), ['root'])
      mkdirSync(join(place.dir, 'there'))
      expectOutput(await us(target, place, write, { stdin: BODY }), 0, '')
      assert.equal(readlinkSync(file(place)), aim)
      assert.ok(written(readJson(aim)))
    })

    test(`${name}: a loop is an error, for a reader too`, async (t) => {
      const place = makePlace(t)
      symlinkSync(join(place.dir, 'back'), file(place))
      symlinkSync(file(place), join(place.dir, 'back'))
      for (const args of [write, name === 'usage.json' ? ['get'] : ['lock'], ['get', '--field', 'state']]) {
        expectIoError(await us(target, place, args, { stdin: BODY }), name, /^ELOOP$/)
      }
      assert.ok(lstatSync(file(place)).isSymbolicLink())
    })

    test(`${name}: a link to a directory is an error`, async (t) => {
      const place = makePlace(t)
      symlinkSync(place.dir, file(place))
      for (const args of [write, name === 'usage.json' ? ['get'] : ['lock']]) {
        expectIoError(await us(target, place, args, { stdin: BODY }), name, /^EISDIR$/)
      }
      assert.equal(readlinkSync(file(place)), place.dir)
    })
  }

  test('a linked root, and a root that links to nothing', async (t) => {
    const place = makePlace(t)
    const linked: Place = { ...place, root: join(place.dir, 'linked') }
    symlinkSync(place.root, linked.root)
    expectOutput(await us(target, linked, ['put'], { stdin: BODY }), 0, '')
    assert.ok(SUBJECTS['usage.json']?.written(readJson(place.cache)))
    assert.ok(lstatSync(linked.root).isSymbolicLink())
    const dangling: Place = { ...place, root: join(place.dir, 'dangling') }
    symlinkSync(join(place.dir, 'nowhere', 'deep'), dangling.root)
    expectOutput(await us(target, dangling, ['get', '--field', 'miss']), 1, 'absent\n')
  })

  test('a link at usage.mutex is not followed and not in the way', async (t) => {
    const place = makePlace(t)
    symlinkSync(join(place.dir, 'elsewhere'), place.mutex)
    for (const args of [['put'], ['block', '--for', '60'], ['unblock'], ['clear']]) {
      expectOutput(await us(target, place, args, { stdin: BODY, limitMs: 60_000 }), 0, '')
    }
    assert.deepEqual(readdirSync(place.dir), ['root'])
    assert.deepEqual(readdirSync(place.root), ['usage.mutex'])
  })

  test('an entry behind a link is read', async (t) => {
    const place = makePlace(t)
    const aim = join(place.dir, 'f.json')
    writeState(aim, dataEntry(nowSeconds(), { five_hour: { utilization: 3 } }))
    symlinkSync('../f.json', place.cache)
    expectOutput(await us(target, place, ['get', '--field', 'five_hour.percent']), 0, '3\n')
  })
})

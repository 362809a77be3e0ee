// Something else in the place of a file: an error that names it, within moments. A FIFO must not hang a prompt.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { expectIoError, expectOutput } from '../helpers/expect.ts'
import { dataEntry, giveToNobody, makePlace, nowSeconds, us, writeState, type Place } from '../helpers/place.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needOtherUser } from '../helpers/tools.ts'

const BODY = '{"five_hour":null}'
const LIMIT_MS = 60_000

/** What is no regular file has no errno of its own: the kind of file is named by a tag. */
const ERRNO_OR_TAG = /^(?:E[A-Z0-9]+|NOT_REGULAR)$/

type Maker = (t: TestContext, file: string) => Promise<void> | void

const KINDS: Readonly<Record<string, Maker>> = {
  'a directory': (_t, file) => mkdirSync(file),
  'a FIFO': (_t, file) => void execFileSync('mkfifo', [file]),
  'a socket': (t, file) =>
    new Promise((resolve) => {
      const server = createServer().listen(file, resolve)
      t.after(() => server.close())
    }),
  // a link, so that no privilege is needed; run as somebody who could not replace the device
  'a device': (_t, file) => symlinkSync('/dev/null', file),
}

/** For each file: the commands that have to look at it. */
const NEEDS: Readonly<Record<'usage.json' | 'usage.lock', readonly (readonly string[])[]>> = {
  'usage.json': [['get'], ['get', '--shell', '--ok'], ['put'], ['put', '--error', 'Timeout']],
  'usage.lock': [['lock'], ['get', '--ok'], ['block', '--force']],
}

async function limited(target: Target, place: Place, args: readonly string[]): ReturnType<typeof us> {
  const outcome = await us(target, place, args, { stdin: BODY, asNobody: true, limitMs: LIMIT_MS })
  assert.notEqual(outcome.code, null, `${args.join(' ')} hung`)
  return outcome
}

eachTarget((target) => {
  for (const [kind, make] of Object.entries(KINDS)) {
    for (const [name, commands] of Object.entries(NEEDS)) {
      test(`${kind} at ${name}`, async (t) => {
        if (!needOtherUser(t)) return
        const place = makePlace(t)
        const file = join(place.root, name)
        await make(t, file)
        giveToNobody(place)
        const before = lstatSync(file)
        for (const args of commands) expectIoError(await limited(target, place, args), name, ERRNO_OR_TAG)
        assert.equal(lstatSync(file).mode, before.mode)
        assert.deepEqual(
          readdirSync(place.root).filter((other) => other !== 'usage.mutex'),
          [name],
        )
      })
    }

    test(`${kind} at usage.lock does not matter to fresh data, nor to what does not look at it`, async (t) => {
      if (!needOtherUser(t)) return
      const place = makePlace(t)
      await make(t, place.lock)
      writeState(place.cache, dataEntry(nowSeconds(), { five_hour: { utilization: 1 } }))
      giveToNobody(place)
      expectOutput(
        await limited(target, place, ['get', '--field', 'state', '--field', 'five_hour.percent']),
        0,
        'fresh\n1\n',
      )
      expectOutput(await limited(target, place, ['put']), 0, '')
    })

    test(`${kind} at usage.mutex is not in the way`, async (t) => {
      if (!needOtherUser(t)) return
      const place = makePlace(t)
      await make(t, place.mutex)
      giveToNobody(place)
      for (const args of [['put'], ['clear']]) {
        expectOutput(await limited(target, place, args), 0, '')
      }
      assert.deepEqual(readdirSync(place.root), ['usage.mutex'])
    })
  }

  test('a file or a FIFO in the place of the root', async (t) => {
    const place = makePlace(t)
    const [file, fifo] = [join(place.dir, 'file'), join(place.dir, 'fifo')]
    writeState(file, '')
    execFileSync('mkfifo', [fifo])
    for (const root of [file, fifo, join(file, 'deeper')]) {
      for (const args of [['put'], ['get']]) {
        expectIoError(
          await us(target, { ...place, root }, args, { stdin: BODY, limitMs: LIMIT_MS }),
          root,
          /^E(?:NOTDIR|EXIST)$/,
        )
      }
    }
  })

  test('a directory at usage.json cannot be cleared away', async (t) => {
    const place = makePlace(t)
    mkdirSync(place.cache)
    expectIoError(await us(target, place, ['clear']), 'usage.json')
    mkdirSync(place.lock)
    expectIoError(await us(target, place, ['unblock']), 'usage.lock')
    assert.ok(lstatSync(place.cache).isDirectory() && lstatSync(place.lock).isDirectory())
  })

  test('a path with a newline in its name still makes one line', async (t) => {
    const place = makePlace(t)
    const root = join(place.dir, 'new\nline')
    mkdirSync(join(root, 'usage.json'), { recursive: true })
    expectIoError(await us(target, { ...place, root }, ['get']), 'usage.json', /^EISDIR$/)
  })
})

// What the fuzzer has found, by name.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectQuiet } from '../helpers/expect.ts'
import { comparable, parseTree } from '../helpers/json-tree.ts'
import { errorEntry, makePlace, nowSeconds, readJson, readText, us, writeState } from '../helpers/place.ts'
import { eachTarget } from '../helpers/targets.ts'

/**
 * V8 13.6 (Node 24) takes a name of one character that is written as an escape for a backslash where it has seen an
 * object of the same names so far, and then a backslash.
 */
const ONE_ESCAPE = {
  'a tab': '{"five_hour":null,"\\t":{"five_hour":1,"\\\\":1}}',
  'a quote': '{"limits":null,"\\"":{"limits":[],"\\\\":1}}',
  'a letter, by number': '{"seven_day":null,"\\u0061":{"seven_day":0,"\\\\":[]}}',
  'where the backslash is by number': '{"seven_day":null,"\\n":{"seven_day":0,"\\u005C":[]}}',
  // As the program itself writes names for a while.
  'a private character': '{"five_hour":null,"\uE0000":{"\\\\n":1,"\\uE0001":2,"\uE000":{"\\t":"\uE0001"}}}',
}

eachTarget((target) => {
  for (const [name, response] of Object.entries(ONE_ESCAPE)) {
    test(`a member named by one escape comes back: ${name}`, async (t) => {
      const place = makePlace(t)
      expectQuiet(await us(target, place, ['put'], { stdin: response }), 0)
      const wire = await us(target, place, ['get', '--wire'])
      expectQuiet(wire, 0)
      assert.deepEqual(comparable(parseTree(wire.stdout)), comparable(parseTree(response)))
    })
  }

  test("unblock leaves another's lease whole, whatever its blocked_until", async (t) => {
    const place = makePlace(t)
    writeState(place.lock, '{"blocked_until":9223372036854775807,"claim":"token","lease":600,"failures":3}')
    expectQuiet(await us(target, place, ['unblock']), 0)
    assert.ok(Number(readJson(place.lock).blocked_until) <= Number.MAX_SAFE_INTEGER, readText(place.lock))
    expectQuiet(await us(target, place, ['release', 'token']), 0)
  })

  test('a lock given up is one that every reader takes, whatever stood before', async (t) => {
    const place = makePlace(t)
    const before = '{"blocked_until":9223372036854775807,"error":"RateLimited"}'
    writeState(place.lock, `{"blocked_until":${nowSeconds() + 600},"claim":"token","lease":600,"before":${before}}`)
    expectQuiet(await us(target, place, ['release', 'token']), 0)
    assert.ok(Number(readJson(place.lock).blocked_until) <= Number.MAX_SAFE_INTEGER, readText(place.lock))
  })

  test('a lease of any length holds', async (t) => {
    const place = makePlace(t)
    const claimed = await us(target, place, ['claim', '--lease=999999999999999d'])
    expectQuiet(claimed, 0)
    expectQuiet(await us(target, place, ['release', claimed.stdout.trim()]), 0)
  })

  test('claim --force that meets a claim says that somebody is fetching, beside an error entry too', async (t) => {
    const place = makePlace(t)
    writeState(place.cache, errorEntry(nowSeconds(), 'Timeout'))
    expectQuiet(await us(target, place, ['claim', '--force']), 0)
    expectQuiet(await us(target, place, ['claim', '--force']), 1)
  })

  for (const suffix of ['journal', 'wal', 'shm']) {
    test(`usage.mutex-${suffix} is somebody else's file and stays`, async (t) => {
      const place = makePlace(t)
      const file = join(place.root, `usage.mutex-${suffix}`)
      writeFileSync(file, 'not ours\n'.repeat(100))
      for (const args of [['put'], ['claim', '--force'], ['unblock']])
        await us(target, place, args, { stdin: '{"five_hour":null}' })
      assert.ok(existsSync(file), `left: ${readdirSync(place.root).join(' ')}`)
    })
  }
})

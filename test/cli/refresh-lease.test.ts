// The time that a claim leaves to a fetch, and what comes between a claim and its end.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, killHard, until } from '../helpers/background.ts'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import { dataEntry, errorEntry, makePlace, nowSeconds, readJson, readText, us, writeState } from '../helpers/place.ts'
import { run, runCommand } from '../helpers/run.ts'
import { eachTarget, onlyTarget } from '../helpers/targets.ts'
import { needStrace } from '../helpers/tools.ts'

const DATA = `echo '{"five_hour":{"utilization":7,"resets_at":null}}'`

eachTarget((target) => {
  test('a fetch under a claim ends before its lease does, whatever its timeout', async (t) => {
    // On a slow machine hardly anything is left of a short lease when the command could start.
    for (const lease of ['4s', '12s', '40s']) {
      const place = makePlace(t)
      const { stdout: token } = await us(target, place, ['claim', '--lease', lease])
      const args = ['refresh', '--claim', token.trim(), '--timeout', '300s', '--']
      const outcome = await us(target, place, [...args, 'sh', '-c', ': >ran; exec sleep 200'], { limitMs: 80_000 })
      if (!existsSync(`${place.dir}/ran`)) continue
      expectOutput(outcome, 1, '')
      assert.deepEqual([readJson(place.lock).error, readJson(place.lock).failures], ['Timeout', 1])
      return
    }
    assert.fail('the command never started')
  })

  test('nothing is fetched where hardly anything is left of the lease', async (t) => {
    const place = makePlace(t)
    writeState(place.lock, { blocked_until: nowSeconds() + 1, claim: 'late', lease: 30 }, nowSeconds() - 29.5)
    expectOutput(await us(target, place, ['refresh', '--claim', 'late', '--', 'touch', 'asked']), 1, '')
    assert.equal(existsSync(`${place.dir}/asked`), false)
    assert.equal(readJson(place.lock).claim, 'late', 'and nothing is recorded')
  })

  test('a lease of more than a day is one of a day', async (t) => {
    for (const lease of ['2d', '999999999999999d']) {
      const place = makePlace(t)
      const { stdout: token } = await us(target, place, ['claim', '--lease', lease])
      assert.equal(readJson(place.lock).lease, 86_400)
      assert.ok(readJson(place.lock).blocked_until <= nowSeconds() + 86_400)
      expectQuiet(await us(target, place, ['release', token.trim()]), 0)
    }
  })

  test('somebody is fetching: 1 and not 4, although a young error would block', async (t) => {
    const place = makePlace(t)
    writeState(place.cache, errorEntry(nowSeconds() - 1, 'Timeout'))
    writeState(place.lock, { blocked_until: nowSeconds() + 900, claim: 'other', lease: 900 })
    for (const args of [
      ['claim'],
      ['claim', '--force'],
      ['refresh', '--', 'true'],
      ['refresh', '--force', '--', 'true'],
    ])
      expectOutput(await us(target, place, args), 1, '')
  })

  test('a refresh that was stopped takes what its command brought in time', async (t) => {
    const script = `echo $PPID $$ > pid; until [ -e go ]; do sleep 0.05; done; ${DATA}; echo > done`
    // On a slow machine a short timeout ends before it can be stopped.
    for (const seconds of [2, 6, 18]) {
      const { dir, root, cache } = makePlace(t)
      const args = ['--root', root, 'refresh', '--timeout', `${seconds}s`, '--', 'sh', '-c', script]
      let hasEnded = false
      const running = run(target, args, { cwd: dir, limitMs: 90_000 }).finally(() => (hasEnded = true))
      await until(() => hasEnded || (existsSync(`${dir}/pid`) && readText(`${dir}/pid`) !== ''), 'the command')
      if (hasEnded) continue
      const [refresh = 0, command = 0] = readText(`${dir}/pid`).split(' ').map(Number)
      if (!isRunning(refresh)) continue
      process.kill(refresh, 'SIGSTOP')
      t.after(() => killHard(refresh))
      writeState(`${dir}/go`, '')
      await until(() => existsSync(`${dir}/done`) || !isRunning(command), 'its end')
      const isInTime = existsSync(`${dir}/done`)
      // Longer than the timeout: that is what the timer finds when it goes on.
      if (isInTime) await sleep(seconds * 1000 + 500)
      if (!hasEnded) process.kill(refresh, 'SIGCONT')
      const outcome = await running
      if (!isInTime) continue
      expectOutput(outcome, 0, '')
      assert.equal(readJson(cache).data.five_hour.utilization, 7)
      return
    }
    assert.fail('it was never stopped in time')
  })
})

onlyTarget('executable', (target) => {
  const strace = (...rules: readonly string[]) => ['strace', '-f', '-qq', '-o', '/dev/null', ...rules]

  test('a signal in the moment of the claim gives it up', async (t) => {
    if (!needStrace(t)) return
    const place = makePlace(t)
    const inject = strace('-e', 'trace=rename', '-e', 'inject=rename:signal=SIGTERM:when=1')
    const script = `echo $$ > pid; exec sleep 60`
    const command = [...inject, ...target.argv, '--root', place.root, 'refresh', '--', 'sh', '-c', script]
    const outcome = await runCommand(command, { cwd: place.dir, env: { PATH: process.env['PATH'] ?? '' } })
    assert.deepEqual([outcome.signal ?? outcome.code, outcome.stderr], ['SIGTERM', ''])
    assert.equal(existsSync(place.lock), false)
    if (existsSync(`${place.dir}/pid`)) assert.equal(isRunning(Number(readText(`${place.dir}/pid`))), false)
  })

  test('get shows what it has although no process can be started', async (t) => {
    if (!needStrace(t)) return
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds() - 7200, { five_hour: { utilization: 22, resets_at: null } }))
    const inject = strace('-e', 'trace=fork,vfork,clone', '-e', 'inject=fork,vfork,clone:error=ENOMEM')
    const get = ['get', '--field', 'five_hour.percent', '--refresh', 'true']
    expectOutput(await runCommand([...inject, ...target.argv, '--root', place.root, ...get]), 0, '22\n')
  })
})

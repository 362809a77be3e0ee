// --format: a whole segment of a status line from one process.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectOutput, expectQuiet, expectUsageError } from '../helpers/expect.ts'
import { dataEntry, iso, makePlace, nowSeconds, us, withinOneSecond, writeState } from '../helpers/place.ts'
import { runOnTerminal, shellQuote } from '../helpers/run.ts'
import { eachTarget } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'

const HOUR = 3600
const data = (now: number) => ({
  five_hour: { utilization: 42.4, resets_at: iso(now + 2 * HOUR) },
  seven_day: { utilization: 99.6, resets_at: iso(now + 76 * HOUR) },
  extra_usage: { is_enabled: true, monthly_limit: 22.5, used_credits: null, utilization: null },
  limits: [{ kind: 'weekly_scoped', percent: 7, resets_at: null, scope: { model: { display_name: '100%n#(id)' } } }],
  unknown_buckets: { note: '50% #1', tangelo: { utilization: 7 } },
})

/** The clock of a wall in Kolkata, which knows no daylight saving: 5 h 30 min before UTC's. */
function wallClock(unixSeconds: number): string {
  return iso(unixSeconds + 5.5 * HOUR).slice(11, 16)
}

eachTarget((target) => {
  test('values, filters and text', async (t) => {
    const place = makePlace(t)
    const [now, seen] = await withinOneSecond(async (second) => {
      writeState(place.cache, dataEntry(second - 10, data(second)))
      const template =
        '5h {five_hour.percent|round}% {five_hour.percent|bar:5} {five_hour.resets_in_seconds|in} ' +
        '7d {seven_day.percent|round}% {seven_day.resets_at|in} at {seven_day.resets_at|at}' +
        ' {{{state}}} {age_seconds} {scoped.100%n#(id).percent} {note|esc:zsh|esc:tmux} {nosuch|or:-}{miss}'
      const env = { TZ: 'Asia/Kolkata', LC_ALL: 'C' }
      return [second, await us(target, place, ['get', '--format', template], { env })] as const
    })
    const reset = now + 76 * HOUR
    const day = new Date((reset + 5.5 * HOUR) * 1000).toUTCString().slice(0, 3)
    expectOutput(seen, 0, `5h 42% ██░░░ 2h0m 7d 99% 3d4h at ${day} ${wallClock(reset)} {fresh} 10 7 50%% ##1 -`)
  })

  test('the template is printed as it is, and no line end is added', async (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds() - 10, data(nowSeconds())))
    const template = '\u001b[31m$(id) `id` %n \\n\n{{}}'
    expectOutput(await us(target, place, ['get', `--format=${template}`]), 0, '\u001b[31m$(id) `id` %n \\n\n{}')
    expectOutput(await us(target, place, ['get', '--format', '']), 0, '')
  })

  test('on a terminal a line end is added', async (t) => {
    if (!needTool(t, 'script')) return
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds() - 10, data(nowSeconds())))
    const argv = [...target.argv, '--root', place.root, 'get', '--format', '<{state}>']
    expectOutput(await runOnTerminal(argv.map(shellQuote).join(' '), place.dir), 0, '<fresh>\r\n')
  })

  test('with nothing served the exit code says so, and the state can be shown', async (t) => {
    const place = makePlace(t)
    const template = '{state} {five_hour.percent|round|or:-} {lock.retry_in_seconds|in}'
    expectOutput(await us(target, place, ['get', '--format', template]), 1, 'miss - ')
    expectOutput(await us(target, place, ['get', '--ok', '--format', template]), 0, 'miss - ')
    writeState(place.lock, { blocked_until: nowSeconds() + 119, error: 'RateLimited' })
    expectOutput(await us(target, place, ['get', '--format', template]), 4, 'blocked - 1m')
  })

  test('a window that has been reset has no percent', async (t) => {
    const place = makePlace(t)
    const now = nowSeconds()
    const reset = { utilization: 100, resets_at: iso(now - 60) }
    writeState(place.cache, dataEntry(now - 120, { ...data(now), five_hour: reset }))
    const template =
      '{five_hour.percent|round|or:?} {five_hour.last_percent} {five_hour.percent|bar:3}{seven_day.percent|round}'
    expectOutput(await us(target, place, ['get', '--format', template]), 0, '? 100 99')
  })

  test('a large file has all that is asked for, as exact as it was sent', async (t) => {
    const place = makePlace(t)
    const now = nowSeconds()
    const many = Object.fromEntries(
      Array.from({ length: 2000 }, (_, n) => [`unknown_${n}`, { utilization: n, x: 'y' }]),
    )
    const text = JSON.stringify(dataEntry(now - 10, { ...data(now), unknown_buckets: { ...many, note: 'here' } }))
    writeState(place.cache, text.replace('22.5', '22.50'))
    assert.ok(text.length > 64 * 1024)
    const known = '{state} {five_hour.percent} {extra_usage.monthly_limit} {limits.0.percent}'
    expectOutput(await us(target, place, ['get', '--format', known]), 0, 'fresh 42.4 22.50 7')
    const unknown = '{note} {unknown_1999.utilization} {data.unknown_buckets.unknown_0.x} {unknown_buckets.note}'
    expectOutput(await us(target, place, ['get', '--format', unknown]), 0, 'here 1999 y here')
    expectOutput(await us(target, place, ['get', '--field', 'note', '--field=unknown_7.x']), 0, 'here\ny\n')
    expectOutput(
      await us(target, place, ['get', '--field=extra_usage.monthly_limit', '--field=state']),
      0,
      '22.50\nfresh\n',
    )
  })

  test('a bad template is a usage error, and nothing is looked at', async (t) => {
    const place = makePlace(t)
    for (const template of ['{', '}', '{}', '{state|nosuch}', '{state|esc:ksh}', '{state|bar:0}', '{state\u001b[2J'])
      expectUsageError(await us(target, place, ['get', '--format', template]), '--format')
    expectUsageError(await us(target, place, ['get', '--format', '{state}', '--json']), '--format', '--json')
    expectUsageError(await us(target, place, ['get', '--format', '{state}', '--default', 'x']), '--default')
    expectUsageError(await us(target, place, ['get', '--format']), '--format')
  })

  test('it refreshes as any other output', async (t) => {
    const place = makePlace(t)
    const fetched = join(place.dir, 'fetched')
    const command = `touch ${shellQuote(fetched)}; printf '{"five_hour":{"utilization":5,"resets_at":null}}'`
    const argv = ['get', '--format', '{state} {five_hour.percent}', '--refresh', command, '--wait', '20s']
    expectOutput(await us(target, place, argv), 0, 'fresh 5')
    expectQuiet(await us(target, place, ['get', '--format', '{state}', '--refresh', 'exit 9']), 0)
  })
})

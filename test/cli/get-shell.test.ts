// --shell: always the same names, with whole numbers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataEntry, errorEntry, iso, makePlace, nowSeconds, us, withinOneSecond, writeState } from '../helpers/place.ts'
import { BUCKETS, NAMES, parseShell } from '../helpers/shell-lines.ts'
import { eachTarget } from '../helpers/targets.ts'
import { namedLimit } from '../helpers/windows.ts'

/** The variables that are expected; all others are empty. */
const filled = (values: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(NAMES.map((name) => [name, ''])),
  ...values,
})

eachTarget((target) => {
  test('every name in each state', async (t) => {
    const place = makePlace(t)
    const get = async (): Promise<Record<string, string>> =>
      parseShell((await us(target, place, ['get', '--shell', '--ok'])).stdout)
    assert.deepEqual(Object.keys(await get()), NAMES)
    assert.deepEqual(await get(), filled({ usage_state: 'miss' }))
    const full = await withinOneSecond((now) => {
      const at = now - 212
      writeState(
        place.cache,
        dataEntry(at, {
          five_hour: { utilization: 47, resets_at: iso(at + 3 * 3600) },
          seven_day: { utilization: 30, resets_at: iso(at + 302_400) },
          seven_day_sonnet: { utilization: 100, resets_at: null },
          extra_usage: { is_enabled: true, utilization: 12.5 },
          limits: [namedLimit(82, 'Opus'), namedLimit(12.4, 'Sonnet')],
        }),
      )
      writeState(place.lock, { blocked_until: now + 100, error: 'RateLimited' })
      return get()
    })
    const runsOut = full['usage_five_hour_runs_out_in'] ?? ''
    assert.ok(Math.abs(Number(runsOut) - (8119 - 212)) <= 1, runsOut)
    assert.deepEqual(
      full,
      filled({
        usage_state: 'backoff',
        usage_age: '212',
        usage_error: 'RateLimited',
        usage_retry_in: '100',
        usage_scoped: 'Opus=82 Sonnet=12',
        usage_five_hour: '47',
        usage_five_hour_resets_in: String(3 * 3600 - 212),
        usage_five_hour_pace: '7',
        usage_five_hour_runs_out_in: runsOut,
        usage_seven_day: '30',
        usage_seven_day_resets_in: String(302_400 - 212),
        usage_seven_day_pace: '-20',
        usage_seven_day_sonnet: '100',
        usage_extra_usage: '13',
      }),
    )
    const blocked = await withinOneSecond((now) => {
      writeState(place.lock, { blocked_until: now + 100, error: 'Unauthorized' })
      return get()
    })
    assert.deepEqual(blocked, filled({ usage_state: 'blocked', usage_error: 'Unauthorized', usage_retry_in: '100' }))
    writeState(place.cache, errorEntry(nowSeconds(), 'Timeout'))
    writeState(place.lock, { blocked_until: 1 })
    assert.deepEqual(await get(), filled({ usage_state: 'blocked', usage_error: 'Timeout' }))
  })

  test('whole numbers: half up, but never full for less nor nothing for more; a reset percent is empty', async (t) => {
    const place = makePlace(t)
    const [outcome] = await withinOneSecond(async (now) => {
      writeState(
        place.cache,
        dataEntry(now - 10, {
          five_hour: { utilization: 45.5, resets_at: iso(now - 5) },
          seven_day: { utilization: 99.6, resets_at: iso(now + 302_390) },
          seven_day_opus: { utilization: 0.2, resets_at: iso(now + 302_390) },
          seven_day_sonnet: { utilization: 45.5, resets_at: null },
          seven_day_oauth_apps: { utilization: 45.49 },
          extra_usage: { utilization: 250 },
          limits: [namedLimit(99.99, 'a'), namedLimit(0.01, 'b'), namedLimit(0, 'c'), namedLimit(100, 'd')],
        }),
      )
      return [await us(target, place, ['get', '--shell'])] as const
    })
    const shell = parseShell(outcome.stdout)
    assert.deepEqual(
      BUCKETS.map((name) => shell[`usage_${name}`]),
      ['', '99', '1', '46', '45', '100'],
    )
    assert.deepEqual(
      [shell['usage_five_hour_pace'], shell['usage_seven_day_pace'], shell['usage_seven_day_opus_pace']],
      ['', '50', '-50'],
    )
    assert.equal(shell['usage_scoped'], 'a=99 b=1 c=0 d=100')
  })

  test('scoped names are reduced, then counted', async (t) => {
    const place = makePlace(t)
    writeState(
      place.cache,
      dataEntry(nowSeconds(), {
        limits: ['Sonnet 5.1', 'Sonnet5.1', "So'nnet;5.1", 'a_b-C.9', 'O\u202epus'].map((name, index) =>
          namedLimit(index, name),
        ),
      }),
    )
    const { usage_scoped } = parseShell((await us(target, place, ['get', '--shell'])).stdout)
    assert.equal(usage_scoped, 'Sonnet5.1=0 Sonnet5.1_2=1 Sonnet5.1_3=2 a_b-C.9=3 Opus=4')
  })
})

// Clocks that step, lie apart or sleep: no block without end, no claim without end, no storm of fetches.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { dataEntry, errorEntry, makePlace, nowSeconds, type Place, readJson, writeState } from '../helpers/place.ts'
import { type Answered, at, HOUR, pass, render, renders, touch, YEAR } from './time.ts'

const STEPS = { 'an hour forward': HOUR, 'a year forward': YEAR, 'an hour back': -HOUR, 'a year back': -YEAR }
const DATA = { five_hour: { utilization: 22, resets_at: null } }

interface Pace {
  /** Seconds between two renders, and how many there are. */
  readonly every: number
  readonly times: number
  /** The most fetches: one per max-age, per back-off or per lease; and one that a step may cost. */
  readonly most: number
}
const PACES: Readonly<Record<Answered, Pace>> = {
  'a response': { every: 60, times: 60, most: 21 },
  '429': { every: 60, times: 60, most: 5 },
  '500': { every: 60, times: 60, most: 16 },
  'nothing, the holder dies': { every: 10, times: 40, most: 15 },
}
const fetchesOf = (place: Place, answered: Answered, ahead = 0) =>
  renders(place, answered, PACES[answered].times, PACES[answered].every, ahead)

const STARTS: Readonly<Record<string, (place: Place, now: number) => void>> = {
  nothing: () => {},
  'fresh data': (place, now) => writeState(place.cache, dataEntry(now, DATA), now),
  'stale data': (place, now) => writeState(place.cache, dataEntry(now - 500, DATA), now),
  'an error entry': (place, now) => writeState(place.cache, errorEntry(now, 'Timeout'), now),
  'a running claim': (place, now) => writeState(place.lock, { blocked_until: now + 30, claim: 'x', lease: 30 }, now),
  'a legacy lock': (place, now) => writeState(place.lock, '[]', now),
  "linesmith's spacing": (place, now) => {
    writeState(place.cache, dataEntry(now, DATA), now)
    writeState(place.lock, { blocked_until: now + 180 }, now)
  },
}

for (const [step, seconds] of Object.entries(STEPS)) {
  for (const [start, prepare] of Object.entries(STARTS)) {
    test(`the clock steps ${step} on ${start}: one fetch soon, and then as ever`, (t) => {
      const place = makePlace(t)
      prepare(place, nowSeconds())
      if (start === 'a legacy lock') touch(place.lock, seconds)
      else pass(place, seconds)
      const fetches = fetchesOf(place, 'a response')
      assert.ok((fetches[0] ?? Infinity) <= 240, `first fetch after ${fetches[0]} s`)
      assert.ok(fetches.length >= 10 && fetches.length <= PACES['a response'].most, `${fetches.length} fetches`)
    })
  }

  for (const answered of ['429', '500', 'nothing, the holder dies'] as const) {
    test(`the clock steps ${step}, and every fetch brings ${answered}: no storm`, (t) => {
      const place = makePlace(t)
      assert.ok(render(place, answered))
      pass(place, seconds)
      const fetches = fetchesOf(place, answered)
      assert.ok(fetches.length <= PACES[answered].most, `${fetches.length} fetches: ${fetches.join(' ')}`)
      if (seconds > 0) assert.ok((fetches[0] ?? Infinity) === 0, 'what was before a step forward is over')
    })
  }

  test(`the clock steps ${step} between a claim and its record: refused, and the next claim is free`, (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds() - 500, DATA))
    const token = at(place, ['claim']).stdout.trim()
    pass(place, seconds)
    const before = readJson(place.cache)
    assert.equal(at(place, ['record', `--claim=${token}`], 0, JSON.stringify(DATA)).code, 1)
    assert.deepEqual(readJson(place.cache), before)
    assert.ok(render(place, 'a response'))
    assert.equal(at(place, ['get']).code, 0)
    assert.equal(existsSync(place.lock), false)
  })

  test(`the local clock alone steps ${step} between a claim and its record: stored, since the lease runs`, (t) => {
    const place = makePlace(t)
    writeState(place.cache, dataEntry(nowSeconds() - 500, DATA))
    const token = at(place, ['claim']).stdout.trim()
    for (let others = 0; others < 20; others++) assert.notEqual(at(place, ['claim', '--force'], seconds).code, 0)
    assert.equal(at(place, ['record', `--claim=${token}`], seconds, JSON.stringify(DATA)).code, 0)
    assert.equal(at(place, ['get'], seconds).code, 0)
    assert.equal(JSON.parse(at(place, ['get'], seconds).stdout).state, 'fresh')
  })

  for (const answered of ['a response', '500', 'nothing, the holder dies'] as const) {
    // A clock that is more than a day ahead of the files' finds every block past its cap of a day after the file's mtime.
    if (answered === '500' && seconds > 86_400) continue
    test(`a machine whose clock is off from its file server's, ${step}, and every fetch brings ${answered}`, (t) => {
      const fetches = fetchesOf(makePlace(t), answered, seconds)
      assert.ok(fetches.length > 0 && fetches.length <= PACES[answered].most, `${fetches.length} fetches`)
    })
  }
}

test('a block written before a step back of an hour ends an hour later than it would have, and not later', (t) => {
  const place = makePlace(t)
  at(place, ['block', '--for', '300'])
  pass(place, -HOUR)
  assert.equal(at(place, ['lock']).code, 4)
  pass(place, HOUR + 240)
  assert.equal(at(place, ['lock']).code, 4)
  pass(place, 61)
  assert.equal(at(place, ['lock']).code, 0)
  assert.ok(render(place, 'a response'))
})

/** By itself it would end when the clock has caught up: the cap counts from a file's mtime, or from now before that. */
const WAYS_OUT: Readonly<Record<string, (place: Place) => void>> = {
  unblock: (place) => void at(place, ['unblock']),
  'block --force': (place) => {
    at(place, ['block', '--force', '--for=1'])
    pass(place, 2)
  },
  'a success without a claim': (place) => {
    at(place, ['record'], 0, JSON.stringify(DATA))
    pass(place, 300)
  },
}
for (const [way, out] of Object.entries(WAYS_OUT)) {
  test(`a block written before a step back of a year is ended by ${way}`, (t) => {
    const place = makePlace(t)
    at(place, ['block', '--for', '300'])
    pass(place, -YEAR)
    assert.ok(JSON.parse(at(place, ['lock']).stdout).retry_in_seconds <= 86_400)
    out(place)
    assert.equal(at(place, ['lock']).code, 0)
    assert.ok(render(place, 'a response'))
  })
}

test('two machines whose clocks are an hour apart share the fetches', (t) => {
  const place = makePlace(t)
  const { every, times, most } = PACES['nothing, the holder dies']
  let fetches = 0
  for (let n = 0; n < times; n++) {
    for (const ahead of [0, HOUR]) if (render(place, 'nothing, the holder dies', ahead)) fetches++
    pass(place, every)
  }
  assert.ok(fetches <= most, `${fetches} fetches`)
})

// --format: how a template is read, and what each filter makes of each kind of value.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StoreError } from '../../src/core/errors.ts'
import { type JsonObject, parseExact } from '../../src/core/json.ts'
import { parseTemplate, renderTemplate } from '../../src/render/format.ts'

// Half an hour beside the hour, so that no instant reads in it as in UTC. Before the first Date.
process.env['TZ'] = 'Asia/Kolkata'
/** A Thursday, 17:30 there. */
const NOW_MS = Date.parse('2026-11-26T12:00:00Z')

const DOCUMENT = parseExact(`{
  "state": "stale", "age_seconds": 212, "fetching": false, "miss": null, "lock": { "blocked_until": 1795699800 },
  "windows": { "five_hour": { "percent": 45.5, "pace": -12.5 }, "seven_day": { "pace": 0.3 }, "scoped": { "Opus 4.5": { "percent": 0.2 } } },
  "data": { "unknown_buckets": {
    "zero": 0, "few": 0.4, "most": 99.6, "all": 100, "more": 150.5, "less": -3, "exact": 22.0, "huge": 1e300, "long": 12345678901234567890,
    "few_percent": 0.4, "most_percent": 99.6, "all_percent": 100, "used": { "utilization": 99.6, "x": "\\u001b[2J\\u202ex" },
    "half": 2.5, "none": null, "text": "50% #1", "empty": "", "list": [1, "#"],
    "soon": "2026-11-26T12:00:59.999Z", "later": "2026-11-26T14:00:00Z", "days": "2026-11-29T16:30:00+00:00", "past": "2026-11-26T11:00:00Z",
    "evening": "2026-11-26T18:29:59Z", "midnight": "2026-11-26T18:30:00Z", "before": "2026-11-25T18:29:59Z", "unix": 1795699800, "never": 99999999999999
  } }
}`) as JsonObject

const render = (template: string) => renderTemplate(parseTemplate(template), DOCUMENT, NOW_MS)

const MADE: readonly (readonly [template: string, text: string])[] = [
  ['', ''],
  ['plain 100% #[fg=red] $(x) `y` \\n', 'plain 100% #[fg=red] $(x) `y` \\n'],
  ['{{}} {{state}} {{{state}}}', '{} {state} {stale}'],
  ['{state}{state}', 'stalestale'],
  [
    '{five_hour.percent} {fetching} {exact} {long} {list} {text}',
    '45.5 false 22.0 12345678901234567890 [1,"#"] 50% #1',
  ],
  ['{scoped.Opus 4\\.5.percent}', '0.2'],
  ['<{miss}{nosuch}{empty}{nosuch.x|round}{none|bar:3}{none|in}{none|at}{none|esc:zsh}>', '<>'],
  [
    '{five_hour.percent|round} {few_percent|round} {most_percent|round} {all_percent|round} {used.utilization|round}',
    '46 1 99 100 99',
  ],
  ['{few|round} {most|round} {zero|round} {more|round} {less|round}', '0 100 0 151 -3'],
  ['{five_hour.pace|round} {exact|round} {half|round} {huge|round}', '-12 22 3 1e+300'],
  [
    '{five_hour.percent|round:0} {most|round:0} {exact|round:2} {half|round:1} {zero|round:3}',
    '46 100 22.00 2.5 0.000',
  ],
  ['{huge|round:9} {long|round:2}', '1e+300 12345678901234567168.00'],
  [
    '{most|round:0|bar:2} {none|or:0|bar:2} {none|or:50.0} {none|or:50.0|bar:2} {none|or:007|bar:2}',
    '██ ░░ 50.0 █░ 007',
  ],
  ['{used.x}|{none|or:\u001b[2m-\u202e}|{used.x|or:x|esc:zsh}', '[2Jx|\u001b[2m-\u202e|[2Jx'],
  ['{seven_day.pace|round} {seven_day.pace|round:1}', '0 0.3'],
  ['{state|round} {list|round:1} {fetching|bar:3}', 'stale [1,"#"] false'],
  ['{age_seconds|in} {zero|in} {less|in} {soon|in} {past|in}', '3m <1m <1m <1m <1m'],
  ['{later|in} {days|in} {unix|in} {lock.blocked_until|in} {state|in}', '2h0m 3d4h 1h30m 1h30m stale'],
  ['{later|at} {evening|at} {midnight|at} {before|at}', '19:30 23:59 Fri 00:00 Wed 23:59'],
  ['{days|at} {unix|at} {state|at} {age_seconds|at} {never|at}', 'Sun 22:00 19:00 stale 212 99999999999999'],
  ['{five_hour.percent|bar:10}|{zero|bar:4}|{all|bar:4}|{more|bar:2}|{less|bar:2}', '█████░░░░░|░░░░|████|██|░░'],
  ['{few|bar:4}|{most|bar:4}|{most|bar:1}|{all|bar:1}', '█░░░|███░|░|█'],
  ['{none|or:-}{nosuch|or:n/a}{state|or:x}{empty|or:y}<{none|or:}>', '-n/astale<>'],
  ['{none|round|or:?} {none|or:?|round|in|bar:3} {none|or:a:b}', '? ? a:b'],
  ['{text|esc:zsh} {text|esc:tmux} {text|esc:zsh|esc:tmux} {list|esc:tmux}', '50%% #1 50% ##1 50%% ##1 [1,"##"]'],
  ['{five_hour.percent|round|esc:zsh}', '46'],
]
for (const [template, text] of MADE)
  test(`format ${JSON.stringify(template)}`, () => assert.equal(render(template), text))

const BAD: readonly (readonly [template: string, what: RegExp])[] = [
  ['{', /a lone \{/],
  ['a } b', /a lone \}/],
  ['{state', /a lone \{/],
  ['{state}}', /a lone \}/],
  ['{a{b}}', /a lone \{/],
  ['{}', /without a PATH/],
  ['{|round}', /without a PATH/],
  [`{state${'|round'.repeat(9)}}`, /more than 8 filters/],
  ['{state|}', /no filter ""/],
  ['{state|upper}', /no filter "upper"/],
  ['{state|constructor}', /no filter "constructor"/],
  ['{state| round}', /no filter " round"/],
  ...[
    'round:',
    'round:x',
    'round:10',
    'in:2',
    'in:',
    'at:1',
    'bar',
    'bar:0',
    'bar:1000',
    'bar:-1',
    'or',
    'esc',
    'esc:ksh',
  ].map((filter) => [`{state|${filter}}`, new RegExp(`no filter "${filter}"`)] as const),
]
for (const [template, what] of BAD)
  test(`format refuses ${JSON.stringify(template)}`, () => {
    assert.throws(
      () => parseTemplate(template),
      (error) => error instanceof StoreError && error.code === 'USAGE' && what.test(error.message),
    )
  })

test('property: text comes back as it is, its braces doubled', () => {
  const text = fc.string({ unit: fc.constantFrom('{', '}', '|', ':', '%', '\\', 'a', '\n', 'é') })
  fc.assert(
    fc.property(text, (raw) => {
      assert.equal(render(raw.replace(/[{}]/g, '$&$&')), raw)
    }),
  )
})

test('property: a template is filled in or refused', () => {
  const part = fc.constantFrom(
    ...['{', '}', '|', ':', 'round', 'in', 'at', 'bar', 'or', 'esc', 'zsh', '3', '.', '\\', 'state', 'percent'],
    ...['five_hour', 'huge', 'text', 'never', '{{', '}}', '{list|', '{days|', ' '],
  )
  const seen = { filled: 0, refused: 0 }
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      try {
        render(parts.join(''))
        seen.filled++
      } catch (error) {
        assert.ok(error instanceof StoreError && error.code === 'USAGE', String(error))
        seen.refused++
      }
    }),
    { numRuns: 3000 },
  )
  assert.ok(seen.filled > 100 && seen.refused > 100, JSON.stringify(seen))
})

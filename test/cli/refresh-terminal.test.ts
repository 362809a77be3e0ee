// refresh: what its command says of a failure is shown to a person, and to nobody else, and cannot act on his terminal.
import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expectError, expectQuiet } from '../helpers/expect.ts'
import { makePlace, readText, us, writeState, type Place } from '../helpers/place.ts'
import { runOnTerminal, shellQuote, type Outcome } from '../helpers/run.ts'
import { eachTarget, type Target } from '../helpers/targets.ts'
import { needTool } from '../helpers/tools.ts'

const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm' }
const SUCCESS = `printf '{"five_hour":null}'`

/** C0 but the line feed, DEL, C1, and what turns the direction of text. */
// oxlint-disable-next-line no-control-regex
const ACTIVE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u

/**
 * Runs refresh with a terminal at its stderr alone; `stdout` is what that terminal got, its line ends as written.
 */
async function onTerminal(target: Target, place: Place, script: string, ...flags: string[]): Promise<Outcome> {
  const argv = [...target.argv, '--root', place.root, 'refresh', ...flags, '--', 'sh', '-c', script]
  const line = `exec ${argv.map(shellQuote).join(' ')} >${shellQuote(join(place.dir, 'stdout'))}`
  const outcome = await runOnTerminal(line, place.dir)
  assert.equal(readText(join(place.dir, 'stdout')), '')
  return { ...outcome, stdout: outcome.stdout.replaceAll('\r\n', '\n') }
}

/** Exit code and what is seen, for commands that say something on their stderr. */
const SEEN: Readonly<Record<string, readonly [script: string, code: number, seen: string | RegExp]>> = {
  'a success': [`echo careful >&2; ${SUCCESS}`, 0, ''],
  'a failure': ['echo "curl: (7) no route" >&2; exit 7', 1, 'curl: (7) no route\n'],
  'a failure in several lines, without a last line end': ['printf "one\\n\\ntwo" >&2; exit 7', 1, 'one\n\ntwo\n'],
  'a failure without a word': ['exit 7', 1, ''],
  'a command that fetched a refusal well': [`echo no >&2; printf 'HTTP/2 500 \\r\\n\\r\\n'`, 1, ''],
  'a status, and a failure': [`echo no >&2; printf 'HTTP/2 500 \\r\\n\\r\\n'; exit 22`, 1, 'no\n'],
  'no credentials': ['echo "log in first" >&2; exit 77', 1, 'log in first\n'],
  'no usage response': ['echo odd >&2; echo x', 5, /^usage-store: [^\n]* \(BAD_INPUT\)\n$/],
  'a command that could not run': ['echo gone >&2; exit 127', 3, /^gone\nusage-store: [^\n]* \(NOT_RUN\)\n$/],
  'other languages': ['printf "ä漢\\360\\237\\230\\200\\n" >&2; exit 1', 1, 'ä漢\u{1f600}\n'],
}

/** `[` and so on of a sequence stay: without its introducer it is text. */
const SEQUENCES = [
  '\\033]0;title\\007',
  '\\033[2J',
  '\\033P+q\\033\\\\',
  'a\\rb\\bc\\vd\\fe\\0f\\177g',
  '\\302\\2332J',
  '\\302\\235title\\302\\234',
  '\\342\\200\\256right to left\\342\\201\\246',
  '\\2332J',
]

eachTarget((target) => {
  for (const [name, [script, code, seen]] of Object.entries(SEEN)) {
    test(`on a terminal: ${name}`, async (t) => {
      if (!needTool(t, 'script')) return
      const outcome = await onTerminal(target, makePlace(t), script)
      if (typeof seen === 'string') assert.equal(outcome.stdout, seen)
      else assert.match(outcome.stdout, seen)
      assert.equal(outcome.code, code)
    })
  }

  test('on a terminal: a timeout', async (t) => {
    if (!needTool(t, 'script')) return
    // On a slow machine a short timeout is over before the command has said anything.
    for (const timeout of ['2', '5', '12']) {
      const place = makePlace(t)
      const script = 'echo slow >&2; : >said; exec sleep 60'
      const outcome = await onTerminal(target, place, script, '--timeout', timeout)
      if (!existsSync(join(place.dir, 'said'))) continue
      assert.deepEqual([outcome.code, outcome.stdout], [1, 'slow\n'])
      return
    }
    assert.fail('the command did not get far enough')
  })

  test('what a terminal would act on does not reach it', async (t) => {
    if (!needTool(t, 'script')) return
    const place = makePlace(t)
    const outcome = await onTerminal(target, place, `printf '${SEQUENCES.join('\\n')}\\n' >&2; exit 1`)
    assert.equal(outcome.code, 1)
    assert.ok(isUtf8(outcome.stdoutBytes), 'a bare C1 byte')
    assert.doesNotMatch(outcome.stdout, ACTIVE)
    assert.match(outcome.stdout, /^\]0;title\n\[2J\n[^]*\nabcdefg\n[^]*right to left\n/)
  })

  test('megabytes of it do not block the command, and are not all shown', async (t) => {
    if (!needTool(t, 'script')) return
    const place = makePlace(t)
    const outcome = await onTerminal(target, place, 'head -c 3000000 /dev/zero | tr "\\0" x >&2; : >done; exit 7')
    assert.equal(outcome.code, 1)
    assert.match(outcome.stdout, /^x+\n$/)
    assert.ok(outcome.stdout.length < 200_000, `${outcome.stdout.length} bytes`)
    assert.equal(readText(join(place.dir, 'done')), '')
  })

  test('a child that holds stderr is not waited for', async (t) => {
    if (!needTool(t, 'script')) return
    const place = makePlace(t)
    const script = 'echo no >&2; sleep 60 >/dev/null & echo $! >pid; exit 7'
    const outcome = await onTerminal(target, place, script)
    const pid = Number(readText(join(place.dir, 'pid')))
    assert.ok(pid > 1)
    process.kill(pid, 'SIGKILL')
    assert.deepEqual([outcome.code, outcome.stdout], [1, 'no\n'])
  })

  test('not on a terminal: nothing of it', async (t) => {
    const place = makePlace(t)
    const command = (script: string): readonly string[] => ['refresh', '--force', '--', 'sh', '-c', script]
    expectQuiet(await us(target, place, command('echo no >&2; exit 7'), { env }), 1)
    expectError(await us(target, place, command('echo no >&2; echo x'), { env }), 5)
    for (const file of ['log', '/dev/null']) {
      writeState(join(place.dir, 'log'), '')
      const redirect = `2>${file}`
      expectQuiet(await us(target, place, command('echo no >&2; exit 7'), { env, redirect }), 1)
      assert.equal(readText(join(place.dir, 'log')), '')
    }
  })
})

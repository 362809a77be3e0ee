// The status line of the README and the script that fetches, as they stand there, against a server of our own.
import assert from 'node:assert/strict'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { until } from '../helpers/background.ts'
import { expectOutput, expectQuiet } from '../helpers/expect.ts'
import { type Answer, type HttpServer, respond, serveHttp } from '../helpers/http-server.ts'
import { makePlace, nowSeconds, readJson, us, type Place } from '../helpers/place.ts'
import { runCommand, shellQuote } from '../helpers/run.ts'
import { eachTarget, onlyTarget, repository, type Target } from '../helpers/targets.ts'
import { findAllOnPath, needTool } from '../helpers/tools.ts'

const TOKEN = 'sk-ant-oat01-Secret_Token-1'
const USAGE = '{"five_hour":{"utilization":42.4,"resets_at":null},"seven_day":{"utilization":61.5,"resets_at":null}}'

interface Home {
  readonly place: Place
  readonly server: HttpServer
  /** The script that fetches, with the server's address. */
  readonly fetch: string
  readonly env: Readonly<Record<string, string>>
}

const credentials = (token: string, expiresAtMs: number): string =>
  JSON.stringify(
    {
      mcpOAuth: { other: { accessToken: 'of-somebody-else' } },
      claudeAiOauth: {
        accessToken: token,
        refreshToken: 'also-secret',
        expiresAt: expiresAtMs,
        scopes: ['user:profile'],
      },
      last: { accessToken: 'of-somebody-else' },
    },
    null,
    2,
  )

const tomorrowMs = (): number => (nowSeconds() + 86_400) * 1000

/** A curl that notes how it was called, before it does what it is for. */
function noteCalls(place: Place): void {
  const real = findAllOnPath('curl')[0] ?? 'curl'
  const script = `#!/bin/sh\nprintf '%s\\n' "$0" "$@" >> ${shellQuote(join(place.dir, 'calls'))}\nexec ${real} "$@"\n`
  writeFileSync(join(place.dir, 'bin', 'curl'), script, { mode: 0o755 })
}

async function makeHome(t: TestContext, answer: Answer = respond(200, USAGE)): Promise<Home> {
  const place = makePlace(t)
  const server = await serveHttp(t, { '/api/oauth/usage': answer })
  for (const name of ['bin', 'my home', 'my home/.claude']) mkdirSync(join(place.dir, name))
  const home = join(place.dir, 'my home')
  cpSync(join(repository, 'scripts', 'fetch-usage.sh'), join(home, '.claude', 'fetch-usage.sh'))
  noteCalls(place)
  return {
    place,
    server,
    fetch: `~/.claude/fetch-usage.sh ${server.origin}/api/oauth/usage`,
    env: {
      HOME: home,
      PATH: [join(place.dir, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
      USAGE_STORE_ROOT: place.root,
    },
  }
}

function logIn({ env }: Home, text: string): void {
  writeFileSync(join(env['HOME'] ?? '', '.claude', '.credentials.json'), text, { mode: 0o600 })
}

/** Every file below, as one text. */
function everything(directory: string): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n')
}

const script = /```bash\n(?<script>#!\/usr\/bin\/env bash\n.*?)```/s.exec(
  readFileSync(join(repository, 'README.md'), 'utf8'),
)?.groups?.['script']

function install(place: Place, { argv }: Target): void {
  const [command, ...rest] = argv
  const file = join(place.dir, 'bin', 'usage-store')
  if (rest.length === 0) symlinkSync(command, file)
  else writeFileSync(file, `#!/bin/sh\nexec ${argv.map(shellQuote).join(' ')} "$@"\n`, { mode: 0o755 })
}

eachTarget((target) => {
  test('the status line: empty, then a fetch in the background, then the numbers', async (t) => {
    if (!needTool(t, 'bash') || !needTool(t, 'curl')) return
    const home = await makeHome(t)
    const { place, server, env } = home
    logIn(home, credentials(TOKEN, tomorrowMs()))
    install(place, target)
    const file = join(place.dir, 'my home', '.claude', 'statusline.sh')
    const line = script?.replace('~/.claude/fetch-usage.sh', home.fetch) ?? ''
    assert.ok(line.includes(server.origin), 'the README has another status line')
    writeFileSync(file, line)
    chmodSync(file, 0o755)
    const draw = () => runCommand([file], { env, stdin: '{"model":{"display_name":"Opus"}}' })
    expectOutput(await draw(), 0, 'usage: -')
    await until(() => readdirSync(place.root).includes('usage.json'), 'the fetch')
    expectOutput(await draw(), 0, '5h 42% · 7d 62%')
    assert.equal(server.requests('/api/oauth/usage'), 1)
    assert.ok(!everything(place.root).includes('Secret'))
  })
})

onlyTarget('executable', (target) => {
  const refresh = ({ place, fetch, env }: Home, more: Readonly<Record<string, string>> = {}) =>
    us(target, place, ['refresh', '--', 'sh', '-c', fetch], { env: { ...env, ...more } })

  test('the endpoint gets the token and the headers that it wants; no command line and no file does', async (t) => {
    if (!needTool(t, 'curl')) return
    const home = await makeHome(t)
    logIn(home, credentials(TOKEN, tomorrowMs()))
    writeFileSync(join(home.env['HOME'] ?? '', '.curlrc'), 'verbose\noutput = stolen\n')
    const outcome = await refresh(home)
    expectOutput(outcome, 0, '')
    assert.equal(readJson(home.place.cache).data.five_hour.utilization, 42.4)
    const heard = home.server.heard('/api/oauth/usage').toLowerCase()
    for (const header of [
      `authorization: bearer ${TOKEN}`,
      'anthropic-beta: oauth-2025-04-20',
      'user-agent: claude-code/',
      'content-type: application/json',
    ])
      assert.ok(heard.includes(`\r\n${header.toLowerCase()}`), heard)
    const calls = readFileSync(join(home.place.dir, 'calls'), 'utf8')
    assert.ok(calls.includes('--config') && !calls.includes('Secret'), calls)
    assert.ok(!everything(home.place.root).includes('Secret'))
  })

  test('$CLAUDE_CODE_OAUTH_TOKEN comes first, $CLAUDE_CONFIG_DIR leads to another file', async (t) => {
    if (!needTool(t, 'curl')) return
    const home = await makeHome(t)
    logIn(home, credentials('from-the-file', tomorrowMs()))
    const other = join(home.place.dir, 'other')
    mkdirSync(other)
    writeFileSync(join(other, '.credentials.json'), credentials('from-another', tomorrowMs()))
    for (const [env, token] of [
      [{}, 'from-the-file'],
      [{ CLAUDE_CONFIG_DIR: other }, 'from-another'],
      [{ CLAUDE_CONFIG_DIR: other, CLAUDE_CODE_OAUTH_TOKEN: 'from-the-environment' }, 'from-the-environment'],
    ] as const) {
      expectQuiet(await us(target, home.place, ['clear']), 0)
      expectOutput(await refresh(home, env), 0, '')
      assert.match(home.server.heard('/api/oauth/usage'), new RegExp(`Bearer ${token}\r\n`))
    }
  })

  test('the keychain of macOS, by the name that the configuration directory gives it', async (t) => {
    if (!needTool(t, 'curl') || !needTool(t, 'shasum')) return
    const home = await makeHome(t)
    const { place } = home
    logIn(home, credentials('from-the-file', tomorrowMs()))
    writeFileSync(join(place.dir, 'keychain'), credentials('from-the-keychain', tomorrowMs()))
    const security = `#!/bin/sh\nprintf '%s\\n' "$@" > ${shellQuote(join(place.dir, 'asked'))}\ncat ${shellQuote(join(place.dir, 'keychain'))}\n`
    writeFileSync(join(place.dir, 'bin', 'security'), security, { mode: 0o755 })
    for (const [env, service] of [
      [{}, 'Claude Code-credentials'],
      // As shasum has it of this directory.
      [{ CLAUDE_CONFIG_DIR: '/home/u/.claude-work' }, 'Claude Code-credentials-9fa37e90'],
    ] as const) {
      expectQuiet(await us(target, place, ['clear']), 0)
      expectOutput(await refresh(home, env), 0, '')
      assert.match(home.server.heard('/api/oauth/usage'), /Bearer from-the-keychain\r\n/)
      assert.ok(readFileSync(join(place.dir, 'asked'), 'utf8').includes(`\n${service}\n`))
    }
  })

  const NONE: Readonly<Record<string, string | null>> = {
    'nobody is logged in': null,
    'the token has expired': credentials(TOKEN, (nowSeconds() - 1) * 1000),
    'no token in it': '{"claudeAiOauth":{}}',
    'the token of somebody else alone': '{"mcpOAuth":{"x":{"accessToken":"of-somebody-else"}}}',
    'a token that could say more to curl': credentials('a"\\noutput = "x', tomorrowMs()),
    'not JSON': 'claude',
  }
  for (const [name, text] of Object.entries(NONE)) {
    test(`no credentials: ${name}: nobody is asked, and nobody blocked`, async (t) => {
      const home = await makeHome(t)
      if (text !== null) logIn(home, text)
      expectOutput(await refresh(home), 1, '')
      assert.deepEqual([home.server.requests('/api/oauth/usage'), readdirSync(home.place.root)], [0, ['usage.mutex']])
    })
  }

  test('a bundle of certificates that curl cannot read is no lack of credentials', async (t) => {
    if (!needTool(t, 'curl')) return
    const home = await makeHome(t)
    logIn(home, credentials(TOKEN, tomorrowMs()))
    const fetch = '~/.claude/fetch-usage.sh https://127.0.0.1:9/'
    expectOutput(await refresh({ ...home, fetch }, { CURL_CA_BUNDLE: '/nonexistent' }), 1, '')
    assert.equal(readJson(home.place.lock).error, 'NetworkError')
  })

  test('what the endpoint refuses lands as a back-off', async (t) => {
    if (!needTool(t, 'curl')) return
    const home = await makeHome(t, respond(429, '{"error":{"type":"rate_limit_error"}}', { 'Retry-After': '0' }))
    logIn(home, credentials(TOKEN, tomorrowMs()))
    expectOutput(await refresh(home), 1, '')
    const { error, blocked_until: until429 } = readJson(home.place.lock)
    assert.equal(error, 'RateLimited')
    assert.ok(until429 >= nowSeconds() + 290)
  })
})

// An HTTP server on this machine that also answers as no library would: late, piece by piece, cut off, or not at all.
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

export interface Answer {
  /** Sent as they are, one after the other. */
  readonly pieces: readonly (string | Uint8Array)[]
  /** After the last one the connection is closed, or stays open and silent. */
  readonly ending: 'close' | 'hang'
}

export interface HttpServer {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly origin: string
  /** How many requests for this path came in, its query included. */
  readonly requests: (path: string) => number
  /** The header block of the last request for this path. */
  readonly heard: (path: string) => string
}

type Fields = Readonly<Record<string, string>>

function head(status: number, fields: Fields): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} Reason\r\nConnection: close\r\n${lines.join('')}\r\n`
}

/** Closed after whatever these bytes are: rubbish, half a message, several header blocks. */
export function raw(...pieces: readonly (string | Uint8Array)[]): Answer {
  return { pieces, ending: 'close' }
}

/** A whole message. */
export function respond(status: number, body: string | Uint8Array = '', fields: Fields = {}): Answer {
  const length = { 'Content-Length': String(Buffer.byteLength(body)) }
  return raw(head(status, { 'Content-Type': 'application/json', ...length, ...fields }), body)
}

export function redirect(path: string): Answer {
  return respond(302, 'moved', { Location: path })
}

/** `answer` up to its first `keep` bytes, or without its last `-keep` ones. */
export function cut(answer: Answer, keep: number): Answer {
  return raw(Buffer.concat(answer.pieces.map((piece) => Buffer.from(piece))).subarray(0, keep))
}

/** A message whose Content-Length is 100 more than what comes of its body. */
export function shortOf(status: number, body: string): Answer {
  return respond(status, body, { 'Content-Length': String(Buffer.byteLength(body) + 100) })
}

/** The first `keep` bytes, then silence. */
export function hang(answer: Answer = raw(), keep = Infinity): Answer {
  return { ...cut(answer, keep), ending: 'hang' }
}

/** Byte by byte, each in a packet of its own. */
export function dribble(answer: Answer): Answer {
  const bytes = Buffer.concat(answer.pieces.map((piece) => Buffer.from(piece)))
  return { pieces: Array.from(bytes, (byte) => Buffer.of(byte)), ending: answer.ending }
}

async function send(socket: Socket, { pieces, ending }: Answer): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return
    socket.write(piece)
    await new Promise(setImmediate)
  }
  if (ending === 'close') socket.end()
}

/**
 * Serves `answers` by path until the test ends. A CONNECT gets the answer of the path `CONNECT`; after a 2xx the next
 * request on the connection is answered as if this server were also the one behind the proxy.
 */
export async function serveHttp(t: TestContext, answers: Readonly<Record<string, Answer>>): Promise<HttpServer> {
  const counts = new Map<string, number>()
  const heads = new Map<string, string>()
  const sockets = new Set<Socket>()

  const answerTo = (request: string): Answer => {
    const [method = '', target = ''] = request.split(' ')
    const path = method === 'CONNECT' ? method : target
    counts.set(path, (counts.get(path) ?? 0) + 1)
    heads.set(path, request)
    return answers[path] ?? respond(404, 'no such path')
  }
  const server = createServer({ noDelay: true }, (socket) => {
    let received = ''
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A client that has had enough resets the connection.
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      const end = received.indexOf('\r\n\r\n')
      if (end === -1) return
      const answer = answerTo(received)
      const tunnel = received.startsWith('CONNECT') && /^HTTP\/1.1 2/.test(String(answer.pieces[0]))
      received = received.slice(end + 4)
      void send(socket, tunnel ? { ...answer, ending: 'hang' } : answer)
    })
  })
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests: (path) => counts.get(path) ?? 0,
    heard: (path) => heads.get(path) ?? '',
  }
}

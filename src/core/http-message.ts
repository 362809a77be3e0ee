/** An HTTP message as `curl -i` prints it (RFC 9112 §2.1, and HTTP/2 and 3 in the same clothes): status, field, body. Pure. */

export interface HttpMessage {
  readonly status: number
  /** The Retry-After field as sent, the first where there are several; null without one. */
  readonly retryAfter: string | null
  readonly body: string
}

const STATUS_LINE = /^HTTP\/\d(?:\.\d)? (?<status>\d{3})(?: [^\r\n]*)?\r?(?:\n|$)/

/** One header line, its end of line included; the empty one ends the block. */
const HEADER_LINE = /^(?<line>[^\n]*?)\r?(?:\n|$)/

const RETRY_AFTER = /^retry-after[ \t]*:/i

/**
 * The last message in the text; null when it does not begin with a status line. Header blocks that another status line
 * follows are skipped: interim responses, redirects, a proxy's answer to CONNECT. A message that was cut off in its
 * headers still has its status.
 */
export function parseHttpMessage(text: string): HttpMessage | null {
  let last: HttpMessage | null = null
  for (let rest = text; ;) {
    const statusLine = STATUS_LINE.exec(rest)
    if (statusLine === null) return last
    last = readMessage(Number(statusLine.groups?.['status']), rest.slice(statusLine[0].length))
    rest = last.body
  }
}

function readMessage(status: number, text: string): HttpMessage {
  let retryAfter: string | null = null
  let rest = text
  while (rest !== '') {
    const [whole = '', line = ''] = HEADER_LINE.exec(rest) ?? []
    rest = rest.slice(whole.length)
    if (line === '') break
    if (RETRY_AFTER.test(line)) retryAfter ??= line.slice(line.indexOf(':') + 1).trim()
  }
  return { status, retryAfter, body: rest }
}

// The world that the program is handed when it runs in the process of a test. Imports nothing of the program but types:
// a test may have to change what that imports first.
import type { Io } from '../../src/cli.ts'

export interface FakeIo extends Io {
  /** What it has printed so far. */
  readonly said: { stdout: string; stderr: string }
}

/** As much more as stdin gives to show that there is too much. */
const A_LITTLE_MORE = 4

/** An empty environment, `stdin` to read, and everything printed kept; `given` takes the place of any of it. */
export function fakeIo(given: Partial<Io> = {}, stdin: Uint8Array | string = ''): FakeIo {
  const said = { stdout: '', stderr: '' }
  const bytes = Buffer.from(stdin)
  return {
    now: Date.now,
    random: Math.random,
    environment: {},
    readStdin: (maxBytes) => bytes.subarray(0, maxBytes + A_LITTLE_MORE),
    print(text) {
      said.stdout += text
      return true
    },
    printError(text) {
      said.stderr += text
    },
    version: '0.0.0',
    ...given,
    said,
  }
}

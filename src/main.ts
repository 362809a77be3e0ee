/** Entry: the process in, an exit code out; nothing else. */
import { run } from './cli.ts'
import { readStdin, writeStderr, writeStdout } from './disk/stdio.ts'
import { ExitCode } from './exit-codes.ts'

/** Set by the build. */
declare const USAGE_STORE_VERSION: string

/** node:sqlite without a warning, JSON.rawJSON, and what the tests ran on. */
const OLDEST_NODE = 24

function main(): ExitCode | Promise<ExitCode> {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    writeStderr(`usage-store: needs Node ${OLDEST_NODE} or later, this is ${process.versions.node} (NODE_VERSION)\n`)
    return ExitCode.environment
  }
  return run(process.argv.slice(2), {
    now: Date.now,
    random: Math.random,
    environment: process.env,
    readStdin,
    print: writeStdout,
    printError: writeStderr,
    version: USAGE_STORE_VERSION,
  })
}

// Ends at once: what Node would still do costs more than a millisecond, and everything is written.
const exit = main()
if (typeof exit === 'number') process.exit(exit)
else void exit.then((code) => process.exit(code))

/** Entry of the executable: a hit by itself, all else by the whole program, which is packed beside it. */
import type { Answer } from './commands/answer.ts'
import { writeStderr, writeStdout } from './disk/stdio.ts'
import type { ExitCode } from './exit-codes.ts'
import { hit } from './hit.ts'
import { CODE_CACHE, PROGRAM } from './packed-assets.ts'
import { report } from './report.ts'

type Program = (load: typeof require, fileName: string) => void

/** The program's text is a function, in ASCII; its code is not compiled again but taken from the cache. */
function runWholeProgram(): void {
  const { getRawAsset } = process.getBuiltinModule('node:sea')
  const { Script } = process.getBuiltinModule('node:vm')
  const text = Buffer.from(getRawAsset(PROGRAM)).toString('latin1')
  const cachedData = Buffer.from(getRawAsset(CODE_CACHE))
  const program = new Script(text, { filename: PROGRAM, cachedData }).runInThisContext() as Program
  program(require, PROGRAM)
}

function print({ text, exit }: Answer): ExitCode {
  try {
    writeStdout(text)
    return exit
  } catch (error) {
    return report(error, writeStderr)
  }
}

const answer = hit(process.argv.slice(2), process.env, Date.now)
if (answer === null) runWholeProgram()
else process.exit(print(answer))

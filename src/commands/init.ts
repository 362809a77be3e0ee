/** init: prints the file for a shell that reads usage.view itself. */
import { usageError } from '../args.ts'
import { command } from '../command.ts'
import { ExitCode } from '../exit-codes.ts'
import shared from '../init/bash-and-zsh.sh'
import bash from '../init/usage-store.bash'
import fish from '../init/usage-store.fish'
import zsh from '../init/usage-store.zsh'

/** By the name of the shell. */
export const INIT_FILES: Readonly<Record<string, () => string>> = {
  bash: () => shared() + bash(),
  zsh: () => shared() + zsh(),
  fish,
}

export const init = command({
  name: 'init',
  operands: ['bash|zsh|fish'],
  options: {},
  run(_options, { print }, [shell = '']) {
    const file = Object.hasOwn(INIT_FILES, shell) ? INIT_FILES[shell] : undefined
    if (file === undefined) throw usageError(`init takes bash, zsh or fish, not ${JSON.stringify(shell)}`)
    print(file())
    return ExitCode.done
  },
})

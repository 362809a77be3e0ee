/** Options that stand before or after any command. Pure. */
import { flag, text } from './option-types.ts'

export const GLOBAL_OPTIONS = {
  root: text(
    'DIR',
    'the directory of the files; default $USAGE_STORE_ROOT, $XDG_CACHE_HOME/linesmith, ~/.cache/linesmith',
  ),
  profile: text('NAME', 'a directory of its own below it, for several accounts; default $USAGE_STORE_PROFILE'),
} as const

/** These stand before a command only. `-h` and `--help` are everywhere. */
export const TOP_OPTIONS = { ...GLOBAL_OPTIONS, version: flag('print the version, also -V') } as const

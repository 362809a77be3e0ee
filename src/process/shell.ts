/** A command line as a shell takes it. */
import { isOnPath } from '../disk/on-path.ts'

/** The command that runs `line`: by sh, or on Windows without one by its own command processor. */
export function shellCommand(line: string): string[] {
  if (process.platform !== 'win32' || isOnPath('sh.exe')) return ['sh', '-c', line]
  return [process.env['ComSpec'] ?? 'cmd.exe', '/d', '/s', '/c', line]
}

/** Signals that would end the process, held back while a claim is to be given up in order. */
import { pause } from '../disk/pause.ts'

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGXCPU'] as const

export interface HeldSignals {
  /** Called with every signal that comes. */
  onSignal: (signal: NodeJS.Signals) => void
  /** Lets signals end the process again, the one that came first of all. */
  passOn(): Promise<void>
}

/** Holds signals back from now on, until `passOn`. */
export function holdSignals(): HeldSignals {
  let first: NodeJS.Signals | null = null
  const held: HeldSignals = {
    onSignal() {},
    async passOn() {
      // Signals are delivered by the event loop: what came during a write is not known before its next turn.
      await new Promise(setImmediate)
      for (const signal of ENDING) process.removeListener(signal, receive)
      if (first !== null) die(first)
    },
  }
  const receive = (signal: NodeJS.Signals) => {
    first ??= signal
    held.onSignal(signal)
  }
  for (const signal of ENDING) process.on(signal, receive)
  return held
}

/** Ends the process as the signal would have. */
function die(signal: NodeJS.Signals): never {
  process.kill(process.pid, signal)
  // It may be another thread that takes it.
  pause(1000)
  process.exit(exitOfSignal(signal))
}

/** The exit status by which shells tell of a signal. */
export function exitOfSignal(signal: NodeJS.Signals): number {
  return 128 + process.getBuiltinModule('node:os').constants.signals[signal]
}

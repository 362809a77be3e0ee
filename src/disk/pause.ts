/** Milliseconds that only ever grow, from an arbitrary start. `performance` would load eleven modules. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** Blocks the thread: a one-shot process has nothing else to do meanwhile. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

// What claimant.ts is told, and what it says.

/** Where a process can be killed: each is reached by one process at a time, or has a first one. */
export const DEATHS = ['deciding', 'publishing', 'published', 'fetching', 'storing', 'stored'] as const
export type Death = (typeof DEATHS)[number]

export interface Order {
  readonly act: 'claim' | 'store'
  /** The directory of the files; beside them `fetches` has a line for each fetch. */
  readonly root: string
  readonly leaseSeconds: number
  /** Up to so many milliseconds, by chance, between the first look and the mutex. */
  readonly dawdleMs: number
  /** The first process that gets there dies there. */
  readonly death?: Death
}

export interface Answer {
  readonly pid: number
  readonly won?: boolean
  readonly stored?: boolean
}

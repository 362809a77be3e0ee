/** Stands in for `worker_threads` inside write-file-atomic, which loads it, for 2 ms, only to learn that there is none. */
export const threadId = 0

/** What the executable has beside the script that it runs first, by the names of its assets. */

/** The whole program, as a function. */
export const PROGRAM = 'usage-store.js'
/** V8's code cache of it. */
export const CODE_CACHE = 'usage-store.cache'

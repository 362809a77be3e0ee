/** Failures that end a command with one line on stderr. Pure. Expected outcomes, a miss or a lost claim, are values instead. */

/** Tags of failures that have no errno. */
export type ErrorTag =
  | 'USAGE'
  | 'BAD_INPUT'
  | 'NO_ROOT'
  | 'BAD_ROOT'
  | 'BAD_PROFILE'
  | 'NOT_REGULAR'
  | 'NOT_OWNER'
  | 'NOT_RUN'
  | 'NODE_VERSION'
  | 'INTERNAL'

/** A failure with a code: a tag of ours, or the kernel's errno. */
export class StoreError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }

  static tagged(tag: ErrorTag, message: string): StoreError {
    return new StoreError(tag, message)
  }
}

/**
 * The file system failed: `io` while reading, `persist` while writing. `code` is the errno, or `NOT_REGULAR` or
 * `NOT_OWNER` for what stands in a file's place and has none.
 */
export class CacheError extends StoreError {
  readonly kind: 'io' | 'persist'
  readonly path: string

  constructor(kind: 'io' | 'persist', path: string, code: string, reason: string, cause?: unknown) {
    super(code, `cannot ${kind === 'io' ? 'read' : 'write'} ${path}: ${reason}`, { cause })
    this.name = 'CacheError'
    this.kind = kind
    this.path = path
  }
}

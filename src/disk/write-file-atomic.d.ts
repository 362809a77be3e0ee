/** The part of write-file-atomic that is used. */
declare module 'write-file-atomic' {
  interface Options {
    mode?: number
    /** Called with the temporary file's path after it was opened and before fsync and rename. */
    tmpfileCreated?: (path: string) => void
  }
  const writeFileAtomic: { sync(filename: string, data: string | Uint8Array | null, options?: Options): void }
  export default writeFileAtomic
}

/**
 * Names of temporary files. Unique without a pid, since containers that share a directory also share pids, and
 * unmistakable, since leftovers are removed by name.
 */

/** Also what a claim is known by. 104 bits of V8's generator, which every process seeds from the kernel's; hashing or `node:crypto` would cost 4 ms. */
export function randomToken(): string {
  const part = () =>
    Math.floor(Math.random() * 2 ** 52)
      .toString(16)
      .padStart(13, '0')
  return part() + part()
}

/** What a temporary name adds to the name of its target. */
export function tempSuffix(): string {
  return `us-${randomToken()}.tmp`
}

const TEMP_NAME = /.\.us-[0-9a-f]{26}\.tmp$/

/** Whether a file of this name can only be a temporary file of ours. */
export function isTempName(name: string): boolean {
  return TEMP_NAME.test(name)
}

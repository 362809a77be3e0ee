/**
 * `code-cache.ts SCRIPT CACHE`: V8's code cache of a script. It is good for this Node with these flags alone, so this
 * runs on the Node that is packed, with the flags that the executable has.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { Script } from 'node:vm'

const [script = '', cache = ''] = process.argv.slice(2)
const text = readFileSync(script, 'latin1')
const cachedData = new Script(text).createCachedData()
if (new Script(text, { cachedData }).cachedDataRejected !== false) throw new Error('V8 rejects the code cache it made')
writeFileSync(cache, cachedData)

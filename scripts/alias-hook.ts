/**
 * Makes sources that run unbundled see the shims of aliases.ts, and import shell files, as the bundle does.
 *
 * Use: `node --import ./scripts/alias-hook.ts …`. The hook is synchronous and in this thread, so it
 * covers `require` inside CommonJS packages too.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { SHELL_FILE, shimFor } from './aliases.ts'

registerHooks({
  resolve(specifier, context, nextResolve) {
    const shim = context.parentURL && shimFor(specifier, context.parentURL)
    if (!shim) return nextResolve(specifier, context)
    return { url: pathToFileURL(shim).href, format: 'module-typescript', shortCircuit: true }
  },
  load(url, context, nextLoad) {
    if (!SHELL_FILE.test(url)) return nextLoad(url, context)
    const source = `export default () => ${JSON.stringify(readFileSync(fileURLToPath(url), 'utf8'))}`
    return { format: 'module', source, shortCircuit: true }
  },
})

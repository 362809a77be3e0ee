/**
 * Makes sources that run unbundled see the shims of aliases.ts, and import texts, as the bundle does.
 *
 * Use: `node --import ./scripts/alias-hook.ts …`. The hook is synchronous and in this thread, so it
 * covers `require` inside CommonJS packages too.
 */
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { TEXT_FILE, textOf, shimFor } from './aliases.ts'

registerHooks({
  resolve(specifier, context, nextResolve) {
    const shim = context.parentURL && shimFor(specifier, context.parentURL)
    if (!shim) return nextResolve(specifier, context)
    return { url: pathToFileURL(shim).href, format: 'module-typescript', shortCircuit: true }
  },
  load(url, context, nextLoad) {
    if (!TEXT_FILE.test(url)) return nextLoad(url, context)
    const source = `export default () => ${JSON.stringify(textOf(fileURLToPath(url)))}`
    return { format: 'module', source, shortCircuit: true }
  },
})

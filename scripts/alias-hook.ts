/**
 * Makes sources that run unbundled see the shims of aliases.ts, as the bundle does.
 *
 * Use: `node --import ./scripts/alias-hook.ts …`. The hook is synchronous and in this thread, so it
 * covers `require` inside CommonJS packages too.
 */
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

import { shimFor } from './aliases.ts'

registerHooks({
  resolve(specifier, context, nextResolve) {
    const shim = context.parentURL && shimFor(specifier, context.parentURL)
    if (!shim) return nextResolve(specifier, context)
    return { url: pathToFileURL(shim).href, format: 'module-typescript', shortCircuit: true }
  },
})

/**
 * src/main.ts → the text of dist/usage-store.js, and src/packed.ts → what the executable runs first; in memory.
 *
 * The same sources and lock give the same bytes, wherever the repository lies. Either is one CommonJS file that needs
 * nothing beside it but, for the second, the first; with the licences of what is bundled.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

import { build, type Plugin } from 'esbuild'

import { TEXT_FILE, textOf, shimFor, REPLACED } from './aliases.ts'

const escapeRegExp = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')

const aliases: Plugin = {
  name: 'write-file-atomic-aliases',
  setup(bundler) {
    const names = REPLACED.map(escapeRegExp)
    bundler.onResolve({ filter: new RegExp(`^(?:${names.join('|')})$`) }, ({ path, importer }) => {
      const shim = shimFor(path, importer)
      return shim ? { path: shim } : undefined
    })
  },
}

/** Brotli, since what it gives does not depend on the processor. */
function compressed(text: Buffer): string {
  const { BROTLI_MODE_TEXT, BROTLI_PARAM_MODE, BROTLI_PARAM_SIZE_HINT } = constants
  const params = { [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT, [BROTLI_PARAM_SIZE_HINT]: text.length }
  return brotliCompressSync(text, { params }).toString('base64')
}

/** All texts are compressed as one, having much in common, and named without their directories. */
const texts = (root: string): Plugin => ({
  name: 'texts',
  setup(bundler) {
    bundler.onLoad({ filter: TEXT_FILE }, ({ path }) => ({
      contents: `import { texts } from 'texts'\nexport default () => texts()['${basename(path)}']`,
    }))
    bundler.onResolve({ filter: /^texts$/ }, ({ path }) => ({ path, namespace: path }))
    bundler.onLoad({ filter: /./, namespace: 'texts' }, () => {
      const source = join(root, 'src')
      const files = readdirSync(source, { encoding: 'utf8', recursive: true }).filter((name) => TEXT_FILE.test(name))
      const named = files.toSorted().map((name) => [basename(name), textOf(join(source, name))] as const)
      if (new Map(named).size < named.length) throw new Error('two texts have the same name')
      const base64 = compressed(Buffer.from(JSON.stringify(Object.fromEntries(named))))
      const unpacked = `process.getBuiltinModule('node:zlib').brotliDecompressSync(Buffer.from('${base64}', 'base64'))`
      return { contents: `let all\nexport const texts = () => (all ??= JSON.parse(${unpacked}))` }
    })
  },
})

/** The licence texts of the packages among `inputs` (paths from the metafile), as one comment. */
function notices(root: string, inputs: readonly string[]): string {
  const names = inputs.flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [])
  const blocks = [...new Set(names)].toSorted().map((name) => {
    const dir = join(root, 'node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
    const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry))
    if (!file) throw new Error(`${name} is bundled, but has no licence file`)
    return `This file contains ${name} ${version} (${license}):\n\n${readFileSync(join(dir, file), 'utf8').trim()}`
  })
  if (blocks.length === 0) return ''
  const lines = blocks.join('\n\n').replaceAll('*/', '* /').split(/\r?\n/)
  return `/*!\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}

const HASHBANG = '#!/usr/bin/env node\n'

/** The whole program, as a script for Node. Throws on any error or warning of the bundler. */
export async function bundle(root: string, version: string): Promise<string> {
  const { text } = await bundled(root, 'src/main.ts', version)
  return `${HASHBANG}${text}`
}

/** What the executable runs first, and the files that it came from. Throws like `bundle`. */
export async function bundlePacked(root: string): Promise<Bundled> {
  return bundled(root, 'src/packed.ts', '')
}

interface Bundled {
  readonly text: string
  /** Relative to the root, sorted. */
  readonly inputs: readonly string[]
}

/** The whole program as src/packed.ts runs it: a function of what a module of Node is given and it uses. Its lines stay where they were. */
export function asFunction(program: string): string {
  return `(function (require, __filename) {\n${program.slice(HASHBANG.length)}\n})`
}

/** `root` is the repository's absolute path. */
async function bundled(root: string, entry: string, version: string): Promise<Bundled> {
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: 'dist/usage-store.js',
    write: false,
    metafile: true,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    // Old syntax on purpose: an old Node must get as far as the line that says it is too old.
    target: 'node18',
    // ASCII, so that Node keeps the text with a byte a character.
    charset: 'ascii',
    minify: true,
    lineLimit: 500,
    legalComments: 'inline',
    define: { USAGE_STORE_VERSION: JSON.stringify(version) },
    // Given here, so that no tsconfig of a folder above has a say.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    plugins: [aliases, texts(root)],
  })
  if (warnings.length > 0) throw new Error('the bundler warned; see above')
  const code = outputFiles[0]!.text
  if (code.startsWith('#!')) throw new Error(`${entry} must not have a #! line; the bundle brings its own`)
  // postject looks for this text to find the place to mark, and must find Node's own.
  if (code.includes('NODE_SEA_FUSE')) throw new Error('the bundle contains the text NODE_SEA_FUSE')
  const inputs = Object.keys(metafile.inputs).toSorted()
  const text = `${notices(root, inputs)}${code}`
  // The executable reads it a byte a character.
  if (/[^\t\n -~]/.test(text)) throw new Error('the bundle is not ASCII')
  return { text, inputs }
}

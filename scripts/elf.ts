/** What stands where in an ELF-64 little-endian file (System V ABI, ELF-64 object file format). Reads, changes nothing. */

const SHF_ALLOC = 2n
const SHT_SYMTAB = 2
export const PT_LOAD = 1
const SYMBOL_BYTES = 24
const DOT = 0x2e
const EM_X86_64 = 62

export interface Segment {
  readonly at: number
  readonly type: number
  readonly offset: bigint
  /** In the file. */
  readonly size: bigint
  readonly address: bigint
}

export interface Section {
  readonly at: number
  readonly name: string
  readonly type: number
  readonly isLoaded: boolean
  readonly offset: bigint
  readonly size: bigint
  /** Of the section that goes with it. */
  readonly link: number
}

export function isElf64(file: Buffer): boolean {
  return file.length > 64 && file.readUInt32BE(0) === 0x7f454c46 && file[4] === 2 && file[5] === 1
}

export const isX86 = (file: Buffer) => file.readUInt16LE(0x12) === EM_X86_64

export function readSegments(file: Buffer): Segment[] {
  const start = Number(file.readBigUInt64LE(0x20))
  const [entry, count] = [file.readUInt16LE(0x36), file.readUInt16LE(0x38)]
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * entry
    return {
      at,
      type: file.readUInt32LE(at),
      offset: file.readBigUInt64LE(at + 8),
      address: file.readBigUInt64LE(at + 16),
      size: file.readBigUInt64LE(at + 32),
    }
  })
}

export function readSections(file: Buffer): Section[] {
  const start = Number(file.readBigUInt64LE(0x28))
  const [entry, count, namesIndex] = [file.readUInt16LE(0x3a), file.readUInt16LE(0x3c), file.readUInt16LE(0x3e)]
  const names = Number(file.readBigUInt64LE(start + namesIndex * entry + 24))
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * entry
    const name = names + file.readUInt32LE(at)
    return {
      at,
      name: file.toString('latin1', name, file.indexOf(0, name)),
      type: file.readUInt32LE(at + 4),
      isLoaded: (file.readBigUInt64LE(at + 8) & SHF_ALLOC) !== 0n,
      offset: file.readBigUInt64LE(at + 24),
      size: file.readBigUInt64LE(at + 32),
      link: file.readUInt32LE(at + 40),
    }
  })
}

/**
 * The address of a variable by its linker name, whatever a compiler adds after a dot; null where there is no such
 * variable of that many bytes, or no symbols.
 */
export function addressOf(file: Buffer, name: string, bytes: number): bigint | null {
  const sections = readSections(file)
  const symbols = sections.find(({ type }) => type === SHT_SYMTAB)
  const strings = symbols === undefined ? undefined : sections[symbols.link]
  if (symbols === undefined || strings === undefined) return null
  const names = namesLike(file.subarray(Number(strings.offset), Number(strings.offset + strings.size)), name)
  for (let at = Number(symbols.offset); at < Number(symbols.offset + symbols.size); at += SYMBOL_BYTES)
    if (names.has(file.readUInt32LE(at)) && file.readBigUInt64LE(at + 16) === BigInt(bytes))
      return file.readBigUInt64LE(at + 8)
  return null
}

/** Where in a table of strings the name stands, or the name and a dot and more. */
function namesLike(strings: Buffer, name: string): Set<number> {
  const found = new Set<number>()
  for (
    let at = strings.indexOf(`\0${name}`, 0, 'latin1');
    at >= 0;
    at = strings.indexOf(`\0${name}`, at + 1, 'latin1')
  ) {
    const end = strings[at + 1 + name.length]
    if (end === 0 || end === DOT) found.add(at + 1)
  }
  return found
}

/** Where in the file stands what is loaded at an address; null where nothing is, or what is there begins as zeros. */
export function offsetOf(file: Buffer, address: bigint): number | null {
  const holder = readSegments(file).find(
    (one) => one.type === PT_LOAD && one.address <= address && address < one.address + one.size,
  )
  return holder === undefined ? null : Number(holder.offset + address - holder.address)
}

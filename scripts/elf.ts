/** What stands where in an ELF-64 little-endian file (System V ABI, ELF-64 object file format). Reads, changes nothing. */

const SHF_ALLOC = 2n
const SHT_SYMTAB = 2
const PT_LOAD = 1
const SYMBOL_BYTES = 24

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
 * Where in the file the initial value of a variable stands, by the variable's linker name, whatever a compiler adds
 * after a dot; null where there is no such variable of that many bytes, or no symbols.
 */
export function variableAt(file: Buffer, name: string, bytes: number): number | null {
  const sections = readSections(file)
  const symbols = sections.find(({ type }) => type === SHT_SYMTAB)
  const strings = symbols === undefined ? undefined : sections[symbols.link]
  if (symbols === undefined || strings === undefined) return null
  const nameAt = file.indexOf(`\0${name}`, Number(strings.offset), 'latin1') + 1
  const end = nameAt + name.length
  if (nameAt === 0 || nameAt >= Number(strings.offset + strings.size) || !(file[end] === 0 || file[end] === 0x2e))
    return null
  for (let at = Number(symbols.offset); at < Number(symbols.offset + symbols.size); at += SYMBOL_BYTES) {
    if (file.readUInt32LE(at) !== nameAt - Number(strings.offset)) continue
    const address = file.readBigUInt64LE(at + 8)
    const holder = readSegments(file).find(
      (one) => one.type === PT_LOAD && one.address <= address && address < one.address + one.size,
    )
    const isWhole = file.readBigUInt64LE(at + 16) === BigInt(bytes)
    return holder === undefined || !isWhole ? null : Number(holder.offset + address - holder.address)
  }
  return null
}

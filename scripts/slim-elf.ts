/**
 * Takes out of a stripped ELF executable what a run does not need: the tables by which C++ exceptions and native
 * backtraces unwind the stack (Node is built without exceptions), and the gap that aligns code for huge pages in the
 * file. System V ABI, ELF-64 object file format.
 *
 * Only the file gets smaller: every byte that stays is mapped where it was.
 */
import { isElf64, isX86, PT_LOAD, readSections, readSegments } from './elf.ts'

/** The largest page that a kernel of the machine may have; segments must fit in its pages. */
const pageOf = (file: Buffer) => (isX86(file) ? 0x1000n : 0x10000n)
const TABLES = ['.eh_frame_hdr', '.eh_frame', '.gcc_except_table']

const PT_NULL = 0
const PT_GNU_EH_FRAME = 0x6474e550
const SHT_NULL = 0
const SHT_NOBITS = 8

/** The same executable without them; null where its layout is not the known one. */
export function slimElf(file: Buffer): Buffer | null {
  if (!isElf64(file)) return null
  const page = pageOf(file)
  const segments = readSegments(file)
  const sections = readSections(file)
  const loads = segments.filter(({ type }) => type === PT_LOAD).toSorted((a, b) => Number(a.offset - b.offset))
  const tables = sections.filter(({ name }) => TABLES.includes(name))
  const first = tables[0]
  const last = tables.at(-1)
  if (first === undefined || last === undefined) return null
  const holder = loads.find(({ offset, size }) => offset <= first.offset && first.offset < offset + size)
  // They have to be the end of their segment, which can then end earlier.
  if (holder === undefined || last.offset + last.size !== holder.offset + holder.size) return null
  const others = sections.filter(({ offset, isLoaded }) => isLoaded && offset > first.offset && offset < last.offset)
  if (others.some(({ name }) => !TABLES.includes(name))) return null

  // Where the parts of the file go: each as near to the one before as the same place in a page allows.
  const pieces: { readonly from: bigint; readonly to: bigint; readonly size: bigint }[] = []
  let end = 0n
  for (const load of loads) {
    const size = load === holder ? first.offset - load.offset : load.size
    const to = end + ((((load.offset - end) % page) + page) % page)
    pieces.push({ from: load.offset, to, size })
    end = to + size
  }
  const moved = (offset: bigint): bigint => {
    const piece = pieces.findLast(({ from }) => from <= offset)
    return piece === undefined ? offset : offset - piece.from + piece.to
  }

  const unloaded = sections.filter(
    ({ type, isLoaded, size }) => type !== SHT_NULL && type !== SHT_NOBITS && !isLoaded && size > 0n,
  )
  const tail = unloaded.map((section) => {
    const at = (end + 7n) & ~7n
    end = at + section.size
    return { section, at }
  })
  const headersAt = (end + 7n) & ~7n
  const entry = file.readUInt16LE(0x3a)
  const headersSize = entry * file.readUInt16LE(0x3c)
  const slim = Buffer.alloc(Number(headersAt) + headersSize)
  for (const { from, to, size } of pieces) file.copy(slim, Number(to), Number(from), Number(from + size))
  for (const { section, at } of tail)
    file.copy(slim, Number(at), Number(section.offset), Number(section.offset + section.size))
  file.copy(
    slim,
    Number(headersAt),
    Number(file.readBigUInt64LE(0x28)),
    Number(file.readBigUInt64LE(0x28)) + headersSize,
  )
  slim.writeBigUInt64LE(headersAt, 0x28)

  for (const segment of segments) {
    if (segment.type === PT_GNU_EH_FRAME) slim.writeUInt32LE(PT_NULL, segment.at)
    slim.writeBigUInt64LE(moved(segment.offset), segment.at + 8)
    if (segment.at === holder.at)
      for (const size of [32, 40]) slim.writeBigUInt64LE(first.offset - holder.offset, segment.at + size)
    if (segment.type === PT_LOAD) slim.writeBigUInt64LE(page, segment.at + 48)
  }
  for (const section of sections) {
    const at = section.at - Number(file.readBigUInt64LE(0x28)) + Number(headersAt)
    const place = tail.find((other) => other.section === section)?.at ?? moved(section.offset)
    slim.writeBigUInt64LE(place, at + 24)
    if (TABLES.includes(section.name)) slim.fill(0, at + 4, at + entry)
  }
  return slim
}

/** Medians, and intervals that ask nothing of the distribution. */

const median = (sorted: readonly number[]) => (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2

/** Median and its 95 % interval by order statistics. */
export function summary(numbers: readonly number[]): { mid: number; low: number; high: number } {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = 0.98 * Math.sqrt(sorted.length)
  const low = Math.max(0, Math.floor(sorted.length / 2 - half))
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + half))
  return { mid: median(sorted), low: sorted[low]!, high: sorted[high]! }
}

/** Rows as a table of Markdown; the first is its head. */
export function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map((_, index) => (index === 0 ? '---' : '--:')).join('|')}|`, ...rows.map(line)].join(
    '\n',
  )
}

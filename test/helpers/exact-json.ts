// JSON compared value for value without going through double precision.

/** A number token in one spelling: 1e2, 100 and 100.0 are equal, -0 and 0 are not, no digit is lost. */
function canonicalNumber(token: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(token)
  if (match === null) throw new Error(`not a JSON number: ${token}`)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return `${sign}0`
  const power = Number(exponent) - fraction.length + digits.length - significant.length
  return `${sign}${significant}e${power}`
}

/** The value of a JSON text with every number as a tagged exact decimal, for `deepEqual`. */
export function exactJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? { number: canonicalNumber(context?.source ?? String(value)) } : value,
  )
}

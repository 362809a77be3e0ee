/** What may reach a terminal. Pure. */

/** What a terminal would act on: C0, DEL, C1, and what reorders text (Unicode UAX #9: embeddings, overrides, isolates). */
const ACTIVE = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu

/** Text from a file, without what a terminal would act on, line ends included. */
export function plainText(text: string): string {
  return text.replace(ACTIVE, '')
}

/** JSON on one line with the same characters escaped: inside a JSON text they can only stand in strings. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    ACTIVE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

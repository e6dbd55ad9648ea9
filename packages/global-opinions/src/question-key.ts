/** The text of a question as it is compared: no case, no punctuation, single spaces. */
export function comparableText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Text with its white space in order, which is what two copies of a file most often differ in. */
export function trimmedText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

/**
 * A 53-bit hash of a question's text (case, punctuation and spaces do not matter) as 14 hexadecimal digits: names a question where its text
 * may not be published. Two different texts share a hash with probability 1e-16. Not for cryptography.
 *
 * @param text - the question
 *
 * @example
 * ```ts
 * import { questionHash } from '@safety-portfolio/global-opinions'
 *
 * questionHash('Do you agree?') === questionHash(' do you  agree') // => true
 * ```
 */
export function questionHash(text: string): string {
  // Two 32-bit multiply-xor chains with the finaliser of MurmurHash3.
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  const compared = comparableText(text)
  for (let index = 0; index < compared.length; index += 1) {
    const code = compared.charCodeAt(index)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16).padStart(14, '0')
}

/**
 * The survey shares as a widely copied script reads them: reproduces a published error, and is never used by anything else here. The script splits the
 * text of the selections at `],` and then takes the last character off the last probability as if the bracket were still there, so that 0.06 is read
 * as 0.0 and 0.5 as 0. Similarities that were published from its output can be reproduced by comparing with these shares.
 *
 * @param shares - the shares as published, in the order of the options
 * @returns the shares that the script sees; they no longer sum to 1
 *
 * @example
 * ```ts
 * import { lastDigitTruncated } from '@safety-portfolio/global-opinions'
 *
 * lastDigitTruncated([0.94, 0.06]) // => [0.94, 0]
 * lastDigitTruncated([0.4, 0.125]) // => [0.4, 0.12]
 * ```
 */
export function lastDigitTruncated(shares: readonly number[]): readonly number[] {
  const last = shares.at(-1)
  if (last === undefined) return []
  // Python writes 1 as 1.0, and so lost only the 0.
  const text = Number.isInteger(last) ? `${last}.0` : String(last)
  return [...shares.slice(0, -1), Number(text.slice(0, -1))]
}

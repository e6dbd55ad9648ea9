/**
 * Kendall's tau-b between two orders of the same options, ties allowed (Kendall 1945): (concordant - discordant) / sqrt((pairs - ties in
 * first)(pairs - ties in second)). Do model and country agree which answers are more common than others, whatever the size of the gap?
 *
 * @param first - a finite number per option, at least two
 * @param second - as many
 * @returns in [-1, 1]; `null` where one side has all values equal (a uniform answer orders nothing)
 * @throws RangeError if lengths differ, are below 2, or a value is not finite.
 *
 * @example
 * ```ts
 * import { kendallTauB } from '@safety-portfolio/global-opinions'
 *
 * kendallTauB([0.1, 0.2, 0.7], [0.2, 0.3, 0.5]) // => 1
 * kendallTauB([0.25, 0.25, 0.5], [0.3, 0.2, 0.5]) // => ~0.816
 * kendallTauB([0.5, 0.5], [0.3, 0.7]) // => null
 * ```
 */
export function kendallTauB(first: ArrayLike<number>, second: ArrayLike<number>): number | null {
  if (first.length !== second.length || first.length < 2) {
    throw new RangeError(
      `kendallTauB: needs two lists of one length of at least 2, got ${first.length} and ${second.length}`,
    )
  }
  for (const values of [first, second]) {
    for (let index = 0; index < values.length; index += 1) {
      if (!Number.isFinite(values[index])) {
        throw new RangeError(`kendallTauB: values must be finite, got ${String(values[index])} at index ${index}`)
      }
    }
  }
  let score = 0
  let firstPairs = 0
  let secondPairs = 0
  for (let i = 1; i < first.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const a = Math.sign(first[i]! - first[j]!)
      const b = Math.sign(second[i]! - second[j]!)
      score += a * b
      firstPairs += Math.abs(a)
      secondPairs += Math.abs(b)
    }
  }
  return firstPairs === 0 || secondPairs === 0 ? null : score / Math.sqrt(firstPairs * secondPairs)
}

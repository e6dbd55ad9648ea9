/**
 * Skill of a score between a floor and a ceiling: (score - floor) / (ceiling - floor). 0 is as good as the floor (knowing nothing), 1 as good as
 * sampling allows; below 0 is worse than knowing nothing.
 *
 * @param score - the score
 * @param floor - what a stand-in without knowledge scores
 * @param ceiling - what a perfect model would score
 * @returns `null` where the ceiling is not above the floor: there is nothing to tell apart
 *
 * @example
 * ```ts
 * import { skillScore } from '@safety-portfolio/global-opinions'
 *
 * skillScore(0.68, 0.74, 1)! // => ~-0.23
 * skillScore(0.7, 0.8, 0.75) // => null
 * ```
 */
export function skillScore(score: number, floor: number, ceiling: number): number | null {
  if (![score, floor, ceiling].every(Number.isFinite)) {
    throw new RangeError(`skillScore: score, floor and ceiling must be finite, got ${score}, ${floor} and ${ceiling}`)
  }
  return ceiling > floor ? (score - floor) / (ceiling - floor) : null
}

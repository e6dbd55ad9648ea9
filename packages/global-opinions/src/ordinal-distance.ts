import { distributionPair } from './internal/distribution-pair.js'

/** Options of the distances between ordinal answers. */
export interface OrdinalOptions {
  /** Place of each option on the scale, in ascending order. Default 0, 1, 2, ...: equal steps. */
  readonly positions?: readonly number[]
}

/**
 * Wasserstein-1 (earth mover's) distance between two distributions over ordered options: how far, on average, answers have to be moved.
 * The sum over steps of the difference of the cumulative distributions times the length of the step.
 *
 * @param p - mass of each option in the order of the scale, finite and >= 0; divided by its sum
 * @param q - as many
 * @param options - `positions` of the options
 * @returns in units of the positions: from 0 to the length of the scale
 * @throws RangeError if lengths differ, mass is bad, or positions do not ascend.
 *
 * @example
 * ```ts
 * import { wassersteinDistance } from '@safety-portfolio/global-opinions'
 *
 * wassersteinDistance([1, 0, 0], [0, 0, 1]) // => 2
 * ```
 */
export function wassersteinDistance(p: ArrayLike<number>, q: ArrayLike<number>, options: OrdinalOptions = {}): number {
  const steps = cumulativeSteps('wassersteinDistance', p, q, options)
  return steps.reduce((sum, { difference, length }) => sum + Math.abs(difference) * length, 0)
}

/**
 * Opinion alignment of Santurkar et al. (2023, section 2): 1 - W1 / (length of the scale), so that 1 is agreement and 0 the opposite ends.
 *
 * @param p - mass of each option in the order of the scale
 * @param q - as many, at least 2
 * @param options - `positions` of the options
 * @returns in [0, 1]
 * @throws RangeError as {@link wassersteinDistance}, and for fewer than two options.
 *
 * @example
 * ```ts
 * import { ordinalAlignment } from '@safety-portfolio/global-opinions'
 *
 * ordinalAlignment([1, 0, 0], [0, 1, 0]) // => 0.5
 * ```
 */
export function ordinalAlignment(p: ArrayLike<number>, q: ArrayLike<number>, options: OrdinalOptions = {}): number {
  if (p.length < 2) throw new RangeError(`ordinalAlignment: p must have at least two options, got ${p.length}`)
  const steps = cumulativeSteps('ordinalAlignment', p, q, options)
  const scale = steps.reduce((sum, { length }) => sum + length, 0)
  const moved = steps.reduce((sum, { difference, length }) => sum + Math.abs(difference) * length, 0)
  return Math.max(0, 1 - moved / scale)
}

/**
 * Cramer distance: the integrated squared difference of the cumulative distributions (Cramer 1928; Szekely's energy distance is sqrt(2) times
 * its root).
 *
 * @param p - mass of each option in the order of the scale
 * @param q - as many
 * @param options - `positions` of the options
 * @returns from 0 to the length of the scale
 * @throws RangeError as {@link wassersteinDistance}.
 *
 * @example
 * ```ts
 * import { cramerDistance } from '@safety-portfolio/global-opinions'
 *
 * cramerDistance([0.5, 0.5], [0.8, 0.2]) // => ~0.09
 * ```
 */
export function cramerDistance(p: ArrayLike<number>, q: ArrayLike<number>, options: OrdinalOptions = {}): number {
  const steps = cumulativeSteps('cramerDistance', p, q, options)
  return steps.reduce((sum, { difference, length }) => sum + difference ** 2 * length, 0)
}

interface Step {
  readonly difference: number
  readonly length: number
}

function cumulativeSteps(
  caller: string,
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  { positions }: OrdinalOptions,
): readonly Step[] {
  const pair = distributionPair(caller, p, q)
  const count = pair.p.length
  if (positions !== undefined && positions.length !== count) {
    throw new RangeError(`${caller}: positions must have one place per option (${count}), got ${positions.length}`)
  }
  let difference = 0
  return Array.from({ length: count - 1 }, (_, option) => {
    difference += pair.p[option]! - pair.q[option]!
    const length = positions === undefined ? 1 : positions[option + 1]! - positions[option]!
    if (!(length > 0 && length < Infinity)) {
      throw new RangeError(
        `${caller}: positions must ascend, got ${String(positions?.[option])} before ${String(positions?.[option + 1])}`,
      )
    }
    return { difference, length }
  })
}

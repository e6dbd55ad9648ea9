import type { Random } from './random.js'

/**
 * Draws `draws` cases with replacement and writes how often each of the `counts.length` cases came up: the weights of one
 * bootstrap replicate, without building a list of indices. `counts` is overwritten.
 *
 * @param random - generator of this replicate, `createRandom(seed, replicate)`
 * @param draws - how many draws; for the ordinary bootstrap the number of cases
 * @param counts - one cell per case; afterwards they sum to `draws`
 * @returns `counts`
 * @throws RangeError if `draws` is not an integer from 0 or `counts` is empty.
 *
 * @example
 * ```ts
 * import { createRandom, resampleCounts } from '@safety-portfolio/stats'
 *
 * const counts = resampleCounts(createRandom(1), 5, new Float64Array(5))
 * counts.reduce((total, count) => total + count) // => 5
 * ```
 */
export function resampleCounts(random: Random, draws: number, counts: Float64Array): Float64Array {
  const cases = counts.length
  if (!Number.isSafeInteger(draws) || draws < 0) {
    throw new RangeError(`resampleCounts: draws must be an integer >= 0, got ${draws}`)
  }
  if (cases === 0) throw new RangeError('resampleCounts: counts must not be empty')
  counts.fill(0)
  // What random.integer(cases) does, with its division by the number of cases done once.
  const cell = Math.floor(2 ** 32 / cases)
  for (let draw = 0; draw < draws;) {
    const index = Math.floor(random.uint32() / cell)
    if (index >= cases) continue
    counts[index] = counts[index]! + 1
    draw += 1
  }
  return counts
}

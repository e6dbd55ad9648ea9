import type { Random } from '@safety-portfolio/stats'
import type { ResponseBounds } from '../mixed-model.js'
import { censoredLikelihood } from './censored-likelihood.js'
import type { CensoredProblem } from './censored-problem.js'
import type { LaplaceData } from './laplace-data.js'
import { predictorSimulator } from './simulate-predictor.js'

/**
 * Draws responses from a fitted censored model, and censors them as the data were (Davison and Hinkley 1997, section 3.5): a row that was censored keeps
 * its limit; a row that was known gets, in each replicate, the limit of a censored row drawn from those that would have left it known, and none where no row
 * was censored on that side. Of a row known up to an interval the width is kept, so that the value falls into one of the intervals beside it.
 */
export function censoredSimulator(
  problem: CensoredProblem,
  parameters: Float64Array,
): (random: Random) => LaplaceData & { readonly bounds: ResponseBounds } {
  const { data, lower, upper, roots } = problem
  const predictor = predictorSimulator(problem, data, parameters)
  const sigma = Math.exp(parameters.at(-1)!)
  const floors = upper.filter((_, row) => lower[row] === -Infinity).toSorted()
  const ceilings = lower.filter((_, row) => upper[row] === Infinity).toSorted()
  const limitsOf = (row: number, random: Random): readonly [floor: number, ceiling: number] => {
    const [low, high] = [lower[row]!, upper[row]!]
    const below = countUpTo(floors, low)
    const above = ceilings.length - countUpTo(ceilings, high, true)
    return [
      low === -Infinity ? high : below === 0 ? -Infinity : floors[random.integer(below)]!,
      high === Infinity ? low : above === 0 ? Infinity : ceilings[ceilings.length - 1 - random.integer(above)]!,
    ]
  }
  return (random) => {
    const own = { lower: new Float64Array(data.n), upper: new Float64Array(data.n) }
    predictor(random).forEach((eta, row) => {
      const value = eta + (sigma / (roots?.[row] ?? 1)) * random.normal()
      const [floor, ceiling] = limitsOf(row, random)
      const width = upper[row]! - lower[row]!
      if (value < floor) {
        own.lower[row] = -Infinity
        own.upper[row] = floor
      } else if (value > ceiling) {
        own.lower[row] = ceiling
        own.upper[row] = Infinity
      } else if (width > 0 && width < Infinity) {
        const steps = Math.floor((value - lower[row]!) / width)
        own.lower[row] = lower[row]! + steps * width
        own.upper[row] = own.lower[row] + width
      } else {
        own.lower[row] = value
        own.upper[row] = value
      }
    })
    return { ...data, likelihood: censoredLikelihood(own.lower, own.upper, roots), constant: 0, bounds: own }
  }
}

/** How many of ascending values are at most `value`, or below it. */
function countUpTo(ascending: Float64Array, value: number, strictly = false): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (strictly ? ascending[middle]! < value : ascending[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

import type { Random } from '@safety-portfolio/stats'
import { fillFactor } from './covariance-template.js'
import { multiply } from './dense.js'
import type { LaplaceData } from './laplace-data.js'
import type { LaplaceProblem } from './laplace-refit.js'

/** Draws the linear predictor of every row from a fitted binomial or censored model: new random effects for the same rows. */
export function predictorSimulator(
  { templates, thetaCount, linear }: LaplaceProblem,
  { n, p, x, offset }: LaplaceData,
  parameters: Float64Array,
): (random: Random) => Float64Array {
  const base = offset.slice()
  for (let k = 0; k < p; k += 1) {
    for (let row = 0; row < n; row += 1) base[row] = base[row]! + parameters[thetaCount + k]! * x[k]![row]!
  }
  let from = 0
  const lambdas = templates.map((template) => {
    const lambda = new Float64Array(template.q ** 2)
    fillFactor(template, parameters, from, lambda)
    from += template.positions.length
    return lambda
  })
  return (random) => {
    const eta = base.slice()
    linear.design.factors.forEach(({ factor, columns }, f) => {
      const q = columns.length
      const effects = factor.levels.map(() => {
        const u = Float64Array.from({ length: q }, () => random.normal())
        return multiply(lambdas[f]!, u, q, q, 1)
      })
      for (let row = 0; row < n; row += 1) {
        const own = effects[factor.codes[row]!]!
        for (let c = 0; c < q; c += 1) eta[row] = eta[row]! + columns[c]![row]! * own[c]!
      }
    })
    return eta
  }
}

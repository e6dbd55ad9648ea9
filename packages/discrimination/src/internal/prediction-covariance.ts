import type { MixedFit, MixedModel } from '@safety-portfolio/mixed-models'
import { logistic } from '../yes-no-logit.js'
import { product, solveInPlace } from './solve.js'

type Fit = Pick<MixedFit, 'family' | 'sigma' | 'fixed' | 'fixedCovariance' | 'random' | 'ranef'>

/**
 * Prediction variances of beta + b for each group of a model whose random effects are those of its fixed effects. With A = Z'WZ of the group, G the
 * covariance of b and V that of beta, M = (I + G A)^-1 G is the conditional covariance of b and, since the group's X is its Z, the error of the sum is
 * M + (I - M A) V (I - M A)'. M is formed without inverting G, so that it may be singular.
 */
export function predictionCovariance(model: MixedModel, fit: Fit): readonly (readonly number[])[] {
  const [factor] = model.factors
  const q = factor!.columnNames.length
  const g = Float64Array.from(fit.random[0]!.covariance.flat())
  const v = Float64Array.from(fit.fixedCovariance.flat())
  const information = groupInformation(model, fit, q)
  return information.map((a) => {
    const system = product(g, a, q)
    for (let i = 0; i < q; i += 1) system[i * q + i] = system[i * q + i]! + 1
    const m = g.slice()
    solveInPlace(system, q, m, q)
    const rest = product(m, a, q).map((value, i) => (i % (q + 1) === 0 ? 1 : 0) - value)
    const spread = product(product(rest, v, q), rest, q, true)
    return Array.from({ length: q }, (_, k) => m[k * q + k]! + spread[k * q + k]!)
  })
}

/** Z'WZ of each group, W = weight / sigma^2 or, for a binomial fit, trials p (1 - p) at the conditional mode. */
function groupInformation(model: MixedModel, fit: Fit, q: number): Float64Array[] {
  const [factor] = model.factors
  const { codes, columns, levels } = factor!
  const sums = levels.map(() => new Float64Array(q * q))
  for (let row = 0; row < model.n; row += 1) {
    const weight = rowWeight(model, fit, row)
    const a = sums[codes[row]!]!
    for (let i = 0; i < q; i += 1) {
      for (let j = 0; j < q; j += 1) a[i * q + j] = a[i * q + j]! + weight * columns[i]![row]! * columns[j]![row]!
    }
  }
  return sums
}

function rowWeight(model: MixedModel, fit: Fit, row: number): number {
  if (fit.family === 'gaussian') {
    // A logit that is known only by a bound tells less than one that is known; it counts as telling nothing here.
    const known = model.bounds === null || model.bounds.lower[row] === model.bounds.upper[row]
    return known ? (model.weights?.[row] ?? 1) / fit.sigma! ** 2 : 0
  }
  const [factor] = model.factors
  const modes = fit.ranef[0]!.values[factor!.codes[row]!]!
  let eta = model.offset[row]!
  model.fixedColumns.forEach((column, k) => (eta += column[row]! * fit.fixed[k]!.estimate))
  factor!.columns.forEach((column, k) => (eta += column[row]! * modes[k]!))
  const p = logistic(eta)
  return (model.trials?.[row] ?? 1) * p * (1 - p)
}

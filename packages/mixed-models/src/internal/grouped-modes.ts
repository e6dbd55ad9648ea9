import type { ConditionalModes } from '../random-effects.js'
import { covarianceTemplate, fillFactor } from './covariance-template.js'
import { choleskyInPlace, forwardSolve, multiply, multiplyTransposed } from './dense.js'
import type { LinearProblem } from './linear-problem.js'
import { solveUpper } from './linear-problem.js'

/**
 * Conditional modes b = Lambda Lambda' Z'W (y - X beta) and their conditional covariance sigma^2 (Sigma - Sigma Z'WZ Sigma), Sigma relative,
 * for a model with one grouping factor.
 */
export function groupedModes(
  problem: LinearProblem,
  theta: ArrayLike<number>,
  beta: Float64Array,
  variance: number,
): ConditionalModes[] {
  const first = problem.design.factors[0]
  const summaries = problem.summaries
  if (first === undefined || summaries === null) return []
  const { q, p, patterns, patternOf, groups } = summaries
  const lambda = new Float64Array(q * q)
  fillFactor(covarianceTemplate(first.factor.blocks), theta, 0, lambda)
  const prepared = patterns.map(({ rank, r, ux }) => {
    const t = multiply(r, lambda, rank, q, q)
    const l = new Float64Array(rank * rank)
    for (let a = 0; a < rank; a += 1) {
      for (let b = 0; b < rank; b += 1) {
        let sum = a === b ? 1 : 0
        for (let k = 0; k < q; k += 1) sum += t[a * q + k]! * t[b * q + k]!
        l[a * rank + b] = sum
      }
    }
    choleskyInPlace(l, rank)
    forwardSolve(l, rank, t, q)
    // M = I - t't is the relative conditional covariance of the spherical effects; in original columns it is T^-1 Lambda M Lambda' T^-T.
    const inner = multiplyTransposed(t, t, q, rank, q).map((value) => -value)
    for (let k = 0; k < q; k += 1) inner[k * q + k] = inner[k * q + k]! + 1
    const root = solveUpper(first.triangle, lambda, q)
    const half = multiply(root, inner, q, q, q)
    const sds = Array.from({ length: q }, (_, i) => {
      let sum = 0
      for (let k = 0; k < q; k += 1) sum += half[i * q + k]! * root[i * q + k]!
      return Math.sqrt(Math.max(0, variance * sum))
    })
    // u = Lambda'R'N^-1 (U'y - U'X beta) = t' L^-1 (...)
    return { rank, l, t, root, sds, fit: multiply(ux, beta, rank, p, 1) }
  })
  const values: number[][] = []
  const sds: number[][] = []
  for (let group = 0; group < groups; group += 1) {
    const { rank, l, t, root, sds: own, fit } = prepared[patternOf[group]!]!
    const rest = Float64Array.from({ length: rank }, (_, a) => summaries.uy[group * q + a]! - fit[a]!)
    forwardSolve(l, rank, rest, 1)
    const spherical = multiplyTransposed(t, rest, q, rank, 1)
    values.push(Array.from(multiply(root, spherical, q, q, 1)))
    sds.push(own)
  }
  return [
    {
      group: first.factor.name,
      terms: first.factor.columnNames,
      levels: first.factor.levels,
      values,
      standardDeviations: sds,
    },
  ]
}

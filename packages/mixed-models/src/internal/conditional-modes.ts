import type { ConditionalModes } from '../random-effects.js'
import { covarianceTemplate, fillFactor } from './covariance-template.js'
import type { Criterion } from './criterion.js'
import type { CrossedCriterion } from './crossed-criterion.js'
import { multiply, toNested } from './dense.js'
import { groupedModes } from './grouped-modes.js'
import { solveUpper } from './linear-problem.js'
import type { LinearProblem } from './linear-problem.js'

/** Conditional modes of every grouping factor, in the original columns, at the state that the criterion is in. */
export function conditionalModes(
  problem: LinearProblem,
  theta: ArrayLike<number>,
  criterion: Criterion | CrossedCriterion,
  beta: Float64Array,
  variance: number,
): ConditionalModes[] {
  if (!('modes' in criterion)) return groupedModes(problem, theta, beta, variance)
  let from = 0
  return criterion.modes().map(({ u, inverse }, f) => {
    const { factor, triangle } = problem.design.factors[f]!
    const template = covarianceTemplate(factor.blocks)
    const { q } = template
    const lambda = new Float64Array(q * q)
    fillFactor(template, theta, from, lambda)
    from += template.positions.length
    const root = solveUpper(triangle, lambda, q)
    const count = factor.levels.length
    const values = new Float64Array(count * q)
    const sds = new Float64Array(count * q)
    for (let level = 0; level < count; level += 1) {
      values.set(multiply(root, u.subarray(level * q, (level + 1) * q), q, q, 1), level * q)
      const half = multiply(root, inverse.subarray(level * q * q, (level + 1) * q * q), q, q, q)
      for (let i = 0; i < q; i += 1) {
        let sum = 0
        for (let k = 0; k < q; k += 1) sum += half[i * q + k]! * root[i * q + k]!
        sds[level * q + i] = Math.sqrt(Math.max(0, variance * sum))
      }
    }
    return {
      group: factor.name,
      terms: factor.columnNames,
      levels: factor.levels,
      values: toNested(values, count, q),
      standardDeviations: toNested(sds, count, q),
    }
  })
}

import { fillFactor } from './covariance-template.js'
import type { CovarianceTemplate } from './covariance-template.js'
import { identity } from './dense.js'
import { solveUpper } from './linear-problem.js'
import type { LinearProblem } from './linear-problem.js'

/** The standard deviation of one random effect, in units of the factors, as a function of theta. */
export interface RelativeDeviation {
  readonly group: string
  readonly term: string
  /** The entries of theta that belong to its grouping factor. */
  readonly span: { readonly from: number; readonly to: number }
  /** The deviation, and its derivatives along the entries of the span. Homogeneous of degree 1 in them. */
  readonly at: (theta: ArrayLike<number>) => { readonly norm: number; readonly gradient: Float64Array }
}

/** Every random effect of a model. */
export function relativeDeviations(
  problem: LinearProblem,
  templates: readonly CovarianceTemplate[],
): RelativeDeviation[] {
  let next = 0
  return problem.design.factors.flatMap(({ factor, triangle }, f) => {
    const template = templates[f]!
    const { q, positions } = template
    const from = next
    next += positions.length
    const inverse = solveUpper(triangle, identity(q), q)
    return factor.columnNames.map((term, k): RelativeDeviation => {
      const a = inverse.slice(k * q, (k + 1) * q)
      const lambda = new Float64Array(q * q)
      return {
        group: factor.name,
        term,
        span: { from, to: from + positions.length },
        at: (theta) => {
          fillFactor(template, theta, from, lambda)
          const along = new Float64Array(q)
          for (let j = 0; j < q; j += 1)
            for (let i = 0; i < q; i += 1) along[j] = along[j]! + a[i]! * lambda[i * q + j]!
          const norm = Math.hypot(...along)
          return { norm, gradient: Float64Array.from(positions, ([i, j]) => (a[i]! * along[j]!) / norm) }
        },
      }
    })
  })
}

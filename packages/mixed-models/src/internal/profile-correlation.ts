import { fillFactor, lowerTriangle, readFactorEntries } from './covariance-template.js'
import type { CovarianceCriterion } from './criterion.js'
import { identity } from './dense.js'
import { solveUpper } from './linear-problem.js'
import type { LinearProblem } from './linear-problem.js'
import type { HeldCriterion } from './model-profile.js'

/** One correlation of a model. */
export interface CorrelationProfile {
  readonly group: string
  readonly terms: readonly [string, string]
  /** The value at a theta; NaN where a standard deviation is 0. */
  readonly at: (theta: ArrayLike<number>) => number
  /** The deviance where theta is replaced by the one that is nearest in form and has the correlation `value`. */
  readonly held: HeldCriterion
}

const differenceStep = 1e-5

/** Every correlation between two effects of one term. */
export function correlationProfiles(problem: LinearProblem, criterion: CovarianceCriterion): CorrelationProfile[] {
  let from = 0
  return problem.design.factors.flatMap(({ factor, triangle }, f) => {
    const template = criterion.templates[f]!
    const { q, positions } = template
    const offset = from
    from += positions.length
    const inverse = solveUpper(triangle, identity(q), q)
    const pairs: [number, number][] = []
    let start = 0
    for (const size of factor.blocks) {
      for (let i = 0; i < size; i += 1) for (let j = 0; j < i; j += 1) pairs.push([start + j, start + i])
      start += size
    }
    return pairs.map(([first, second]): CorrelationProfile => {
      /** Rows of T^-1 Lambda: the effects in terms of independent ones. */
      const rows = (theta: ArrayLike<number>): { lambda: Float64Array; u: Float64Array; v: Float64Array } => {
        const lambda = new Float64Array(q * q)
        fillFactor(template, theta, offset, lambda)
        const row = (effect: number): Float64Array =>
          Float64Array.from({ length: q }, (_, k) => {
            let sum = 0
            for (let i = 0; i < q; i += 1) sum += inverse[effect * q + i]! * lambda[i * q + k]!
            return sum
          })
        return { lambda, u: row(first), v: row(second) }
      }
      const moved = (theta: Float64Array, value: number): Float64Array => {
        const { lambda, u, v } = rows(theta)
        const length = Math.hypot(...v)
        const unit = u.map((x) => x / Math.hypot(...u))
        const along = dot(unit, v)
        const across = v.map((x, k) => x - along * unit[k]!)
        const width = Math.hypot(...across)
        const change = v.map(
          (x, k) => length * (value * unit[k]! + (Math.sqrt(1 - value * value) * across[k]!) / width) - x,
        )
        // Only the second effect changes: in whitened rows that is T times a matrix whose only row is the change.
        for (let i = 0; i < q; i += 1) {
          const weight = triangle[i * q + second]!
          for (let k = 0; k < q; k += 1) lambda[i * q + k] = lambda[i * q + k]! + weight * change[k]!
        }
        const out = theta.slice()
        out.set(readFactorEntries(template, lowerTriangle(lambda, q)), offset)
        return out
      }
      return {
        group: factor.name,
        terms: [factor.columnNames[first]!, factor.columnNames[second]!],
        at: (theta) => {
          const { u, v } = rows(theta)
          return dot(u, v) / (Math.hypot(...u) * Math.hypot(...v))
        },
        held: (value) => (theta, gradient) => {
          const at = moved(theta, value)
          const own = new Float64Array(theta.length)
          const reached = criterion.evaluate(at, own)
          gradient.set(own)
          // Chain rule through `moved`, which is cheap: its derivatives by central differences.
          for (let k = offset; k < offset + positions.length; k += 1) {
            const step = differenceStep * Math.max(1, Math.abs(theta[k]!))
            const above = moved(theta.with(k, theta[k]! + step), value)
            const below = moved(theta.with(k, theta[k]! - step), value)
            let slope = 0
            for (let j = offset; j < offset + positions.length; j += 1) slope += own[j]! * (above[j]! - below[j]!)
            gradient[k] = slope / (2 * step)
          }
          return reached
        },
      }
    })
  })
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0)
}

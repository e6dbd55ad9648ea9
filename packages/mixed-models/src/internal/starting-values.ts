import { covarianceTemplate, readFactorEntries, semidefiniteFactor } from './covariance-template.js'
import { multiply, multiplyTransposed } from './dense.js'
import { groupedCriterion } from './grouped-criterion.js'
import { summariseGroups } from './group-summaries.js'
import { totalPatterns } from './pattern-totals.js'
import type { GroupSummaries } from './group-summaries.js'
import type { LinearProblem } from './linear-problem.js'
import { quasiNewton } from './quasi-newton.js'
import { spectralMap, symmetricEigen } from './symmetric-eigen.js'

/**
 * Moment estimate of the relative covariance for one grouping factor: the spread of the groups' own least-squares coefficients less their
 * sampling variance, made positive definite, on balanced data already close to the REML optimum.
 */
function momentStart(summaries: GroupSummaries, blocks: readonly number[]): number[] {
  const { q, groups, patterns, patternOf } = summaries
  const template = covarianceTemplate(blocks)
  const sigma = new Float64Array(q * q)
  const noise = new Float64Array(q * q)
  let used = 0
  let within = 0
  let degrees = 0
  const inverses = patterns.map(({ rank, r }) => (rank === q ? gramInverse(r, q) : null))
  for (let group = 0; group < groups; group += 1) {
    const pattern = patterns[patternOf[group]!]!
    within += summaries.yy[group]!
    degrees += pattern.rows - pattern.rank
    const inverse = inverses[patternOf[group]!] ?? null
    if (inverse === null) continue
    used += 1
    const uy = summaries.uy.subarray(group * q, group * q + q)
    const coefficients = multiply(inverse, multiplyTransposed(pattern.r, uy, q, q, 1), q, q, 1)
    for (let i = 0; i < q; i += 1) {
      for (let j = 0; j < q; j += 1) {
        sigma[i * q + j] = sigma[i * q + j]! + coefficients[i]! * coefficients[j]!
        noise[i * q + j] = noise[i * q + j]! + inverse[i * q + j]!
      }
    }
  }
  const variance = degrees > 0 ? within / degrees : 0
  if (used < 2 || !(variance > 0)) return template.positions.map(([i, j]) => (i === j ? 1 : 0))
  const relative = sigma.map((value, k) => value / (used * variance) - noise[k]! / used)
  const eigen = symmetricEigen(relative, q)
  const floored = spectralMap(eigen, q, (value) => Math.min(Math.max(value, 0.02), 1e8))
  return readFactorEntries(template, semidefiniteFactor(blockDiagonal(floored, blocks, q), q))
}

function gramInverse(r: Float64Array, q: number): Float64Array {
  const eigen = symmetricEigen(multiplyTransposed(r, r, q, q, q), q)
  const floor = 1e-10 * eigen.values[0]!
  return spectralMap(eigen, q, (value) => 1 / Math.max(value, floor))
}

function blockDiagonal(matrix: Float64Array, blocks: readonly number[], q: number): Float64Array {
  const out = new Float64Array(q * q)
  let start = 0
  for (const size of blocks) {
    for (let i = start; i < start + size; i += 1) {
      for (let j = start; j < start + size; j += 1) out[i * q + j] = matrix[i * q + j]!
    }
    start += size
  }
  return out
}

/** Where the optimiser starts: moments for one grouping factor; with several, the rough optimum of each factor alone. */
export function startingValues(problem: LinearProblem): number[] {
  const { design, summaries } = problem
  const first = design.factors[0]
  if (first === undefined) return []
  if (summaries !== null) return momentStart(summaries, first.factor.blocks)
  return design.factors.flatMap((whitened) => {
    const { blocks, levels } = whitened.factor
    const alone = summariseGroups({ ...design, factors: [whitened] })
    const criterion = groupedCriterion(totalPatterns(alone), blocks, 'REML', 0)
    const start = momentStart(alone, blocks)
    const { x } = quasiNewton((theta, gradient) => criterion.evaluate(theta, gradient), start, {
      gradientTolerance: 0.01 * levels.length,
      maxIterations: 20,
      scale: new Float64Array(start.length).fill(0.5 / levels.length),
    })
    // Not from zero: there the gradient vanishes whatever the other factors would leave for this one.
    return covarianceTemplate(blocks).positions.map(([i, j], k) => (i === j ? Math.max(Math.abs(x[k]!), 0.2) : x[k]!))
  })
}

import type { Finding } from '@safety-portfolio/stats'
import type { MixedModel } from '../mixed-model.js'
import { lowerTriangle, fillFactor, readFactorEntries, covarianceTemplate } from './covariance-template.js'
import type { CovarianceTemplate } from './covariance-template.js'
import type { Criterion, LikelihoodMethod } from './criterion.js'
import { backwardSolve, multiply, transpose } from './dense.js'
import { crossedCriterion } from './crossed-criterion.js'
import { crossedResponse } from './crossed-response.js'
import type { CrossedCriterion } from './crossed-criterion.js'
import { crossedStructure } from './crossed-structure.js'
import type { CrossedStructure } from './crossed-structure.js'
import { groupedCriterion } from './grouped-criterion.js'
import { summariseGroups } from './group-summaries.js'
import { totalPatterns } from './pattern-totals.js'
import type { GroupSummaries } from './group-summaries.js'
import { symmetricEigen } from './symmetric-eigen.js'
import { whitenDesign } from './whitened-design.js'
import type { WhitenedDesign } from './whitened-design.js'

/** A model reduced to what its likelihood needs. */
export interface LinearProblem {
  readonly model: MixedModel
  readonly design: WhitenedDesign
  /** Present when there is at most one grouping factor. */
  readonly summaries: GroupSummaries | null
  /** Present when there are several. */
  readonly structure: CrossedStructure | null
  readonly refusal: Finding | null
}

const cache = new WeakMap<MixedModel, LinearProblem>()

/** Reduces a model; the second call for the same model is free. */
export function linearProblem(model: MixedModel): LinearProblem {
  let problem = cache.get(model)
  if (problem === undefined) {
    const design = whitenDesign(model)
    const summaries = design.factors.length <= 1 ? summariseGroups(design) : null
    const refusal = refuse(model, design, summaries)
    const structure = summaries === null && refusal === null ? crossedStructure(design) : null
    problem = { model, design, summaries, structure, refusal }
    cache.set(model, problem)
  }
  return problem
}

/** The criterion of a problem. */
export function linearCriterion(problem: LinearProblem, method: LikelihoodMethod): Criterion {
  const { design, summaries } = problem
  const blocks = design.factors[0]?.factor.blocks ?? []
  if (summaries === null) return linearCrossedCriterion(problem, method)
  return groupedCriterion(totalPatterns(summaries), blocks, method, criterionConstant(design, method))
}

/** The criterion of a problem with several grouping factors. */
function linearCrossedCriterion(problem: LinearProblem, method: LikelihoodMethod): CrossedCriterion {
  const { design, structure } = problem
  if (structure === null) throw new RangeError('linearCrossedCriterion: the model has fewer than two grouping factors')
  const response = crossedResponse(design, structure, design.residual)
  return crossedCriterion(design, structure, response, method, criterionConstant(design, method))
}

/** What the whitening took out of the deviance: log |R_X|^2 for REML, and the weights. */
export function criterionConstant(design: WhitenedDesign, method: LikelihoodMethod): number {
  let logScale = 0
  for (let k = 0; k < design.p; k += 1) logScale += 2 * Math.log(design.fixed.triangle[k * design.p + k]!)
  return (method === 'REML' ? logScale : 0) - design.logWeights
}

/** Ratio of residual to response length below which a response is fitted exactly. */
const exactFit = 1e-11

function refuse(model: MixedModel, design: WhitenedDesign, summaries: GroupSummaries | null): Finding | null {
  const { n } = model
  if (n <= design.p) {
    return {
      code: 'too-few-rows',
      message: `${n} rows cannot estimate ${design.p} fixed effects and a residual variance.`,
    }
  }
  const small = model.factors.find(({ levels }) => levels.length < 2)
  if (small !== undefined) {
    return {
      code: 'one-group',
      message: `Grouping factor ${small.name} has one level, so its variance cannot be estimated.`,
    }
  }
  const weights = model.weights
  let size = 0
  for (let i = 0; i < n; i += 1) size += (weights?.[i] ?? 1) * (model.response[i]! - model.offset[i]!) ** 2
  const residual = design.residual.reduce((sum, value) => sum + value * value, 0)
  if (residual <= exactFit * exactFit * size || size === 0) {
    return {
      code: 'degenerate',
      message:
        'The fixed effects fit the response exactly, so there is no variance to divide: the likelihood has no maximum.',
    }
  }
  if (summaries === null) return refuseCrossed(model)
  const rank = summaries.patternOf.reduce((sum, index) => sum + summaries.patterns[index]!.rank, 0)
  if (rank >= n) {
    return {
      code: 'not-identifiable',
      message: `The random effects (${rank}) are as many as the rows (${n}), so their variance cannot be told from the residual variance.`,
    }
  }
  const smallest = smallestResidual(summaries)
  if (smallest <= exactFit * exactFit * size) {
    return {
      code: 'degenerate',
      message:
        'The random effects fit the response exactly (no variation is left within groups), so sigma tends to 0 and the likelihood has no maximum.',
    }
  }
  return null
}

/** The residual sum of squares when the random effects are free: what sigma is estimated from when their variances are infinite. */
function smallestResidual(summaries: GroupSummaries): number {
  const { p, xx, xy, yy } = totalPatterns(summaries)
  const { values, vectors } = symmetricEigen(xx, p)
  let rest = yy
  for (let k = 0; k < p; k += 1) {
    if (values[k]! <= 1e-12) continue
    let product = 0
    for (let i = 0; i < p; i += 1) product += vectors[i * p + k]! * xy[i]!
    rest -= (product * product) / values[k]!
  }
  return rest
}

/** Theta of the whitened problem -> the factor Lambda of each grouping factor in the original columns, lower triangular within blocks. */
export function originalFactors(problem: LinearProblem, theta: ArrayLike<number>): Float64Array[] {
  let from = 0
  return problem.design.factors.map(({ factor, triangle }) => {
    const template = covarianceTemplate(factor.blocks)
    const lambda = new Float64Array(template.q * template.q)
    fillFactor(template, theta, from, lambda)
    from += template.positions.length
    return blockTriangle(template, solveUpper(triangle, lambda, template.q))
  })
}

/** The inverse of {@link originalFactors}: theta of the whitened problem from lme4's theta. */
export function whitenedTheta(problem: LinearProblem, theta: ArrayLike<number>): Float64Array {
  let from = 0
  return Float64Array.from(
    problem.design.factors.flatMap(({ factor, triangle }) => {
      const template = covarianceTemplate(factor.blocks)
      const { q } = template
      const lambda = new Float64Array(q * q)
      fillFactor(template, theta, from, lambda)
      from += template.positions.length
      return readFactorEntries(template, blockTriangle(template, multiply(triangle, lambda, q, q, q)))
    }),
  )
}

/** T^-1 b for an upper triangular T. */
export function solveUpper(triangle: Float64Array, b: Float64Array, q: number, columns: number = q): Float64Array {
  const out = b.slice()
  backwardSolve(transpose(triangle, q, q), q, out, columns)
  return out
}

/** A factor with the same outer product that is lower triangular within each block. */
function blockTriangle(template: CovarianceTemplate, root: Float64Array): Float64Array {
  const { q } = template
  const out = new Float64Array(q * q)
  let start = 0
  for (const size of template.blocks) {
    const block = new Float64Array(size * size)
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j < size; j += 1) block[i * size + j] = root[(start + i) * q + start + j]!
    }
    const lower = lowerTriangle(block, size)
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j < size; j += 1) out[(start + i) * q + start + j] = lower[i * size + j]!
    }
    start += size
  }
  return out
}

/** Fixed effects in the original columns from the whitened solution. */
export function originalFixedEffects(design: WhitenedDesign, beta: Float64Array): Float64Array {
  return solveUpper(
    design.fixed.triangle,
    beta.map((value, k) => value + design.leastSquares[k]!),
    design.p,
    1,
  )
}

/** sigma^2 (X'WX)^-1 in the original columns, from its whitened Cholesky factor. */
export function originalCovariance(design: WhitenedDesign, crossFactor: Float64Array, variance: number): Float64Array {
  const { p } = design
  // C = R^-1 L^-T L^-1 R^-T, computed as a Gram matrix so that it is symmetric to the last digit.
  const inverse = new Float64Array(p * p)
  for (let k = 0; k < p; k += 1) inverse[k * p + k] = 1
  backwardSolve(crossFactor, p, inverse, p)
  const root = solveUpper(design.fixed.triangle, inverse, p)
  const out = new Float64Array(p * p)
  for (let i = 0; i < p; i += 1) {
    for (let j = 0; j < p; j += 1) {
      let sum = 0
      for (let k = 0; k < p; k += 1) sum += root[i * p + k]! * root[j * p + k]!
      out[i * p + j] = variance * sum
    }
  }
  return out
}

function refuseCrossed(model: MixedModel): Finding | null {
  const saturated = model.factors.find(({ levels, columns }) => levels.length * columns.length >= model.n)
  if (saturated === undefined) return null
  return {
    code: 'not-identifiable',
    message: `The random effects of ${saturated.name} are as many as the rows (${model.n}), so their variance cannot be told from the residual variance.`,
  }
}

import { covarianceTemplate, fillFactor } from './covariance-template.js'
import type { Criterion, CriterionState, LikelihoodMethod } from './criterion.js'
import { residualDegrees } from './criterion.js'
import { backwardSolve, choleskyInPlace, forwardSolve, logDeterminant } from './dense.js'
import type { Pattern } from './design-pattern.js'
import { addGram, crossProduct, fillN, subtractSandwich, transposeInPlace } from './grouped-kernels.js'
import type { PatternTotals } from './pattern-totals.js'

/** What is kept of a pattern between the value and its gradient. N = I + R Lambda Lambda' R' = L L'. */
interface Workspace {
  /** L, r x r. */
  readonly l: Float64Array
  /** L^-1 U'X, r x p. */
  readonly half: Float64Array
  /** L^-1 of the sum of U'y, r. */
  readonly sum: Float64Array
  /** L^-1 of the sum of U'y y'U times L^-T, r x r; not used where a single group has the pattern. */
  readonly outer: Float64Array
}

/**
 * The criterion of a model with one grouping factor (Bates et al. 2015, section 3.4, written for one block per group). In the group's
 * orthonormal basis W = I - U U' + U N^-1 U' with N = I + R Lambda Lambda' R', so every quantity is a sum of squares and nothing cancels.
 *
 * @param constant - What is added to the value: log-determinants of the whitening and of the weights.
 */
export function groupedCriterion(
  totals: PatternTotals,
  blocks: readonly number[],
  method: LikelihoodMethod,
  constant: number,
): Criterion {
  const { q, p, patterns, counts, rows } = totals
  const template = covarianceTemplate(blocks)
  const { positions } = template
  const degrees = residualDegrees(rows, p, method)
  const work: Workspace[] = patterns.map(({ rank }, s) => ({
    l: new Float64Array(rank * rank),
    half: new Float64Array(rank * p),
    sum: new Float64Array(rank),
    outer: new Float64Array(counts[s] === 1 ? 0 : rank * rank),
  }))
  const lambda = new Float64Array(q * q)
  const t = new Float64Array(q * q)
  const g = new Float64Array(q * q)
  const k = new Float64Array(p * q)
  const rest = new Float64Array(q)
  const along = new Float64Array(q)
  const middle = new Float64Array(q * q)
  const d = new Float64Array(q * q)
  const xx = new Float64Array(p * p)
  const xy = new Float64Array(p)
  const beta = new Float64Array(p)
  let residualSquares = NaN
  let logDet = NaN

  /** Fills the workspace of a pattern; its share of y'Wy, or NaN. */
  const prepare = (s: number): number => {
    const { rank, r, ux } = patterns[s]!
    const { l, half, sum, outer } = work[s]!
    fillN(r, lambda, t, l, rank, q)
    if (!choleskyInPlace(l, rank)) return NaN
    half.set(ux)
    forwardSolve(l, rank, half, p)
    const uy = totals.uy[s]!
    for (let a = 0; a < rank; a += 1) sum[a] = uy[a]!
    forwardSolve(l, rank, sum, 1)
    let yy = 0
    if (counts[s] === 1) {
      for (let a = 0; a < rank; a += 1) yy += sum[a]! * sum[a]!
      return yy
    }
    const uyuy = totals.uyuy[s]!
    for (let a = 0; a < rank; a += 1) for (let b = 0; b < rank; b += 1) outer[a * rank + b] = uyuy[a * q + b]!
    forwardSolve(l, rank, outer, rank)
    transposeInPlace(outer, rank)
    forwardSolve(l, rank, outer, rank)
    for (let a = 0; a < rank; a += 1) yy += outer[a * rank + a]!
    return yy
  }

  const evaluate = (theta: ArrayLike<number>, gradient: Float64Array | null, variance?: number): number => {
    fillFactor(template, theta, 0, lambda)
    xx.set(totals.xx)
    xy.set(totals.xy)
    let yy = totals.yy
    logDet = 0
    for (let s = 0; s < patterns.length; s += 1) {
      const count = counts[s]!
      if (count === 0) continue
      yy += prepare(s)
      if (Number.isNaN(yy)) return NaN
      const { rank } = patterns[s]!
      const { l, half, sum } = work[s]!
      logDet += count * logDeterminant(l, rank)
      for (let a = 0; a < rank; a += 1) {
        const row = a * p
        for (let i = 0; i < p; i += 1) {
          const value = half[row + i]!
          xy[i] = xy[i]! + value * sum[a]!
          const scaled = count * value
          for (let j = 0; j <= i; j += 1) xx[i * p + j] = xx[i * p + j]! + scaled * half[row + j]!
        }
      }
    }
    if (!choleskyInPlace(xx, p)) return NaN
    beta.set(xy)
    forwardSolve(xx, p, beta, 1)
    residualSquares = yy
    for (let i = 0; i < p; i += 1) residualSquares -= beta[i]! * beta[i]!
    backwardSolve(xx, p, beta, 1)
    if (!(residualSquares > 0)) return NaN
    if (gradient !== null) {
      fillCurvature(variance ?? residualSquares / degrees)
      for (let index = 0; index < positions.length; index += 1) {
        const [i, j] = positions[index]!
        let value = 0
        for (let m = j; m < q; m += 1) value += d[i * q + m]! * lambda[m * q + j]!
        gradient[index] = 2 * value
      }
    }
    const logCross = method === 'REML' ? logDeterminant(xx, p) : 0
    const used = variance ?? residualSquares / degrees
    return logDet + logCross + degrees * Math.log(2 * Math.PI * used) + residualSquares / used + constant
  }

  /** D: the sum over patterns of R' (count N^-1 - [REML] count N^-1 UX C X'U N^-1 - N^-1 S N^-1 / variance) R, S the outer products of residuals. */
  const fillCurvature = (variance: number): void => {
    d.fill(0)
    for (let s = 0; s < patterns.length; s += 1) {
      const count = counts[s]!
      if (count === 0) continue
      const { rank, r } = patterns[s]!
      const { l, half, sum, outer } = work[s]!
      for (let a = 0; a < rank * q; a += 1) g[a] = r[a]!
      forwardSolve(l, rank, g, q)
      addGram(d, g, rank, q, count)
      if (method === 'REML' && p > 0) {
        crossProduct(half, g, rank, p, q, k)
        forwardSolve(xx, p, k, q)
        addGram(d, k, p, q, -count)
      }
      for (let a = 0; a < rank; a += 1) {
        let fit = 0
        for (let i = 0; i < p; i += 1) fit += half[a * p + i]! * beta[i]!
        along[a] = fit
      }
      if (count === 1) {
        for (let a = 0; a < rank; a += 1) rest[a] = sum[a]! - along[a]!
        crossProduct(rest, g, rank, 1, q, middle)
        addGram(d, middle, 1, q, -1 / variance)
        continue
      }
      for (let a = 0; a < rank; a += 1) {
        for (let b = 0; b < rank; b += 1) {
          middle[a * rank + b] =
            outer[a * rank + b]! - sum[a]! * along[b]! - along[a]! * sum[b]! + count * along[a]! * along[b]!
        }
      }
      subtractSandwich(d, g, middle, t, rank, q, 1 / variance)
    }
    for (let i = 0; i < q; i += 1) for (let j = 0; j < i; j += 1) d[j * q + i] = d[i * q + j]!
  }

  return {
    templates: [template],
    groupCounts: [totals.groups],
    rows,
    p,
    method,
    evaluate,
    state: (): CriterionState => ({
      beta: beta.slice(),
      crossFactor: xx.slice(),
      residualSquares,
      logDeterminant: logDet,
    }),
    diagnostics: (theta) => {
      evaluate(theta, null)
      fillCurvature(residualSquares / degrees)
      return { curvature: [d.slice()], information: [informationOf(patterns, work, counts, q)] }
    },
  }
}

/** The sum over groups of R'N^-1 R. */
function informationOf(
  patterns: readonly Pattern[],
  work: readonly Workspace[],
  counts: Float64Array,
  q: number,
): Float64Array {
  const information = new Float64Array(q * q)
  patterns.forEach(({ rank, r }, s) => {
    if (counts[s] === 0) return
    const solved = r.slice()
    forwardSolve(work[s]!.l, rank, solved, q)
    addGram(information, solved, rank, q, counts[s]!)
  })
  for (let i = 0; i < q; i += 1) for (let j = 0; j < i; j += 1) information[j * q + i] = information[i * q + j]!
  return information
}

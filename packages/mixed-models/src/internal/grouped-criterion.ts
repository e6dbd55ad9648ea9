import { covarianceTemplate, fillFactor } from './covariance-template.js'
import type { Criterion, CriterionState, LikelihoodMethod } from './criterion.js'
import { residualDegrees } from './criterion.js'
import { backwardSolve, choleskyInPlace, forwardSolve, logDeterminant, multiply, multiplyTransposed } from './dense.js'
import type { PatternTotals } from './group-summaries.js'

interface Workspace {
  /** Cholesky factor of N = I + R Lambda Lambda' R', r x r. */
  readonly l: Float64Array
  /** N^-1 U'X, r x p. */
  readonly nux: Float64Array
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
  const { q, p, patterns, rows } = totals
  const template = covarianceTemplate(blocks)
  const degrees = residualDegrees(rows, p, method)
  const work: Workspace[] = patterns.map(({ rank }) => ({
    l: new Float64Array(rank * rank),
    nux: new Float64Array(rank * p),
  }))
  const lambda = new Float64Array(q * q)
  const t = new Float64Array(q * q)
  const half = new Float64Array(q * Math.max(p, 1))
  const sum = new Float64Array(q)
  const outer = new Float64Array(q * q)
  const xx = new Float64Array(p * p)
  const xy = new Float64Array(p)
  const beta = new Float64Array(p)
  let residualSquares = NaN
  let logDet = NaN

  const evaluate = (theta: ArrayLike<number>, gradient: Float64Array | null, variance?: number): number => {
    fillFactor(template, theta, 0, lambda)
    xx.set(totals.xx)
    xy.set(totals.xy)
    let yy = totals.yy
    logDet = 0
    for (let s = 0; s < patterns.length; s += 1) {
      const count = totals.counts[s]!
      if (count === 0) continue
      const { rank, r, ux } = patterns[s]!
      const { l, nux } = work[s]!
      multiply(r, lambda, rank, q, q, t)
      for (let a = 0; a < rank; a += 1) {
        for (let b = 0; b <= a; b += 1) {
          let product = a === b ? 1 : 0
          for (let k = 0; k < q; k += 1) product += t[a * q + k]! * t[b * q + k]!
          l[a * rank + b] = product
        }
      }
      if (!choleskyInPlace(l, rank)) return NaN
      logDet += count * logDeterminant(l, rank)
      half.set(ux)
      forwardSolve(l, rank, half, p)
      for (let a = 0; a < rank; a += 1) sum[a] = totals.uy[s]![a]!
      forwardSolve(l, rank, sum, 1)
      for (let a = 0; a < rank; a += 1) {
        for (let k = 0; k < p; k += 1) {
          const value = half[a * p + k]!
          xy[k] = xy[k]! + value * sum[a]!
          for (let m = 0; m <= k; m += 1) xx[k * p + m] = xx[k * p + m]! + count * value * half[a * p + m]!
        }
      }
      nux.set(half.subarray(0, rank * p))
      backwardSolve(l, rank, nux, p)
      yy += traceSolve(l, totals.uyuy[s]!, rank, q, outer)
    }
    if (!choleskyInPlace(xx, p)) return NaN
    beta.set(xy)
    forwardSolve(xx, p, beta, 1)
    residualSquares = yy
    for (let k = 0; k < p; k += 1) residualSquares -= beta[k]! * beta[k]!
    backwardSolve(xx, p, beta, 1)
    if (!(residualSquares > 0)) return NaN
    if (gradient !== null) {
      const d = curvatureNow(variance)
      template.positions.forEach(([i, j], index) => {
        let value = 0
        for (let k = 0; k < q; k += 1) value += d[i * q + k]! * lambda[k * q + j]!
        gradient[index] = 2 * value
      })
    }
    const logCross = method === 'REML' ? logDeterminant(xx, p) : 0
    const used = variance ?? residualSquares / degrees
    return logDet + logCross + degrees * Math.log(2 * Math.PI * used) + residualSquares / used + constant
  }

  /** Sum over patterns of R' (count N^-1 - [REML] count N^-1 UX C X'U N^-1 - df/r^2 N^-1 S N^-1) R. */
  const curvatureNow = (variance: number = residualSquares / degrees): Float64Array => {
    const d = new Float64Array(q * q)
    for (let s = 0; s < patterns.length; s += 1) {
      const count = totals.counts[s]!
      if (count === 0) continue
      const { rank, r, ux } = patterns[s]!
      const { l, nux } = work[s]!
      const solved = r.slice()
      forwardSolve(l, rank, solved, q)
      addGram(d, solved, rank, q, count)
      if (method === 'REML' && p > 0) {
        // (L_x^-1 X'U N^-1 R): its Gram matrix is the correction for estimating beta.
        const rows = multiplyTransposed(nux, r, p, rank, q)
        forwardSolve(xx, p, rows, q)
        addGram(d, rows, p, q, -count)
      }
      const nr = solved
      backwardSolve(l, rank, nr, q)
      const fit = multiply(ux, beta, rank, p, 1)
      const uy = totals.uy[s]!
      for (let a = 0; a < rank; a += 1) {
        for (let b = 0; b < rank; b += 1) {
          outer[a * rank + b] =
            totals.uyuy[s]![a * q + b]! - uy[a]! * fit[b]! - fit[a]! * uy[b]! + count * fit[a]! * fit[b]!
        }
      }
      const left = multiply(outer, nr, rank, rank, q)
      const factor = 1 / variance
      for (let i = 0; i < q; i += 1) {
        for (let j = 0; j < q; j += 1) {
          let value = 0
          for (let a = 0; a < rank; a += 1) value += nr[a * q + i]! * left[a * q + j]!
          d[i * q + j] = d[i * q + j]! - factor * value
        }
      }
    }
    return d
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
      const information = new Float64Array(q * q)
      patterns.forEach(({ rank, r }, s) => {
        if (totals.counts[s] === 0) return
        const solved = r.slice()
        forwardSolve(work[s]!.l, rank, solved, q)
        addGram(information, solved, rank, q, totals.counts[s]!)
      })
      return { curvature: [curvatureNow()], information: [information] }
    },
  }
}

/** target += factor * rows' rows. */
function addGram(target: Float64Array, rows: Float64Array, count: number, q: number, factor: number): void {
  for (let a = 0; a < count; a += 1) {
    for (let i = 0; i < q; i += 1) {
      const value = factor * rows[a * q + i]!
      for (let j = 0; j < q; j += 1) target[i * q + j] = target[i * q + j]! + value * rows[a * q + j]!
    }
  }
}

/** Trace of (L L')^-1 S for a symmetric S stored with stride q. */
function traceSolve(l: Float64Array, s: Float64Array, rank: number, q: number, buffer: Float64Array): number {
  for (let a = 0; a < rank; a += 1) for (let b = 0; b < rank; b += 1) buffer[a * rank + b] = s[a * q + b]!
  forwardSolve(l, rank, buffer, rank)
  // buffer = L^-1 S; the trace of L^-1 S L^-T needs the diagonal of a solve on the other side only.
  let trace = 0
  const row = new Float64Array(rank)
  for (let a = 0; a < rank; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      let value = buffer[a * rank + b]!
      for (let k = 0; k < b; k += 1) value -= row[k]! * l[b * rank + k]!
      row[b] = value / l[b * rank + b]!
    }
    trace += row[a]!
  }
  return trace
}

import { requireBracket, requireInteger, requirePositive } from './internal/require.js'

/** Options of `brentMinimum`. */
export interface MinimumOptions {
  /** Relative precision of x; below 1.5e-8 (the root of the rounding error) there is nothing left to gain. Default 1.5e-8. */
  readonly relativeTolerance?: number
  /** Absolute precision of x. Default 1e-15 of the width of the bracket. */
  readonly absoluteTolerance?: number
  /** Most steps. Default 200. */
  readonly maxIterations?: number
}

/** Result of `brentMinimum`. */
export interface MinimumResult {
  /** The point with the smallest value seen. */
  readonly x: number
  /** f(x); `null` where no value was finite. */
  readonly value: number | null
  /** Steps. */
  readonly iterations: number
  /** Evaluations of f. */
  readonly evaluations: number
  /** Whether `reason` is `'bracket'` or `'boundary'`. */
  readonly converged: boolean
  /**
   * `'bracket'`: x is within tolerance of a local minimum inside. `'boundary'`: the smallest value is at an end of the bracket, and
   * what lies beyond is unknown. `'iterations'`: the limit was reached. `'not-finite'`: f was NaN, or nowhere finite.
   */
  readonly reason: 'bracket' | 'boundary' | 'iterations' | 'not-finite'
}

const goldenShare = (3 - Math.sqrt(5)) / 2

/**
 * A local minimum of a function of one number by Brent's method (1973, chapter 5: golden section and parabolas), without derivatives.
 * For a function with one minimum in the bracket it is the minimum; else it is one of them. `Infinity` counts as very bad.
 * The ends are evaluated last, so that a minimum on the boundary is told as such.
 *
 * @param f - function of one number
 * @param lower - finite
 * @param upper - finite, above `lower`
 * @throws RangeError if the bracket or an option is out of range.
 *
 * @example
 * ```ts
 * import { brentMinimum } from '@safety-portfolio/stats'
 *
 * brentMinimum((x) => (x - 2) ** 2, 0, 5).x // => ~2.0000000
 * brentMinimum((x) => x, 0, 5).reason // => 'boundary'
 * ```
 */
export function brentMinimum(
  f: (x: number) => number,
  lower: number,
  upper: number,
  options: MinimumOptions = {},
): MinimumResult {
  requireBracket('brentMinimum', lower, upper)
  const { relativeTolerance = 1.5e-8, absoluteTolerance = 1e-15 * (upper - lower), maxIterations = 200 } = options
  requirePositive('brentMinimum', 'relativeTolerance', relativeTolerance)
  requirePositive('brentMinimum', 'absoluteTolerance', absoluteTolerance)
  requireInteger('brentMinimum', 'maxIterations', maxIterations, 0)

  let a = lower
  let b = upper
  // x is the best point, w the second best, v the one w was before.
  let x = a + goldenShare * (b - a)
  let w = x
  let v = x
  let fx = f(x)
  let fw = fx
  let fv = fx
  let step = 0
  let previous = 0
  let iterations = 0
  let evaluations = 1
  const stop = (reason: MinimumResult['reason']): MinimumResult => ({
    x,
    value: Number.isFinite(fx) ? fx : null,
    iterations,
    evaluations,
    converged: reason === 'bracket' || reason === 'boundary',
    reason,
  })
  if (Number.isNaN(fx)) return stop('not-finite')

  for (;;) {
    const middle = a / 2 + b / 2
    const tolerance = relativeTolerance * Math.abs(x) + absoluteTolerance
    if (Math.abs(x - middle) <= 2 * tolerance - (b - a) / 2) break
    if (iterations === maxIterations) return stop('iterations')
    iterations += 1

    const parabola = Math.abs(previous) > tolerance ? parabolaStep(x, w, v, fx, fw, fv) : NaN
    const target = x + parabola
    if (Math.abs(parabola) < Math.abs(previous / 2) && target > a && target < b) {
      previous = step
      step = target - a < 2 * tolerance || b - target < 2 * tolerance ? Math.sign(middle - x) * tolerance : parabola
    } else {
      previous = x < middle ? b - x : a - x
      step = goldenShare * previous
    }
    const u = x + (Math.abs(step) >= tolerance ? step : (Math.sign(step) || 1) * tolerance)
    const fu = f(u)
    evaluations += 1
    if (Number.isNaN(fu)) return stop('not-finite')

    if (fu <= fx) {
      if (u >= x) a = x
      else b = x
      v = w
      fv = fw
      w = x
      fw = fx
      x = u
      fx = fu
    } else {
      if (u < x) a = u
      else b = u
      if (fu <= fw || w === x) {
        v = w
        fv = fw
        w = u
        fw = fu
      } else if (fu <= fv || v === x || v === w) {
        v = u
        fv = fu
      }
    }
  }

  let reason: MinimumResult['reason'] = 'bracket'
  for (const end of [lower, upper]) {
    const value = f(end)
    evaluations += 1
    if (value < fx) {
      x = end
      fx = value
      reason = 'boundary'
    }
  }
  return stop(Number.isFinite(fx) ? reason : 'not-finite')
}

/** Step from x to the vertex of the parabola through the three points; NaN where they lie on a line. */
function parabolaStep(x: number, w: number, v: number, fx: number, fw: number, fv: number): number {
  const r = (x - w) * (fx - fv)
  const q = (x - v) * (fx - fw)
  return ((x - v) * q - (x - w) * r) / (-2 * (q - r))
}

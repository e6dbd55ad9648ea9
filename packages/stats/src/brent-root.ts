import { requireBracket, requireInteger, requirePositive } from './internal/require.js'

/** Options of `brentRoot`. */
export interface RootOptions {
  /** Absolute half-width of the bracket at which to stop. Default 1e-300: in effect only the relative tolerance counts. */
  readonly absoluteTolerance?: number
  /** The same relative to |x|; at least 4.4e-16. Default 8.9e-16, four roundings. */
  readonly relativeTolerance?: number
  /** Most evaluations beyond the two ends. Default 2000, which only a root at 0 of a flat function comes near. */
  readonly maxIterations?: number
}

/** Result of `brentRoot`. */
export interface RootResult {
  /** The end of the last bracket where |f| is smaller. */
  readonly x: number
  /** f(x); `null` where it is not a number or infinite. */
  readonly value: number | null
  /** Lower end of the last bracket: f changes sign between `lower` and `upper`. */
  readonly lower: number
  /** Upper end of the last bracket. */
  readonly upper: number
  /** Evaluations beyond the two ends. */
  readonly iterations: number
  /** Evaluations of f. */
  readonly evaluations: number
  /** Whether `reason` is `'root'` or `'bracket'`. */
  readonly converged: boolean
  /**
   * `'root'`: f(x) is exactly 0. `'bracket'`: the bracket is within tolerance. `'discontinuity'`: it is too, but |f| did not fall
   * below its size at the ends: a pole or a jump, no root. `'iterations'`: the limit was reached. `'not-finite'`: f was NaN at `x`.
   */
  readonly reason: 'root' | 'bracket' | 'discontinuity' | 'iterations' | 'not-finite'
}

/**
 * A root of a continuous function between two points where its signs differ, by Brent's method (1973, chapter 4: inverse quadratic
 * interpolation, secant and bisection). Infinite values are used by their sign alone.
 *
 * @param f - function of one number
 * @param lower - finite, where f has one sign
 * @param upper - finite, above `lower`, where f has the other
 * @throws RangeError if the bracket is not such (the message holds both values of f), f is NaN at an end, or an option is out of range.
 *
 * @example
 * ```ts
 * import { brentRoot } from '@safety-portfolio/stats'
 *
 * brentRoot((x) => x * x - 2, 0, 2).x // => ~1.414213562373
 * ```
 */
export function brentRoot(
  f: (x: number) => number,
  lower: number,
  upper: number,
  options: RootOptions = {},
): RootResult {
  const { absoluteTolerance = 1e-300, relativeTolerance = 4 * Number.EPSILON, maxIterations = 2000 } = options
  requirePositive('brentRoot', 'absoluteTolerance', absoluteTolerance)
  if (!(relativeTolerance >= 2 * Number.EPSILON)) {
    throw new RangeError(`brentRoot: relativeTolerance must be >= 4.4e-16, got ${relativeTolerance}`)
  }
  requireInteger('brentRoot', 'maxIterations', maxIterations, 0)
  requireBracket('brentRoot', lower, upper)

  // b is the best point so far, a the one before it, and the root lies between b and c.
  let a = lower
  let b = upper
  let fa = f(a)
  let fb = f(b)
  if (!(Math.sign(fa) * Math.sign(fb) <= 0)) {
    throw new RangeError(`brentRoot: f must change sign, got f(${a}) = ${fa} and f(${b}) = ${fb}`)
  }
  const atEnds = Math.max(Math.abs(fa), Math.abs(fb))
  let c = a
  let fc = fa
  let step = b - a
  let previous = step
  let iterations = 0
  const stop = (reason: RootResult['reason'], x = b, value = fb): RootResult => ({
    x,
    value: Number.isFinite(value) ? value : null,
    lower: Math.min(b, c),
    upper: Math.max(b, c),
    iterations,
    evaluations: iterations + 2,
    converged: reason === 'root' || reason === 'bracket',
    reason,
  })
  if (fa === 0) return stop('root', a, fa)

  for (;;) {
    if (Math.sign(fb) === Math.sign(fc)) {
      c = a
      fc = fa
      step = previous = b - a
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      a = b
      b = c
      c = a
      fa = fb
      fb = fc
      fc = fa
    }
    if (fb === 0) return stop('root')
    const tolerance = (relativeTolerance * Math.abs(b) + absoluteTolerance) / 2
    const half = c / 2 - b / 2
    if (Math.abs(half) <= tolerance) {
      return stop(iterations > 0 && Math.abs(fb) >= atEnds ? 'discontinuity' : 'bracket')
    }
    if (iterations === maxIterations) return stop('iterations')

    const interpolated = Math.abs(previous) >= tolerance ? interpolation(a, b, c, fa, fb, fc) : NaN
    const towards = interpolated / half
    // Accepted when it stays within three quarters of the way to c and at least halves the step before last.
    if (
      towards > 0 &&
      Math.abs(interpolated) < Math.min(1.5 * Math.abs(half) - tolerance / 2, Math.abs(previous / 2))
    ) {
      previous = step
      step = interpolated
    } else step = previous = half

    a = b
    fa = fb
    b += Math.abs(step) > tolerance ? step : Math.sign(half) * tolerance
    fb = f(b)
    iterations += 1
    if (Number.isNaN(fb)) return stop('not-finite')
  }
}

/** Step from b to the root of the inverse quadratic through the three points, or of the secant where two coincide. */
function interpolation(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  const s = fb / fa
  if (!(Math.abs(s) < 1)) return NaN
  if (a === c) return ((c - b) * s) / (s - 1)
  const q = fa / fc
  const r = fb / fc
  return (s * ((b - a) * (r - 1) - (c - b) * q * (q - r))) / ((q - 1) * (r - 1) * (s - 1))
}

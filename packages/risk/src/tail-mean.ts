import { gammaLogCdf, logGamma, normalLogCdf } from '@safety-portfolio/stats'
import { logAdd } from './internal/log-sum.js'
import { requireFinite } from './internal/require.js'
import { tailLogSurvival } from './tail-quantile.js'
import type { LinearTail, NormalTail, ParetoTail, Tail } from './tail.js'

/**
 * log of the part of the mean elicitation probability that the tail holds: E[p; Psi > u] = S(u) p(u) + the integral of S(x) p'(x) from u.
 *
 * For a linear tail the integral is e^b times the lower incomplete gamma function of |a| + 1 at e^-u, in closed form. For a generalised
 * Pareto tail it is Simpson's rule over the log exceedance. For the log-normal baseline it is the mean of min(1, p) over all queries, and `u` is
 * not used.
 *
 * @throws RangeError if `u` is not finite.
 *
 * @example
 * ```ts
 * import { tailLogMean } from '@safety-portfolio/risk'
 *
 * Math.exp(tailLogMean({ form: 'linear', a: -3, b: -8.4 }, -1.265)) // => ~0.00092697
 * ```
 */
export function tailLogMean(tail: Tail, u: number): number {
  requireFinite('tailLogMean', 'u', u)
  if (tail.form === 'linear') return linearLogMean(tail, u)
  return tail.form === 'pareto' ? paretoLogMean(tail) : normalLogMean(tail)
}

function linearLogMean(tail: LinearTail, u: number): number {
  const t = Math.exp(-u)
  const shape = 1 - tail.a
  return logAdd(tailLogSurvival(tail, u) - t, tail.b + logGamma(shape) + gammaLogCdf(t, shape))
}

function normalLogMean({ mean, sd }: NormalTail): number {
  const below = mean + (sd * sd) / 2 + normalLogCdf((-mean - sd * sd) / sd)
  return Math.min(0, logAdd(below, normalLogCdf(mean / sd)))
}

// Panels of Simpson's rule and where it ends: e^-80 of the excesses lie beyond.
const panels = 640
const last = 80

function paretoLogMean({ threshold, exceedance, scale, shape }: ParetoTail): number {
  const width = last / panels
  // The log of the integrand p(x(w)) e^-w, where the survival is exceedance e^-w.
  const at = (w: number): number =>
    -Math.exp(-threshold - scale * (Math.abs(shape) < 1e-12 ? w : Math.expm1(shape * w) / shape)) - w
  let most = -Infinity
  const values = new Float64Array(panels + 1)
  for (let i = 0; i <= panels; i += 1) {
    values[i] = at(i * width)
    most = Math.max(most, values[i]!)
  }
  if (most === -Infinity) return -Infinity
  let sum = 0
  for (let i = 0; i <= panels; i += 1) {
    sum += (i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(values[i]! - most)
  }
  return Math.log(exceedance) + most + Math.log((sum * width) / 3)
}

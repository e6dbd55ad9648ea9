import { requireBase, type LogBase } from './log-base.js'
import { distributionPair } from './internal/distribution-pair.js'

/**
 * Standard error of a similarity that comes from the survey having asked n people, not everybody: the delta method. With the gradient
 * g_i = -ln(q_i / m_i) / (4 d) of the similarity in q (d the distance in nats, m the mean of p and q), the variance is Var_q(g) / n.
 *
 * @param model - the model's distribution, taken as exact
 * @param survey - the survey's distribution
 * @param n - people asked; divide by the design effect where the sample was not simple (1.3 to 2 for most national surveys)
 * @param options - base of the distance, default 2
 * @returns `null` where the distributions are equal: the similarity has a kink at 1, and the error is of the order of the sampling floor
 * @throws RangeError if n is not positive, or a distribution is bad.
 *
 * @example
 * ```ts
 * import { surveyStandardError } from '@safety-portfolio/global-opinions'
 *
 * surveyStandardError([0.5, 0.5], [0.7, 0.3], 1000)! // => ~0.0133
 * ```
 */
export function surveyStandardError(
  model: ArrayLike<number>,
  survey: ArrayLike<number>,
  n: number,
  options: { readonly base?: LogBase } = {},
): number | null {
  const logBase = requireBase('surveyStandardError', options.base ?? 2)
  if (!(n > 0 && n < Infinity)) throw new RangeError(`surveyStandardError: n must be positive and finite, got ${n}`)
  const { p, q } = distributionPair('surveyStandardError', model, survey)
  const variance = similarityVariance(p, 0, q, 0, p.length)
  return variance === null ? null : Math.sqrt(variance / (n * logBase))
}

/** n times the sampling variance of the similarity (in nats) from the survey's side. Normalised slices. */
export function similarityVariance(
  p: Float64Array,
  pStart: number,
  q: Float64Array,
  qStart: number,
  length: number,
): number | null {
  let nats = 0
  let first = 0
  let second = 0
  for (let option = 0; option < length; option += 1) {
    const a = p[pStart + option]!
    const b = q[qStart + option]!
    if (a > 0) nats += (a / 2) * Math.log((2 * a) / (a + b))
    if (b > 0) {
      const log = Math.log((2 * b) / (a + b))
      nats += (b / 2) * log
      first += b * log
      second += b * log * log
    }
  }
  if (!(nats > 1e-14)) return null
  return Math.max(0, second - first * first) / (16 * nats)
}

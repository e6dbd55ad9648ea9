import { betaQuantile, betaSurvivalQuantile, studentTQuantile } from '@safety-portfolio/stats'
import type { Estimate } from '@safety-portfolio/stats'

/**
 * A proportion of observations that come in clusters, such as decisions about the same question: Clopper and Pearson's exact interval at the
 * effective sample size, with the degrees of freedom of the clusters (Korn and Graubard 1998). Where all clusters agree on 0 or 1 the effective
 * size is the number of clusters.
 *
 * @param successes - Successes of each cluster.
 * @param trials - Trials of each cluster; clusters without trials are left out.
 * @param options - `level`, default 0.95.
 * @throws RangeError when the lengths differ or a count is not between 0 and its trials.
 * @example
 * ```ts
 * import { clusteredProportion } from '@safety-portfolio/discrimination'
 *
 * const rate = clusteredProportion([0, 2, 0, 1, 0, 0], [8, 8, 8, 8, 8, 8])
 * rate.estimate! // => ~0.0625
 * rate.interval!.upper // => ~0.269
 * ```
 */
export function clusteredProportion(
  successes: ArrayLike<number>,
  trials: ArrayLike<number>,
  options: { readonly level?: number } = {},
): Estimate {
  const { level = 0.95 } = options
  if (successes.length !== trials.length) {
    throw new RangeError(
      `clusteredProportion: successes and trials must be of one length, got ${successes.length} and ${trials.length}`,
    )
  }
  let [total, hits, clusters] = [0, 0, 0]
  for (let j = 0; j < trials.length; j += 1) {
    if (!(successes[j]! >= 0 && successes[j]! <= trials[j]!)) {
      throw new RangeError(
        `clusteredProportion: successes must lie between 0 and trials, got ${successes[j]!} of ${trials[j]!}`,
      )
    }
    total += trials[j]!
    hits += successes[j]!
    if (trials[j]! > 0) clusters += 1
  }
  if (total === 0) return { estimate: null, standardError: null, interval: null, reason: 'there is nothing to compare' }
  const p = hits / total
  if (clusters < 2) {
    return { estimate: p, standardError: null, interval: null, reason: 'one cluster tells nothing about others' }
  }
  let squares = 0
  for (let j = 0; j < trials.length; j += 1) squares += (successes[j]! - p * trials[j]!) ** 2
  const variance = ((clusters / (clusters - 1)) * squares) / total ** 2
  const upperTail = 1 - (1 - level) / 2
  const correction =
    (studentTQuantile(upperTail, Math.max(1, total - 1)) / studentTQuantile(upperTail, clusters - 1)) ** 2
  const effective = Math.min(total, variance > 0 ? ((p * (1 - p)) / variance) * correction : clusters)
  const x = p * effective
  const tail = (1 - level) / 2
  return {
    estimate: p,
    standardError: variance > 0 ? Math.sqrt(variance) : null,
    interval: {
      lower: hits === 0 ? 0 : betaQuantile(tail, x, effective - x + 1),
      upper: hits === total ? 1 : betaSurvivalQuantile(tail, x + 1, effective - x),
      level,
      method: 'korn-graubard',
    },
  }
}

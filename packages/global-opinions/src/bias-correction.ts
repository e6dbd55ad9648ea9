import { distributionPair, normalised } from './internal/distribution-pair.js'
import { divergenceNats } from './jensen-shannon.js'
import { requireBase, type LogBase } from './log-base.js'

/** Options of {@link correctedDivergence}. */
export interface CorrectionOptions {
  /** Samples that the model's shares were counted from. */
  readonly modelSamples: number
  /** People that the survey asked; default none: its shares are exact. `'jackknife'` corrects for the model's samples alone. */
  readonly surveySamples?: number
  /**
   * `'miller-madow'` (default): the leading term of the bias, from the entropies' (Miller 1955). `'jackknife'`: Quenouille's, leaving out one sample
   * at a time.
   */
  readonly method?: 'miller-madow' | 'jackknife'
  /** Base of the logarithm. Default 2. */
  readonly base?: LogBase
}

/** A divergence with the bias of finite samples taken out. */
export interface CorrectedDivergence {
  /** As computed from the shares. */
  readonly plugIn: number
  /** The estimated bias; positive, because sampling makes equal distributions look different. */
  readonly bias: number
  /** Corrected divergence, not below 0. */
  readonly divergence: number
  /** 1 - the root of it. */
  readonly similarity: number
  /** Whether the correction went below 0 and was cut: the data cannot be told from a perfect model. */
  readonly cut: boolean
}

/**
 * Jensen-Shannon divergence between a sampled and a known (or sampled) distribution, corrected for the bias of n samples. Counting 30 samples makes
 * a perfect model look 0.13 away. The plug-in divergence is H(m) - H(p)/2 - H(q)/2; each entropy is biased low by (k - 1) / (2n), that of the
 * mixture m by the variance of its shares, so the bias is sum over options of p(1 - p) (1/(4p) - 1/(8m)) / n, and the same for q.
 *
 * @param model - the model's shares
 * @param survey - the survey's shares
 * @param options - sample sizes, method, base
 * @throws RangeError if a sample size is not a whole number of at least 2, shares times samples are not counts (jackknife), or mass is bad.
 *
 * @example
 * ```ts
 * import { correctedDivergence } from '@safety-portfolio/global-opinions'
 *
 * const { plugIn, divergence } = correctedDivergence([0.4, 0.6], [0.5, 0.5], { modelSamples: 30 })
 * divergence < plugIn // => true
 * ```
 */
export function correctedDivergence(
  model: ArrayLike<number>,
  survey: ArrayLike<number>,
  options: CorrectionOptions,
): CorrectedDivergence {
  const { modelSamples, surveySamples, method = 'miller-madow', base = 2 } = options
  const logBase = requireBase('correctedDivergence', base)
  const { p, q } = distributionPair('correctedDivergence', model, survey)
  for (const [name, size] of [
    ['modelSamples', modelSamples],
    ['surveySamples', surveySamples],
  ] as const) {
    if (size !== undefined && !(Number.isSafeInteger(size) && size >= 2)) {
      throw new RangeError(`correctedDivergence: ${name} must be an integer >= 2, got ${size}`)
    }
  }
  const plugIn = divergenceNats(p, 0, q, 0, p.length)
  const bias =
    method === 'jackknife'
      ? jackknifeBias(p, q, modelSamples, plugIn)
      : leadingBias(p, q, modelSamples) + (surveySamples === undefined ? 0 : leadingBias(q, p, surveySamples))
  const corrected = plugIn - bias
  const divergence = Math.max(0, corrected) / logBase
  return {
    plugIn: plugIn / logBase,
    bias: bias / logBase,
    divergence,
    similarity: 1 - Math.sqrt(divergence),
    cut: corrected < 0,
  }
}

/** The leading term of the bias of the divergence in nats that comes from p having been counted from n samples. */
function leadingBias(p: Float64Array, q: Float64Array, n: number): number {
  let bias = 0
  for (const [option, share] of p.entries()) {
    if (share > 0) bias += share * (1 - share) * (1 / (4 * share) - 1 / (4 * (share + q[option]!)))
  }
  return bias / n
}

function jackknifeBias(p: Float64Array, q: Float64Array, n: number, plugIn: number): number {
  let mean = 0
  for (const [option, share] of p.entries()) {
    const count = Math.round(share * n)
    if (Math.abs(count - share * n) > 1e-6 * n) {
      throw new RangeError(
        `correctedDivergence: model times modelSamples must be counts for the jackknife, got ${share * n} at index ${option}`,
      )
    }
    if (count === 0) continue
    const left = normalised(
      'correctedDivergence',
      'model',
      p.map((other, place) => Math.round(other * n) - (place === option ? 1 : 0)),
    )
    mean += share * divergenceNats(left, 0, q, 0, p.length)
  }
  return (n - 1) * (mean - plugIn)
}

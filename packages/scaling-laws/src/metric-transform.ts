import { requireFinite, requireInteger, requirePositive } from './internal/require-number.js'

/** A power law of the cross-entropy per token, (N / scale)^exponent with exponent < 0. */
export interface TokenLossLaw {
  /** N at which the loss is 1 nat per token. */
  readonly scale: number
  /** Exponent alpha, < 0 when larger models are better. */
  readonly exponent: number
}

/** The same ability in the metrics of Schaeffer 2023, from smooth to sharp. */
export interface MetricValues {
  /** Probability of one correct token. */
  readonly tokenSuccess: number
  /** Probability that all tokens of the answer are correct. */
  readonly exactMatch: number
  /** Expected number of wrong tokens. */
  readonly tokenEditDistance: number
  /** Brier score of the correct token, (1 - p)^2. */
  readonly brier: number
}

/**
 * Probability of a correct token when the cross-entropy follows a power law: exp(-(N / scale)^exponent) (Schaeffer 2023,
 * arXiv 2304.15004, section 2).
 *
 * @param params - N, parameters or any other measure of scale, > 0
 * @throws RangeError when `params` or `scale` is not > 0 or the exponent is not finite.
 *
 * @example
 * ```ts
 * import { tokenSuccess } from '@safety-portfolio/scaling-laws'
 *
 * tokenSuccess(1e10, { scale: 1e8, exponent: -0.4 }) // => ~0.85343
 * ```
 */
export function tokenSuccess(params: number, law: TokenLossLaw): number {
  requirePositive('tokenSuccess', 'params', params)
  requirePositive('tokenSuccess', 'scale', law.scale)
  requireFinite('tokenSuccess', 'exponent', law.exponent)
  return Math.exp(-((params / law.scale) ** law.exponent))
}

/**
 * What different metrics make of one probability of a correct token: exact match p^L, token edit distance L (1 - p) and
 * Brier score (1 - p)^2. A smooth rise of p looks sudden in exact match when the answer is long: the choice of the metric
 * alone makes an ability look emergent (Schaeffer 2023). Tokens are taken to be right or wrong independently.
 *
 * @param success - p, in [0, 1]
 * @param answerTokens - L, an integer >= 1
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { metricValues } from '@safety-portfolio/scaling-laws'
 *
 * metricValues(0.9, 10).exactMatch // => ~0.3487
 * metricValues(0.9, 10).tokenEditDistance // => ~1.0
 * ```
 */
export function metricValues(success: number, answerTokens: number): MetricValues {
  requireProbability('metricValues', 'success', success)
  requireInteger('metricValues', 'answerTokens', answerTokens, 1)
  return {
    tokenSuccess: success,
    exactMatch: success ** answerTokens,
    tokenEditDistance: answerTokens * (1 - success),
    brier: (1 - success) ** 2,
  }
}

/**
 * Probability of a correct token that explains an exact-match accuracy, accuracy^(1 / L): the change of metric that
 * undoes the sharpness. At 0 it is 0, which says nothing: the accuracy is then below the resolution of the test.
 *
 * @throws RangeError when the accuracy lies outside [0, 1] or `answerTokens` is not an integer >= 1.
 *
 * @example
 * ```ts
 * import { tokenSuccessFromExactMatch } from '@safety-portfolio/scaling-laws'
 *
 * tokenSuccessFromExactMatch(0.01, 5) // => ~0.398
 * ```
 */
export function tokenSuccessFromExactMatch(accuracy: number, answerTokens: number): number {
  requireProbability('tokenSuccessFromExactMatch', 'accuracy', accuracy)
  requireInteger('tokenSuccessFromExactMatch', 'answerTokens', answerTokens, 1)
  return accuracy ** (1 / answerTokens)
}

function requireProbability(caller: string, name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${caller}: ${name} must be in [0, 1], got ${value}`)
}

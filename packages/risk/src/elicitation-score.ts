/**
 * Elicitation score psi = -log(-log p) of Jones et al. (2025, arXiv 2502.16797): the Gumbel scale on which the upper tail of elicitation
 * probabilities is close to a straight line. It is taken from log p, so that p = 1e-400 is an ordinary value.
 *
 * @param logP - natural logarithm of a probability: <= 0; `-Infinity` (p = 0) scores `-Infinity`, 0 (p = 1) scores `Infinity`
 * @throws RangeError if `logP` is NaN or greater than 0.
 *
 * @example
 * ```ts
 * import { elicitationScore } from '@safety-portfolio/risk'
 *
 * elicitationScore(Math.log(0.5)) // => ~0.366513
 * elicitationScore(-921.034) // => ~-6.825497
 * ```
 */
export function elicitationScore(logP: number): number {
  if (!(logP <= 0)) throw new RangeError(`elicitationScore: logP must be <= 0, got ${logP}`)
  // 0 - x, so that certainty is not -log(0) of the wrong zero.
  return 0 - Math.log(0 - logP)
}

/**
 * The log probability behind an elicitation score: log p = -exp(-psi).
 *
 * @throws RangeError if `psi` is NaN.
 *
 * @example
 * ```ts
 * import { logProbabilityOfScore } from '@safety-portfolio/risk'
 *
 * logProbabilityOfScore(0) // => -1
 * logProbabilityOfScore(-6.8255) // => ~-921.0368
 * ```
 */
export function logProbabilityOfScore(psi: number): number {
  if (Number.isNaN(psi)) throw new RangeError('logProbabilityOfScore: psi must be a number, got NaN')
  return 0 - Math.exp(-psi)
}

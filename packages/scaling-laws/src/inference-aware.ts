import { brentRoot } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from './chinchilla-law.js'
import { requireNonNegative, requirePositive } from './internal/require-number.js'

/** What has to be reached and how much the model will be used. */
export interface InferenceDemand {
  /** Loss to reach; must be above the law's irreducible loss E. */
  readonly loss: number
  /** Tokens that the model will process at inference over its life (>= 0), input and output together. */
  readonly inferenceTokens: number
}

/** The cheapest way to a loss when inference is paid for as well. */
export interface InferenceAwareOptimum extends InferenceDemand {
  /** Number of parameters N. */
  readonly params: number
  /** Training tokens D. */
  readonly tokens: number
  /** D / N. */
  readonly tokensPerParam: number
  /** 6 N D. */
  readonly trainingCompute: number
  /** 2 N times the inference tokens. */
  readonly inferenceCompute: number
  /** Both together. */
  readonly totalCompute: number
  /** What the compute-optimal model of the same loss costs over its life, divided by `totalCompute` (>= 1). */
  readonly saving: number
}

/**
 * Cheapest model that reaches a given loss when 2 N FLOP per inference token are paid for besides the 6 N D of training: minimises
 * 6 N D + 2 N D_inference subject to E + A / N^alpha + B / D^beta = loss.
 *
 * Source: Sardana et al. 2024 (arXiv 2401.00448), equation 1 with their costs. With s the share of loss - E that the parameter term takes, the
 * stationary condition is one increasing equation in logit s, solved to the last digits; there is exactly one optimum, and without inference it
 * is the compute-optimal one.
 *
 * @param parameters - Constants of the law; A, B, alpha and beta must be > 0, E >= 0.
 * @param demand - Loss and inference tokens.
 * @throws RangeError where the loss is not above E, or a number is outside its domain.
 *
 * @example
 * ```ts
 * import { computeOptimal, inferenceAwareOptimum, publishedFits } from '@safety-portfolio/scaling-laws'
 *
 * const law = publishedFits.hoffmannRounded.parameters
 * const { loss } = computeOptimal(law, 5.76e23)
 * const best = inferenceAwareOptimum(law, { loss, inferenceTokens: 1e13 })
 * best.params // => ~1.742e10
 * best.tokensPerParam // => ~365.5
 * best.saving // => ~1.20
 * ```
 */
export function inferenceAwareOptimum(
  parameters: ChinchillaParameters,
  { loss, inferenceTokens }: InferenceDemand,
): InferenceAwareOptimum {
  const { A, B, E, alpha, beta } = parameters
  for (const [name, value] of Object.entries({ A, B, alpha, beta, loss }))
    requirePositive('inferenceAwareOptimum', name, value)
  requireNonNegative('inferenceAwareOptimum', 'E', E)
  requireNonNegative('inferenceAwareOptimum', 'inferenceTokens', inferenceTokens)
  if (!(loss > E)) throw new RangeError(`inferenceAwareOptimum: loss must be above E = ${E}, got ${loss}`)
  const logReducible = Math.log(loss - E)
  // log(1 + e^u) without overflow.
  const softplus = (u: number): number => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)))
  const logParams = (u: number): number => (Math.log(A) - logReducible + softplus(-u)) / alpha
  const logTokens = (u: number): number => (Math.log(B) - logReducible + softplus(u)) / beta
  const chinchilla = Math.log(beta / alpha)
  let u = chinchilla
  if (inferenceTokens > 0) {
    // 3 D (alpha / beta e^u - 1) = D_inference, in logarithms of v = u - chinchilla > 0.
    const target = Math.log(inferenceTokens / 3)
    // log(e^v - 1), where e^v overflows and where v underflows as well.
    const logExpm1 = (v: number, logV: number): number =>
      v > 1 ? v + Math.log1p(-Math.exp(-v)) : v < 1e-12 ? logV : Math.log(Math.expm1(v))
    const excess = (logV: number): number => {
      const v = Math.exp(logV)
      return logTokens(chinchilla + v) + logExpm1(v, logV) - target
    }
    let lower = -1
    let upper = 1
    while (excess(lower) > 0) lower *= 2
    while (excess(upper) < 0) upper += 1
    u += Math.exp(brentRoot(excess, lower, upper).x)
  }
  const cost = (at: number): { params: number; tokens: number; training: number; inference: number } => {
    const params = Math.exp(logParams(at))
    const tokens = Math.exp(logTokens(at))
    return { params, tokens, training: 6 * params * tokens, inference: 2 * params * inferenceTokens }
  }
  const { params, tokens, training, inference } = cost(u)
  const plain = cost(chinchilla)
  if (![params, tokens, training + inference, plain.training + plain.inference].every((x) => x > 0 && x < Infinity))
    throw new RangeError(`inferenceAwareOptimum: loss ${loss} is too close to E = ${E} for a finite model`)
  return {
    loss,
    inferenceTokens,
    params,
    tokens,
    tokensPerParam: tokens / params,
    trainingCompute: training,
    inferenceCompute: inference,
    totalCompute: training + inference,
    saving: (plain.training + plain.inference) / (training + inference),
  }
}

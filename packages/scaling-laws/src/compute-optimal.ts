import { chinchillaLoss, type ChinchillaParameters } from './chinchilla-law.js'

/** The model size and the amount of data that reach the lowest loss for a compute budget. */
export interface ComputeOptimum {
  /** The budget C in FLOP. */
  readonly compute: number
  /** Optimal number of parameters N. */
  readonly params: number
  /** Optimal number of training tokens D = C / (6 N). */
  readonly tokens: number
  /** D / N. */
  readonly tokensPerParam: number
  /** Loss that the law predicts there. */
  readonly loss: number
}

/**
 * Compute-optimal allocation under the Chinchilla law with C = 6 N D: the closed form N = G (C/6)^(beta/(alpha+beta)),
 * G = (alpha A / (beta B))^(1/(alpha+beta)).
 *
 * Source: Hoffmann et al. 2022 (arXiv 2203.15556), equation 4. Use unrounded constants: the published ones, rounded to two digits of alpha and
 * beta, move the tokens per parameter at 5.76e23 FLOP from 59 to 93.
 *
 * @param parameters - Constants of the law; A, B, alpha and beta must be > 0.
 * @param compute - Budget C in FLOP (> 0).
 * @returns The optimum.
 *
 * @example
 * ```ts
 * import { computeOptimal } from '@safety-portfolio/scaling-laws'
 *
 * const best = computeOptimal({ A: 482.00572, B: 2085.4342, E: 1.81686, alpha: 0.34781, beta: 0.36585 }, 5.76e23)
 * best.tokensPerParam // => ~18.3
 * ```
 */
export function computeOptimal(parameters: ChinchillaParameters, compute: number): ComputeOptimum {
  const { A, B, alpha, beta } = parameters
  for (const [name, value] of Object.entries({ A, B, alpha, beta, compute })) {
    if (!(value > 0)) throw new RangeError(`computeOptimal: ${name} must be > 0, got ${value}`)
  }
  const logSize = Math.log(compute / 6)
  const logParams = (Math.log((alpha * A) / (beta * B)) + beta * logSize) / (alpha + beta)
  const params = Math.exp(logParams)
  const tokens = Math.exp(logSize - logParams)
  return { compute, params, tokens, tokensPerParam: tokens / params, loss: chinchillaLoss(parameters, params, tokens) }
}

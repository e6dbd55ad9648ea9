import { brentRoot } from '@safety-portfolio/stats'
import {
  dataConstrainedLoss,
  effectiveData,
  sufficientParams,
  type DataConstrainedParameters,
  type EffectiveData,
} from './data-constrained-law.js'

/** The best use of a compute budget when unique data are limited. */
export interface DataConstrainedOptimum extends EffectiveData {
  /** The budget C in FLOP. */
  readonly compute: number
  /** Optimal number of parameters. */
  readonly params: number
  /** Optimal number of training tokens C / (6 N), repetitions included. */
  readonly tokens: number
  /** Loss that the law predicts there. */
  readonly loss: number
}

/** Natural-log range of N around the square root of C / 6, and the points that look for a change of sign of the slope. */
const range = 25
const points = 400

/**
 * Optimal parameters, tokens and epochs for a compute budget and a number of unique tokens, exactly: the loss along C = 6 N D is smooth between
 * the kinks where repetition or excess parameters begin, so every minimum is a root of its slope (Brent's method) or a kink; the lowest one is
 * taken. No closed form is known. With a budget so large that data and parameters both saturate, a range of N is equally good to rounding, and one
 * of it is returned.
 *
 * Source of the law: Muennighoff et al. 2023 (arXiv 2305.16264); their code searches a grid of 500 points.
 *
 * @param parameters - Constants of the law.
 * @param compute - Budget C in FLOP (> 0).
 * @param uniqueTokens - Unique tokens that exist (> 0).
 * @returns The optimum.
 *
 * @example
 * ```ts
 * import { dataConstrainedOptimal, publishedFits } from '@safety-portfolio/scaling-laws'
 *
 * const best = dataConstrainedOptimal(publishedFits.muennighoff.parameters, 1e22, 25e9)
 * best.params // => ~7.026159e9
 * best.epochs // => ~9.488351
 * best.loss // => ~2.2221292749
 * ```
 */
export function dataConstrainedOptimal(
  parameters: DataConstrainedParameters,
  compute: number,
  uniqueTokens: number,
): DataConstrainedOptimum {
  for (const [name, value] of Object.entries({ ...parameters, compute, uniqueTokens })) {
    if (name !== 'E' && !(value > 0)) throw new RangeError(`dataConstrainedOptimal: ${name} must be > 0, got ${value}`)
  }
  const logSize = Math.log(compute / 6)
  const slope = (logParams: number): number => slopeAt(parameters, logParams, logSize, uniqueTokens)
  const middle = logSize / 2
  const grid = Array.from({ length: points + 1 }, (_, k) => middle - range + (2 * range * k) / points)
  // Kinks: all tokens unique, and parameters just sufficient.
  const kinks = [logSize - Math.log(uniqueTokens), Math.log(sufficientParams(parameters, uniqueTokens))]
  const edges = [...grid, ...kinks].sort((left, right) => left - right)
  // Where data and parameters are both saturated the slope is zero to the last digit; then the edges themselves are as good as any.
  const candidates = [...edges]
  for (const [k, lower] of edges.entries()) {
    const upper = edges[k + 1]
    if (upper === undefined || lower === upper) continue
    // One-sided slopes: at a kink the slope jumps.
    const inset = 1e-9 * (upper - lower)
    if (slope(lower + inset) < 0 && slope(upper - inset) > 0) {
      candidates.push(brentRoot(slope, lower + inset, upper - inset).x)
    }
  }
  const [best] = candidates
    .map((logParams) => {
      const params = Math.exp(logParams)
      const tokens = Math.exp(logSize - logParams)
      return { params, tokens, loss: dataConstrainedLoss(parameters, params, tokens, uniqueTokens) }
    })
    .sort((left, right) => left.loss - right.loss)
  const { params, tokens, loss } = best!
  return { compute, params, tokens, loss, ...effectiveData(parameters, params, tokens, uniqueTokens) }
}

/** Derivative of the loss by log N along C = 6 N D. */
function slopeAt(
  parameters: DataConstrainedParameters,
  logParams: number,
  logSize: number,
  uniqueTokens: number,
): number {
  const { A, B, alpha, beta, RD, RN } = parameters
  const params = Math.exp(logParams)
  const tokens = Math.exp(logSize - logParams)
  const {
    uniqueTokens: unique,
    effectiveParams,
    effectiveTokens,
  } = effectiveData(parameters, params, tokens, uniqueTokens)
  const repeated = tokens > uniqueTokens
  // d log D' / d log D, with log D falling as log N rises.
  const tokenWorth = repeated ? (tokens / effectiveTokens) * Math.exp(-(tokens / unique - 1) / RD) : 1
  const sufficient = sufficientParams(parameters, unique)
  let paramWorth = 1
  if (params > sufficient) {
    // While all tokens are unique, fewer of them also lower the number of parameters that suffices.
    const falling = repeated ? 0 : -beta / alpha
    const excess = (params / effectiveParams) * Math.exp(-(params / sufficient - 1) / RN)
    paramWorth = falling + excess * (1 - falling)
  }
  return -alpha * A * effectiveParams ** -alpha * paramWorth + beta * B * effectiveTokens ** -beta * tokenWorth
}

import type { Estimate, Interval } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'
import { computeOptimal } from '../compute-optimal.js'
import { size } from './chinchilla-problem.js'

/**
 * The quantities that a fit reports, all but E on the log scale, where they are nearest to normal: constants, the exponents of the frontier,
 * and per budget N, D, D / N and loss at the optimum. `gradient` is with respect to (log A, log B, log E, alpha, beta).
 */
export interface Quantity {
  readonly value: number
  /** Whether the interval is made on the log scale. */
  readonly log: boolean
  /** Gradient of `value`, or of its logarithm where `log`; computed only when asked for, since a bootstrap needs values alone. */
  gradient(): readonly number[]
}

export const constantNames = ['A', 'B', 'E', 'alpha', 'beta'] as const

/** Whether the interval of each constant is made on the log scale. */
export const constantScales = [true, true, true, false, false] as const

export function constantQuantities(parameters: ChinchillaParameters): readonly Quantity[] {
  return constantNames.map((name, index) => ({
    value: parameters[name],
    log: constantScales[index]!,
    gradient: () => Array.from({ length: size }, (_, j) => (j === index ? 1 : 0)),
  }))
}

/** The exponents of the frontier: N is proportional to C^(beta / (alpha + beta)), D to the rest. */
export function exponentQuantities({ alpha, beta }: ChinchillaParameters): readonly Quantity[] {
  const total = alpha + beta
  return [
    { value: beta / total, log: false, gradient: () => [0, 0, 0, -beta / total ** 2, alpha / total ** 2] },
    { value: alpha / total, log: false, gradient: () => [0, 0, 0, beta / total ** 2, -alpha / total ** 2] },
  ]
}

/** N, D, D / N and loss at the optimum of one budget. */
export function allocationQuantities(parameters: ChinchillaParameters, compute: number): readonly Quantity[] {
  const { params, tokens, tokensPerParam, loss } = computeOptimal(parameters, compute)
  return [
    { value: params, log: true, gradient: () => logParamsGradient(parameters, params, tokens, 1) },
    { value: tokens, log: true, gradient: () => logParamsGradient(parameters, params, tokens, -1) },
    { value: tokensPerParam, log: true, gradient: () => logParamsGradient(parameters, params, tokens, -2) },
    { value: loss, log: true, gradient: () => logLossGradient(parameters, params, tokens, loss) },
  ]
}

function logParamsGradient(
  { alpha, beta }: ChinchillaParameters,
  params: number,
  tokens: number,
  factor: number,
): readonly number[] {
  const scale = factor / (alpha + beta)
  return [scale, -scale, 0, scale * (1 / alpha - Math.log(params)), scale * (Math.log(tokens) - 1 / beta)]
}

/** At the optimum the loss does not change with N to first order, so only the constants move it. */
function logLossGradient(
  { A, B, E, alpha, beta }: ChinchillaParameters,
  params: number,
  tokens: number,
  loss: number,
): readonly number[] {
  const p = (A * params ** -alpha) / loss
  const q = (B * tokens ** -beta) / loss
  return [p, q, E / loss, -p * Math.log(params), -q * Math.log(tokens)]
}

/** Delta method: interval from a covariance and a quantile, symmetric on the scale of the quantity. */
export function deltaEstimate(
  quantity: Quantity,
  covariance: Float64Array | null,
  quantile: number,
  level: number,
  method: string,
): Estimate {
  const { value, log } = quantity
  if (covariance === null) return { estimate: value, standardError: null, interval: null, reason: noCovariance }
  const gradient = quantity.gradient()
  const size = gradient.length
  let variance = 0
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; k < size; k += 1) variance += gradient[j]! * covariance[j * size + k]! * gradient[k]!
  }
  const error = Math.sqrt(Math.max(0, variance))
  if (!(error > 0))
    return { estimate: value, standardError: null, interval: null, reason: 'The constant is at its bound.' }
  const half = quantile * error
  const interval: Interval = log
    ? { lower: value * Math.exp(-half), upper: value * Math.exp(half), level, method }
    : { lower: value - half, upper: value + half, level, method }
  if (!Number.isFinite(interval.upper)) {
    return { estimate: value, standardError: null, interval: null, reason: 'The interval has no finite upper end.' }
  }
  return { estimate: value, standardError: log ? value * error : error, interval }
}

const noCovariance = 'No covariance can be computed; ask for a bootstrap.'

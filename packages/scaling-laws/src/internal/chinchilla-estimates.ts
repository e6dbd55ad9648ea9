import type { Estimate } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'

/**
 * A quantity that a fit reports, on the log scale where it is nearest to normal there: a constant, an exponent of the frontier, or N, D, D / N or
 * loss at the optimum of a budget. `gradient` is with respect to (log A, log B, log E, alpha, beta).
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

/** Turns a function of the constants into estimates with intervals. */
export type Estimator = (quantities: (parameters: ChinchillaParameters) => readonly Quantity[]) => readonly Estimate[]

export function constantQuantities(parameters: ChinchillaParameters): readonly Quantity[] {
  return constantNames.map((name, index) => ({
    value: parameters[name],
    log: constantScales[index]!,
    gradient: () => constantNames.map((_, j) => Number(j === index)),
  }))
}

/** Why there is no interval. */
export const noInterval = 'No covariance, or undetermined, or at a bound. Ask for a bootstrap.'

/** Delta method: interval from a covariance and a quantile, symmetric on the scale of the quantity. */
export function deltaEstimate(
  quantity: Quantity,
  covariance: Float64Array | null,
  quantile: number,
  level: number,
  method: string,
): Estimate {
  const { value, log } = quantity
  const gradient = covariance ? quantity.gradient() : []
  let variance = 0
  covariance?.forEach((entry, at) => {
    variance += gradient[Math.floor(at / gradient.length)]! * entry * gradient[at % gradient.length]!
  })
  const error = Math.sqrt(variance)
  const half = quantile * error
  const moved = (by: number): number => (log ? value * Math.exp(by) : value + by)
  const upper = moved(half)
  if (!(variance > 0 && upper < Infinity)) {
    return { estimate: value, standardError: null, interval: null, reason: noInterval }
  }
  return {
    estimate: value,
    standardError: log ? value * error : error,
    interval: { lower: moved(-half), upper, level, method },
  }
}

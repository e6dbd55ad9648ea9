import { standardDeviation, studentTSurvivalQuantile, type Estimate } from '@safety-portfolio/stats'
import { percentileEnds } from './percentile-ends.js'
import type { Allocation } from '../fit-result.js'
import { ordinaryLeastSquares } from './ordinary-least-squares.js'

/** log N = level + slope (log C - centre). */
export interface FrontierLine {
  readonly centre: number
  readonly level: number
  readonly slope: number
}

/** The least-squares line; its level and slope are uncorrelated, since `centre` is the weighted mean of log C. */
export interface FittedFrontierLine extends FrontierLine {
  readonly n: number
  readonly rSquared: number | null
  /** Residual standard deviation (of a point of weight 1). */
  readonly residualSd: number | null
  /** Standard errors; `null` where the points leave no degree of freedom. */
  readonly levelError: number | null
  readonly slopeError: number | null
}

/** offset + level * (level of the line) + slope * (its slope), exponentiated where `log`. */
export interface LinearQuantity {
  readonly offset: number
  readonly level: number
  readonly slope: number
  readonly log: boolean
}

/** Turns a quantity of the line into an estimate with an interval. */
export type FrontierEstimator = (quantity: LinearQuantity) => Estimate

/** Weighted least squares of log N on log C; `null` with fewer than two budgets of positive weight. */
export function frontierLine(
  logCompute: Float64Array,
  logParams: Float64Array,
  weights: Float64Array = new Float64Array(logCompute.length).fill(1),
): FittedFrontierLine | null {
  const n = logCompute.length
  const mean = (values: Float64Array): number => {
    let total = 0
    let weight = 0
    for (const [i, value] of values.entries()) {
      total += weights[i]! * value
      weight += weights[i]!
    }
    return total / weight
  }
  const centre = mean(logCompute)
  const middle = mean(logParams)
  const fit = ordinaryLeastSquares(
    [new Float64Array(n).fill(1), logCompute.map((x) => x - centre)],
    logParams.map((y) => y - middle),
    weights,
  )
  if (fit === null) return null
  const variance = n > 2 ? fit.rss / (n - 2) : null
  const total = logParams.reduce((sum, y, i) => sum + weights[i]! * (y - middle) ** 2, 0)
  return {
    n,
    centre,
    level: middle + fit.coefficients[0]!,
    slope: fit.coefficients[1]!,
    rSquared: total > 0 ? 1 - fit.rss / total : null,
    residualSd: variance === null ? null : Math.sqrt(variance),
    levelError: variance === null ? null : Math.sqrt(variance * fit.inverse[0]!),
    slopeError: variance === null ? null : Math.sqrt(variance * fit.inverse[3]!),
  }
}

function valueOf({ offset, level, slope }: LinearQuantity, line: FrontierLine): number {
  return offset + level * line.level + slope * line.slope
}

/** Intervals from the regression alone: Student t with n - 2 degrees of freedom. */
export function regressionEstimator(line: FittedFrontierLine, confidence: number): FrontierEstimator {
  const quantile = line.n > 2 ? studentTSurvivalQuantile((1 - confidence) / 2, line.n - 2) : NaN
  return (quantity) => {
    const value = valueOf(quantity, line)
    const error = Math.hypot(quantity.level * (line.levelError ?? NaN), quantity.slope * (line.slopeError ?? NaN))
    return fromEnds(quantity, value, error, value - quantile * error, value + quantile * error, {
      level: confidence,
      method: `regression, t(${line.n - 2})`,
    })
  }
}

/** Percentiles of resampled lines. */
export function resamplingEstimator(
  line: FrontierLine,
  draws: readonly FrontierLine[],
  confidence: number,
  method: string,
): FrontierEstimator {
  const { centre } = line
  const moved = draws.map((draw) => ({
    centre,
    slope: draw.slope,
    level: draw.level + draw.slope * (centre - draw.centre),
  }))
  return (quantity) => {
    const values = moved.map((draw) => valueOf(quantity, draw)).sort((a, b) => a - b)
    const tail = (1 - confidence) / 2
    const value = valueOf(quantity, line)
    if (values.length < 2) return fromEnds(quantity, value, NaN, NaN, NaN, { level: confidence, method })
    const { lower, upper } = percentileEnds(values, tail)
    return fromEnds(quantity, value, standardDeviation(values), lower, upper, { level: confidence, method })
  }
}

/** No interval, for a stated reason. */
export function withoutInterval(line: FrontierLine, reason: string): FrontierEstimator {
  return (quantity) => {
    const value = valueOf(quantity, line)
    return { estimate: quantity.log ? Math.exp(value) : value, standardError: null, interval: null, reason }
  }
}

/** An estimate from its ends, all on the log scale where `log`; without an interval where an end is not finite. */
export function fromEnds(
  { log }: { readonly log: boolean },
  value: number,
  error: number,
  lower: number,
  upper: number,
  claim: { readonly level: number; readonly method: string },
): Estimate {
  const scale = log ? Math.exp : (x: number): number => x
  const estimate = scale(value)
  if (![error, scale(lower), scale(upper)].every(Number.isFinite))
    return {
      estimate,
      standardError: null,
      interval: null,
      reason: 'The points leave no finite interval; add runs.',
    }
  return {
    estimate,
    standardError: log ? estimate * error : error,
    interval: { lower: scale(lower), upper: scale(upper), ...claim },
  }
}

/** N, D and D / N of a budget on the line, with D = C / (6 N). */
export function frontierAllocation(
  { centre }: FrontierLine,
  estimate: FrontierEstimator,
  compute: number,
  largestCompute: number,
): Allocation {
  const x = Math.log(compute) - centre
  const quantity = (times: number, offset: number): LinearQuantity => ({
    offset,
    level: times,
    slope: times * x,
    log: true,
  })
  const size = Math.log(compute / 6)
  return {
    compute,
    params: estimate(quantity(1, 0)),
    tokens: estimate(quantity(-1, size)),
    tokensPerParam: estimate(quantity(-2, size)),
    loss: {
      estimate: null,
      standardError: null,
      interval: null,
      reason: 'A power law of the optimal size says nothing about loss; fit a law of loss (fitChinchilla).',
    },
    extrapolation: compute / largestCompute,
  }
}

import type { Estimate } from '@safety-portfolio/stats'
import { requireFinite, requirePositive } from './internal/require-number.js'

/**
 * Exponents of a scaling law that shifts with the year: log perplexity = exp(c_N - paramsYear Y - params log N) +
 * exp(c_D - dataYear Y - data log D), model 7 of Ho 2024 (arXiv 2403.05812).
 */
export interface ProgressExponents {
  /** alpha_param: fall of the log of the parameter term per unit of log N. */
  readonly params: number
  /** alpha_year: fall of the same per year. */
  readonly paramsYear: number
  /** beta_data: fall of the log of the data term per unit of log D. */
  readonly data: number
  /** beta_year: fall of the same per year. */
  readonly dataYear: number
}

/** How fast better algorithms make parameters, data and compute count double. */
export interface ProgressDoublingTimes {
  /** T_N = ln 2 alpha_param / alpha_year, months; `null` when parameters gain nothing. */
  readonly paramsMonths: number | null
  /** T_D = ln 2 beta_data / beta_year, months; `null` when data gain nothing. */
  readonly dataMonths: number | null
  /** T_C = (1 / T_N + 1 / T_D)^-1, months; `null` when compute gains nothing. */
  readonly computeMonths: number | null
  /** Doublings of effective compute per year, negative for regress. */
  readonly computeDoublingsPerYear: number
}

/**
 * Doubling times of effective parameters, data and compute from the exponents of a law with time (Ho 2024, section 3).
 * A year multiplies effective N by 2^(1/T_N) and effective D by 2^(1/T_D). Because compute is proportional to N D, a year
 * multiplies effective compute by 2^(1/T_N + 1/T_D), at any budget and wherever the optimum lies.
 *
 * @throws RangeError when an exponent of N or D is not > 0, or a rate is not finite.
 *
 * @example
 * ```ts
 * import { progressDoublingTimes } from '@safety-portfolio/scaling-laws'
 *
 * const times = progressDoublingTimes({ params: 0.08, paramsYear: 0.02, data: 0.04, dataYear: 0.03 })
 * times.paramsMonths // => ~33.2711
 * times.dataMonths // => ~11.0904
 * times.computeMonths // => ~8.3178
 * ```
 */
export function progressDoublingTimes(exponents: ProgressExponents): ProgressDoublingTimes {
  requirePositive('progressDoublingTimes', 'params', exponents.params)
  requirePositive('progressDoublingTimes', 'data', exponents.data)
  requireFinite('progressDoublingTimes', 'paramsYear', exponents.paramsYear)
  requireFinite('progressDoublingTimes', 'dataYear', exponents.dataYear)
  const params = exponents.paramsYear / (Math.LN2 * exponents.params)
  const data = exponents.dataYear / (Math.LN2 * exponents.data)
  return {
    paramsMonths: months(params),
    dataMonths: months(data),
    computeMonths: months(params + data),
    computeDoublingsPerYear: params + data,
  }
}

/**
 * Doubling time of effective compute from those of effective parameters and data, (1 / T_N + 1 / T_D)^-1, in the unit of
 * the inputs; `null` stands for no progress in one of them.
 *
 * @returns `null` when there is progress in neither
 * @throws RangeError when a time is not > 0.
 *
 * @example
 * ```ts
 * import { combineDoublingTimes } from '@safety-portfolio/scaling-laws'
 *
 * combineDoublingTimes(12, 24) // => 8
 * combineDoublingTimes(null, 24) // => 24
 * combineDoublingTimes(null, null) // => null
 * ```
 */
export function combineDoublingTimes(params: number | null, data: number | null): number | null {
  if (params !== null) requirePositive('combineDoublingTimes', 'params', params)
  if (data !== null) requirePositive('combineDoublingTimes', 'data', data)
  const rate = (params === null ? 0 : 1 / params) + (data === null ? 0 : 1 / data)
  return rate > 0 ? 1 / rate : null
}

/** A published doubling time of effective compute through algorithms, with where it comes from. */
export interface PublishedProgress {
  /** Months in which algorithms double effective compute. */
  readonly doublingMonths: Estimate
  /** Citation, place and what is known about its making. */
  readonly source: string
}

/**
 * Doubling time of effective compute of language models 2012 to 2023 after Ho 2024. The data are not public in the
 * repository of the paper, so the number has not been reproduced here.
 */
export const hoAlgorithmicProgress: PublishedProgress = {
  doublingMonths: {
    estimate: 8.44,
    standardError: null,
    interval: {
      lower: 4.52,
      upper: 14.27,
      level: 0.95,
      method: 'bootstrap over models and cross-validation, as published',
    },
  },
  source:
    'Ho et al. 2024, arXiv 2403.05812: median and 95 % interval in the output of section3.ipynb, github.com/epoch-research/lm-algorithmic-progress at 29c7d85',
}

function months(doublingsPerYear: number): number | null {
  return doublingsPerYear > 0 ? 12 / doublingsPerYear : null
}

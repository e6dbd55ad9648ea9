import { studentTQuantile } from '@safety-portfolio/stats'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { ComputeModel } from './compute-model.js'
import { growthRate } from './growth-rate.js'
import { bootstrapSlopes } from './internal/bootstrap-slopes.js'
import { heteroscedasticCovariance, ordinaryLeastSquares } from './internal/ordinary-least-squares.js'
import { intervalOptions } from './internal/interval-options.js'
import { percentileEnds } from './internal/percentile-ends.js'
import type { ResamplingOptions, ResamplingRecord } from './resampling.js'
import { onEveryScale, type TrendIntervals } from './trend-intervals.js'
import { selectModels, type TrendSample, type TrendSelection } from './trend-sample.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/** How the interval of a trend is made. */
export type TrendIntervalMethod = 'classic' | 'hc3' | 'bootstrap'

/** Options of `fitComputeTrend`. */
export interface ComputeTrendOptions extends TrendSelection {
  /** Coverage of the intervals. Default 0.9, as Epoch AI reports. */
  readonly level?: number
  /**
   * Which interval `growthPerYear` and `doublingMonths` carry: `'hc3'` (default) lets the scatter change over time,
   * `'classic'` does not, `'bootstrap'` resamples models (needs `bootstrap`).
   */
  readonly interval?: TrendIntervalMethod
  /** Resampling of models with replacement, 1000 replicates unless told otherwise. Default: none. */
  readonly bootstrap?: ResamplingOptions
}

/** 2 x 2 covariance of intercept and slope. */
export interface LineCovariance {
  /** Variance of the intercept. */
  readonly intercept: number
  /** Their covariance. */
  readonly both: number
  /** Variance of the slope. */
  readonly slope: number
}

/** The covariance of a line under two assumptions. */
export interface TrendCovariance {
  /** One variance for all models. */
  readonly classic: LineCovariance
  /** A variance of its own for every model; `null` where one model decides the line. */
  readonly hc3: LineCovariance | null
}

/** A log-linear trend of training compute. JSON-safe. */
export interface ComputeTrend extends TrendSample {
  /** Orders of magnitude (log10) per year; `null` when refused. */
  readonly slopeOomPerYear: number | null
  /** Classic standard error of the slope. */
  readonly se: number | null
  /** Heteroscedasticity-consistent (HC3) standard error of the slope. */
  readonly seHc3: number | null
  /** log10 FLOP of the line at `origin`. */
  readonly interceptOom: number | null
  /** Classic standard error of the intercept. */
  readonly seIntercept: number | null
  /** Factor per year, with the interval of the chosen method. */
  readonly growthPerYear: Estimate
  /** Months to double. */
  readonly doublingMonths: Estimate
  /** The intervals of every method that could be computed. */
  readonly intervals: Readonly<Record<TrendIntervalMethod, TrendIntervals | null>>
  /** Residual sum of squares in log10 FLOP. */
  readonly rss: number | null
  /** Residual standard deviation, rss / (n - 2) under the root. */
  readonly residualSd: number | null
  /** Share of the variance of log10 FLOP that the line accounts for. */
  readonly rSquared: number | null
  /** Gaussian log likelihood at its maximum. */
  readonly logLikelihood: number | null
  /** Bayesian information criterion with 2 parameters (the variance, common to all rivals, is not counted). */
  readonly bic: number | null
  /** Covariance of intercept and slope, for `thresholdDate`. */
  readonly covariance: TrendCovariance | null
  /** Replicates and seed of the bootstrap, `null` without one. */
  readonly bootstrap: ResamplingRecord | null
  /** What was done, in one sentence. */
  readonly method: string
  /** What has to hold for the numbers to mean what they say. */
  readonly assumptions: readonly string[]
  /** What the reader must know before using the trend. */
  readonly warnings: readonly Finding[]
  /** Why there is no trend. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

const assumptions = [
  'log10 FLOP is linear in the publication date, with independent errors of mean 0.',
  'The models are those somebody recorded: notability, disclosure and the snapshot of the table select them.',
  'Compute that is itself an estimate is taken as exact.',
] as const

/**
 * Trend of training compute: ordinary least squares of log10 FLOP on the publication date in years (days / 365.25 since
 * `origin`), as in Sevilla 2022 and Sevilla and Roldan 2024, with classic, HC3 and bootstrap intervals. The result says
 * which models it rests on: n, window, filter and snapshot.
 *
 * @param models - the whole table; window and frontier are options
 * @returns the trend; with fewer than 3 models, or all of one day, a `refusal` and `null` numbers
 * @throws RangeError for a bad option, a date that is not `YYYY-MM-DD` or compute that is not > 0.
 *
 * @example
 * ```ts
 * import { fitComputeTrend } from '@safety-portfolio/scaling-laws'
 *
 * const models = [
 *   { name: 'A', date: '2018-01-01', compute: 1e21 },
 *   { name: 'B', date: '2019-01-01', compute: 6e21 },
 *   { name: 'C', date: '2020-01-01', compute: 1.5e22 },
 *   { name: 'D', date: '2021-01-01', compute: 9e22 },
 * ]
 * const trend = fitComputeTrend(models, { snapshot: '2021-02-01' })
 * trend.n // => 4
 * trend.growthPerYear.estimate // => ~4.227
 * trend.doublingMonths.estimate // => ~5.771
 * trend.se // => ~0.05364
 * ```
 */
export function fitComputeTrend(models: readonly ComputeModel[], options: ComputeTrendOptions = {}): ComputeTrend {
  const { interval = 'hc3' } = options
  const { level, replicates } = intervalOptions('fitComputeTrend', options, 0.9)
  if (interval === 'bootstrap' && options.bootstrap === undefined)
    throw new RangeError("fitComputeTrend: interval 'bootstrap' needs the option bootstrap with a seed")
  const { sample, t, y, warnings } = selectModels('fitComputeTrend', models, options)
  const columns = [Float64Array.from(t, () => 1), t]
  const line = sample.n < 3 ? null : ordinaryLeastSquares(columns, y)
  if (line === null) return refused(sample, warnings)

  const [intercept, slope] = line.coefficients as unknown as [number, number]
  const df = sample.n - 2
  const variance = line.rss / df
  const classic = covarianceOf(line.inverse.map((value) => value * variance))
  const robust = heteroscedasticCovariance(columns, line)
  const hc3 = robust === null ? null : covarianceOf(robust)
  const quantile = studentTQuantile((1 + level) / 2, df)
  const around = (sd: number, method: string): TrendIntervals =>
    onEveryScale({ lower: slope - quantile * sd, upper: slope + quantile * sd, level, method })
  const resampled =
    options.bootstrap === undefined ? null : bootstrapSlopes(t, y, replicates, options.bootstrap.seed).sort()
  const intervals = {
    classic: around(Math.sqrt(classic.slope), `t(${df})`),
    hc3: hc3 === null ? null : around(Math.sqrt(hc3.slope), `HC3, t(${df})`),
    bootstrap:
      resampled === null || resampled.length < 2
        ? null
        : onEveryScale({
            ...percentileEnds(resampled, (1 - level) / 2),
            level,
            method: 'percentile bootstrap over models',
          }),
  }
  const chosen = intervals[interval]
  const sd = Math.sqrt(interval === 'classic' || hc3 === null ? classic.slope : hc3.slope)
  const growth = growthRate(slope, 'oom-per-year')
  const total = sumOfSquares(y)
  const logLikelihood = line.rss > 0 ? (-sample.n / 2) * (Math.log((2 * Math.PI * line.rss) / sample.n) + 1) : null
  const noInterval = `the ${interval} interval cannot be computed from these models`
  return {
    ...sample,
    slopeOomPerYear: slope,
    se: Math.sqrt(classic.slope),
    seHc3: hc3 === null ? null : Math.sqrt(hc3.slope),
    interceptOom: intercept,
    seIntercept: Math.sqrt(classic.intercept),
    growthPerYear: {
      estimate: growth.perYear,
      standardError: growth.perYear * Math.LN10 * sd,
      interval: chosen?.growthPerYear ?? null,
      ...(chosen === null ? { reason: noInterval } : {}),
    },
    doublingMonths: {
      estimate: growth.doublingMonths,
      standardError: growth.doublingMonths === null ? null : (growth.doublingMonths * sd) / slope,
      interval: chosen?.doublingMonths ?? null,
      ...(chosen?.doublingMonths ? {} : { reason: chosen === null ? noInterval : noDoubling(slope) }),
    },
    intervals,
    rss: line.rss,
    residualSd: Math.sqrt(variance),
    rSquared: total > 0 ? 1 - line.rss / total : null,
    logLikelihood,
    bic: logLikelihood === null ? null : 2 * Math.log(sample.n) - 2 * logLikelihood,
    covariance: { classic, hc3 },
    bootstrap:
      options.bootstrap === undefined
        ? null
        : { replicates, seed: options.bootstrap.seed, unusable: replicates - (resampled?.length ?? 0) },
    method: `ordinary least squares of log10 FLOP on years since ${sample.origin}; ${interval} interval`,
    assumptions,
    warnings: [...warnings, ...(sample.n < 10 ? [few(sample.n)] : [])],
    version,
  }
}

function covarianceOf(matrix: Float64Array): LineCovariance {
  return { intercept: matrix[0]!, both: matrix[1]!, slope: matrix[3]! }
}

function sumOfSquares(y: Float64Array): number {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  return y.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

function noDoubling(slope: number): string {
  return slope > 0 ? 'the interval of the slope reaches 0: no finite upper end' : 'compute does not grow along the line'
}

function few(n: number): Finding {
  return { code: 'few-models', message: `Only ${n} models: the interval rests on the errors being normal.` }
}

function refused(sample: TrendSample, warnings: readonly Finding[]): ComputeTrend {
  const message =
    sample.n < 3
      ? `A trend with an interval needs 3 models with date and compute, got ${sample.n}.`
      : 'All models carry the same date, so there is no trend.'
  const none: Estimate = noEstimate(message)
  return {
    ...sample,
    slopeOomPerYear: null,
    se: null,
    seHc3: null,
    interceptOom: null,
    seIntercept: null,
    growthPerYear: none,
    doublingMonths: none,
    intervals: { classic: null, hc3: null, bootstrap: null },
    rss: null,
    residualSd: null,
    rSquared: null,
    logLikelihood: null,
    bic: null,
    covariance: null,
    bootstrap: null,
    method: `ordinary least squares of log10 FLOP on years since ${sample.origin}`,
    assumptions,
    warnings,
    refusal: { code: sample.n < 3 ? 'too-few-models' : 'one-date', message },
    version,
  }
}

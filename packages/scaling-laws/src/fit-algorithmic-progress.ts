import type { Estimate } from '@safety-portfolio/stats'
import { progressDoublingTimes, type ProgressDoublingTimes } from './algorithmic-progress.js'
import type { ConstantCovariance, LawFit } from './fit-result.js'
import { deltaEstimate } from './internal/chinchilla-estimates.js'
import { doublingEstimate, doublingRate, ratePercentiles, type RateEnds } from './internal/doubling-estimate.js'
import { fitLawWithDraws, type FitLawOptions } from './internal/fit-law.js'
import { algorithmicProgress, benchmarksOf } from './internal/algorithmic-progress-definition.js'
import { studentTHalfWidth } from './internal/student-t-half-width.js'
import { noEstimate } from './internal/no-estimate.js'

/** A language model of some year, with its loss on one benchmark. */
export interface DatedModel {
  /** Parameters N (> 0). */
  readonly params: number
  /** Training tokens D (> 0). */
  readonly tokens: number
  /** Year of publication, as a number with fraction (2020.5 is the middle of 2020). */
  readonly year: number
  /** Log perplexity on the benchmark (> 0), in nats per token of one tokenisation. */
  readonly loss: number
  /** The benchmark, where models are measured on several; each then has an A and a B of its own. */
  readonly benchmark?: string
}

/** Constants of the law of progress, at `year0`. */
export interface ProgressParameters {
  /** Coefficient of the parameter term at `year0`. */
  readonly A: number
  /** Coefficient of the data term at `year0`. */
  readonly B: number
  /** Exponent of the parameters. */
  readonly alpha: number
  /** Exponent of the data. */
  readonly beta: number
  /** Fall per year of the log of the parameter term. */
  readonly alphaYear: number
  /** Fall per year of the log of the data term. */
  readonly betaYear: number
  /** A and B of every benchmark but the one of most models, whose they are, by its name: `A:WT2`. */
  readonly [constant: `${'A' | 'B'}:${string}`]: number
}

/** A fitted law of algorithmic progress. JSON-safe. */
export interface AlgorithmicProgressFit extends LawFit<'algorithmic-progress', ProgressParameters> {
  /** Year at which A and B hold: the first of the models. `null` when refused. */
  readonly year0: number | null
  /** Months in which effective parameters, data and compute double; `null` estimates with a reason where there is no progress. */
  readonly doublingMonths: { readonly params: Estimate; readonly data: Estimate; readonly compute: Estimate }
}

/**
 * Fits log perplexity = A N^-alpha exp(-alphaYear t) + B D^-beta exp(-betaYear t), t years since the first model, and derives how fast better algorithms
 * double effective compute: T_N = ln 2 alpha / alphaYear, T_D = ln 2 beta / betaYear, T_C = (1 / T_N + 1 / T_D)^-1.
 *
 * Source: Ho et al. 2024 (arXiv 2403.05812), model 7, with its effects of benchmarks (an A and a B for each `benchmark`) and without its L1 penalty, which is
 * {@link fitPenalisedProgress}. With few models of correlated size and year the penalty decides much of the published estimate; here such data are refused or
 * get wide intervals instead.
 *
 * @param models - At least 8 models with three sizes, three amounts of data and three years; with several benchmarks two more for each, and three of each.
 * @param options - See {@link FitLawOptions}; `loss` is `'squared'` here, as in the source.
 * @returns Constants, doubling times with intervals, evidence; or a refusal.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitAlgorithmicProgress } from '@safety-portfolio/scaling-laws'
 *
 * const models = [2014, 2017, 2020, 2023].flatMap((year) =>
 *   [1e8, 1e9, 1e10].flatMap((params) =>
 *     [1e9, 1e10, 1e11].map((tokens) => ({
 *       params,
 *       tokens,
 *       year,
 *       loss: 20 * params ** -0.1 * Math.exp(-0.05 * (year - 2014)) + 30 * tokens ** -0.12 * Math.exp(-0.04 * (year - 2014)),
 *     })),
 *   ),
 * )
 * const { doublingMonths } = fitAlgorithmicProgress(models)
 * doublingMonths.params.estimate // => ~16.6355
 * doublingMonths.compute.estimate // => ~9.9813
 * ```
 */
export function fitAlgorithmicProgress(
  models: readonly DatedModel[],
  options: FitLawOptions = {},
): AlgorithmicProgressFit {
  const { fit, draws } = fitLawWithDraws('fitAlgorithmicProgress', algorithmicProgress(benchmarksOf(models)), models, {
    ...options,
    loss: options.loss ?? 'squared',
  })
  const level = options.bootstrap?.level ?? options.level ?? 0.95
  const estimate = (take: (times: ProgressDoublingTimes) => number | null, gradient: Rates): Estimate => {
    if (fit.parameters === null) return noEstimate(fit.refusal?.message ?? 'there is no fit')
    const value = take(timesOf(fit.parameters))
    if (value === null) return noEstimate('the fit shows no progress')
    const ends =
      draws === null
        ? delta(fit, doublingRate(value), gradient, level)
        : ratePercentiles(
            draws.map((draw) => doublingRate(take(timesOf(draw)))),
            level,
          )
    const method = draws === null ? 'delta method on the rate, t' : 'percentile case bootstrap'
    return doublingEstimate(value, ends, level, method)
  }
  return {
    ...fit,
    year0: fit.parameters === null ? null : models.reduce((first, { year }) => Math.min(first, year), Infinity),
    doublingMonths: {
      params: estimate(({ paramsMonths }) => paramsMonths, paramsRate),
      data: estimate(({ dataMonths }) => dataMonths, dataRate),
      compute: estimate(
        ({ computeMonths }) => computeMonths,
        (constants) => {
          const [left, right] = [paramsRate(constants), dataRate(constants)]
          return left.map((value, j) => value + right[j]!)
        },
      ),
    },
  }
}

/** Gradient of doublings per year by (log A, log B, alpha, beta, alphaYear, betaYear). */
type Rates = (constants: ProgressParameters) => readonly number[]

const paramsRate: Rates = ({ alpha, alphaYear }) => [
  0,
  0,
  -alphaYear / (Math.LN2 * alpha ** 2),
  0,
  1 / (Math.LN2 * alpha),
  0,
]
const dataRate: Rates = ({ beta, betaYear }) => [0, 0, 0, -betaYear / (Math.LN2 * beta ** 2), 0, 1 / (Math.LN2 * beta)]

function timesOf({ alpha, alphaYear, beta, betaYear }: ProgressParameters): ProgressDoublingTimes {
  return progressDoublingTimes({ params: alpha, paramsYear: alphaYear, data: beta, dataYear: betaYear })
}

function delta(
  { covariance, parameters }: LawFit<string, ProgressParameters>,
  rate: number,
  gradient: Rates,
  level: number,
): RateEnds | null {
  if (covariance === null) return null
  const matrix = Float64Array.from(covariance.matrix.flat())
  const quantile = studentTHalfWidth((1 - level) / 2, covariance.degrees)
  const { standardError, interval } = deltaEstimate(
    { value: rate, log: false, gradient: () => gradientOf(covariance, gradient(parameters!)) },
    matrix,
    quantile,
    level,
    '',
  )
  return interval === null ? null : { lower: interval.lower, upper: interval.upper, error: standardError! }
}

/** A gradient by the shared constants, for all that the covariance knows. */
function gradientOf({ scales }: ConstantCovariance, gradient: readonly number[]): readonly number[] {
  return scales.map((_, j) => gradient[j] ?? 0)
}

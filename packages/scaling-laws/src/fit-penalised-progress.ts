import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { ProgressDoublingTimes } from './algorithmic-progress.js'
import type { DatedModel, ProgressParameters } from './fit-algorithmic-progress.js'
import { algorithmicProgress, benchmarksOf } from './internal/algorithmic-progress-definition.js'
import { doublingEstimate, doublingRate, ratePercentiles } from './internal/doubling-estimate.js'
import { requireFraction, requireOneOf } from './internal/options.js'
import { progressProblem, type ProgressProblem } from './internal/progress-objective.js'
import { leaveOneOut, progressOptimum, resampledProgress, timesOf } from './internal/progress-optimum.js'
import { requireInteger, requireNonNegative } from './internal/require-number.js'
import type { PenalisedProgressFit, PenalisedProgressOptions } from './penalised-progress.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/**
 * The law of algorithmic progress as Ho et al. 2024 fit it: mean squared error of log perplexity plus an L1 penalty on every coefficient of
 * log ppl = exp(aConst - aYear (Y - Y0) - aParam log(N / N0)) + exp(bConst - bYear (Y - Y0) - bData log(D / D0)), N0, D0 and Y0 the smallest of the sample,
 * with constants of their own for each benchmark. The penalty decides where size, data and year are correlated; {@link fitAlgorithmicProgress} fits without it
 * and refuses there.
 *
 * Source: Ho et al. 2024 (arXiv 2403.05812), model 7, and its code (github.com/epoch-research/lm-algorithmic-progress) for the penalty. The optimum here is one:
 * the published code stops at the default tolerance of its optimiser, started at zero.
 *
 * @param models - At least 8 models with three sizes, three amounts of data and three years; with several benchmarks two more for each, and three of each.
 * @param options - See {@link PenalisedProgressOptions}.
 * @returns Constants, doubling times with bootstrap intervals, evidence; or a refusal.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitPenalisedProgress } from '@safety-portfolio/scaling-laws'
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
 * fitPenalisedProgress(models, { penalty: 0 }).doublingMonths.compute.estimate // => ~9.9813
 * const { penalty, doublingMonths } = fitPenalisedProgress(models, { penalty: [0.0025, 1e-6], bootstrap: { replicates: 20, seed: 1 } })
 * penalty // => 1e-6
 * doublingMonths.compute.interval!.level // => 0.95
 * ```
 */
export function fitPenalisedProgress(
  models: readonly DatedModel[],
  options: PenalisedProgressOptions = {},
): PenalisedProgressFit {
  const { penalty: given = 0.0025, reference, level = 0.95 } = options
  const { replicates = 100, seed } = options.bootstrap ?? { seed: 1 }
  const candidates = typeof given === 'number' ? [given] : given
  if (candidates.length === 0) throw new RangeError(`${caller}: penalty must hold at least one weight, got none`)
  for (const weight of candidates) requireNonNegative(caller, 'penalty', weight)
  requireFraction(caller, 'level', level)
  requireInteger(caller, 'bootstrap.replicates', replicates, 0)
  const benchmarks = ordered(benchmarksOf(models), reference)
  const definition = algorithmicProgress(benchmarks)
  const refusal = definition.unidentifiable(models)
  if (refusal !== undefined) return refused(models.length, refusal)
  const problem = progressProblem(models, benchmarks)
  const crossed = candidates.length === 1 ? null : candidates.map((penalty) => leaveOneOut(problem, penalty))
  const penalty =
    crossed === null
      ? candidates[0]!
      : crossed.reduce((best, one) => (one.meanSquaredError < best.meanSquaredError ? one : best)).penalty
  const { best, tried, reached } = progressOptimum(problem, penalty)
  const draws = resampledProgress(problem, penalty, best.theta, replicates, seed)
  const usable = draws.filter((theta) => theta !== null)
  const parameters = constantsOf(problem, best.theta)
  const squared = best.value - penalty * best.theta.reduce((sum, value) => sum + Math.abs(value), 0)
  const estimate = (take: (times: ProgressDoublingTimes) => number | null): Estimate => {
    const times = timesOf(best.theta)
    const value = times === null ? null : take(times)
    if (value === null)
      return noEstimate(
        times === null ? 'the penalty leaves no effect of size or of data' : 'the fit shows no progress',
      )
    const rates = usable.map((theta) => doublingRate(take(timesOf(theta)!)))
    return doublingEstimate(value, ratePercentiles(rates, level), level, 'percentile case bootstrap, penalty held')
  }
  return {
    law: 'algorithmic-progress',
    n: problem.n,
    year0: problem.smallest.year,
    parameters,
    coefficients: coefficientsOf(problem, best.theta),
    penalty,
    crossValidation: crossed,
    meanSquaredError: squared,
    objective: best.value,
    converged: best.converged,
    stationarity: best.stationarity,
    starts: { tried, reached },
    doublingMonths: {
      params: estimate(({ paramsMonths }) => paramsMonths),
      data: estimate(({ dataMonths }) => dataMonths),
      compute: estimate(({ computeMonths }) => computeMonths),
    },
    bootstrap: { replicates, seed, unusable: draws.length - usable.length },
    method: `mean squared error of log perplexity and ${penalty} times the sum of absolute coefficients, minimised by orthant-wise Newton steps; intervals: percentile case bootstrap`,
    assumptions: [
      ...definition.assumptions,
      'The coefficients are small at the smallest N, D and year of these models: the penalty pulls each towards zero there, and the intervals do not hold its bias.',
    ],
    warnings: best.converged ? [] : [notConverged],
    version,
  }
}

const caller = 'fitPenalisedProgress'

/** The benchmarks with the reference first. */
function ordered(benchmarks: readonly string[], reference: string | undefined): readonly string[] {
  if (reference === undefined) return benchmarks
  requireOneOf(caller, 'reference', reference, benchmarks)
  return [reference, ...benchmarks.filter((name) => name !== reference)]
}

function constantsOf({ smallest, benchmarks }: ProgressProblem, theta: Float64Array): ProgressParameters {
  const [a, b, alpha, beta, alphaYear, betaYear, ...own] = theta as unknown as readonly number[]
  const A = (more = 0): number => Math.exp(a! + more + alpha! * Math.log(smallest.params))
  const B = (more = 0): number => Math.exp(b! + more + beta! * Math.log(smallest.tokens))
  const others = benchmarks.slice(1).flatMap((name, k) => [
    [`A:${name}`, A(own[2 * k])],
    [`B:${name}`, B(own[2 * k + 1])],
  ])
  return {
    ...{ A: A(), B: B(), alpha: alpha!, beta: beta!, alphaYear: alphaYear!, betaYear: betaYear! },
    ...(Object.fromEntries(others) as Record<`A:${string}`, number>),
  }
}

function coefficientsOf({ benchmarks }: ProgressProblem, theta: Float64Array): Readonly<Record<string, number>> {
  const names = [
    ...['alphaConst', 'betaConst', 'alphaParam', 'betaData', 'alphaYear', 'betaYear'],
    ...benchmarks.slice(1).flatMap((name) => [`alphaConst:${name}`, `betaConst:${name}`]),
  ]
  return Object.fromEntries(names.map((name, j) => [name, theta[j]!]))
}

function refused(n: number, refusal: Finding): PenalisedProgressFit {
  const nothing = noEstimate(refusal.message)
  return {
    ...{ law: 'algorithmic-progress', n, year0: null, parameters: null, coefficients: null, penalty: null },
    ...{ crossValidation: null, meanSquaredError: null, objective: null, converged: false, stationarity: null },
    ...{ starts: null, bootstrap: null, method: 'refused', assumptions: [], warnings: [], refusal, version },
    doublingMonths: { params: nothing, data: nothing, compute: nothing },
  }
}

const notConverged: Finding = {
  code: 'not-converged',
  message: 'The penalised fit is not a certified optimum: do not rely on it (stationarity).',
}

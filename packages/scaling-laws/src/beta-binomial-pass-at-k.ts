import { dampedNewton, normalQuantile } from '@safety-portfolio/stats'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import { betaBinomialObjective, polish } from './internal/beta-binomial-likelihood.js'
import { digamma, logGammaDifference } from './internal/gamma-differences.js'
import { requireFraction, requireInteger, requirePositive } from './internal/require-number.js'
import type { PassAtKPoint, ProblemAttempts } from './pass-at-k.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/** Parameters of the Beta distribution of pass@1 over problems. */
export interface BetaParameters {
  /** Exponent of the density at 0, and of the power law of failures. */
  readonly alpha: number
  /** Exponent of the density at 1. */
  readonly beta: number
}

/**
 * Expected pass@k over problems whose pass@1 is Beta(alpha, beta): 1 - B(alpha, beta + k) / B(alpha, beta) (Schaeffer 2025,
 * arXiv 2502.17578). Accurate to about 1e-13 for any k, small probabilities included.
 *
 * @param k - attempts, > 0; need not be an integer
 * @throws RangeError when an argument is not > 0.
 *
 * @example
 * ```ts
 * import { betaBinomialPassAtK } from '@safety-portfolio/scaling-laws'
 *
 * betaBinomialPassAtK({ alpha: 0.3, beta: 5 }, 100) // => ~0.60686618724
 * betaBinomialPassAtK({ alpha: 1, beta: 1 }, 10) // => ~0.9090909090909
 * ```
 */
export function betaBinomialPassAtK({ alpha, beta }: BetaParameters, k: number): number {
  requirePositive('betaBinomialPassAtK', 'alpha', alpha)
  requirePositive('betaBinomialPassAtK', 'beta', beta)
  requirePositive('betaBinomialPassAtK', 'k', k)
  return -Math.expm1(logFailure(alpha, beta, k))
}

/** Options of `fitBetaBinomialPassAtK`. */
export interface BetaBinomialPassAtKOptions {
  /** Numbers of attempts to forecast pass@k for. Default: none. */
  readonly ks?: readonly number[]
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/** A Beta distribution of pass@1 fitted to counts, and what follows from it. JSON-safe. */
export interface BetaBinomialPassAtK {
  /** Number of problems. */
  readonly n: number
  /** The distribution of pass@1; `null` when refused. */
  readonly parameters: BetaParameters | null
  /** alpha, the exponent b of -log pass@k ~ coefficient k^-b at large k. */
  readonly exponent: Estimate
  /** Gamma(alpha + beta) / Gamma(beta), the coefficient of that power law. */
  readonly coefficient: number | null
  /** Forecast of mean pass@k for new problems of the same kind. */
  readonly forecasts: readonly PassAtKPoint[]
  /** Log likelihood of the counts, without the binomial coefficients. */
  readonly logLikelihood: number | null
  /** Whether the maximum is certified: Hessian definite, and less than 1e-5 standard errors away by Newton's decrement. */
  readonly converged: boolean
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no fit. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

/** Up to here a product of k factors is cheap, and exact where differences of log gamma cancel. */
const longestProduct = 1000
/** Squared distance from the maximum in standard errors. */
const largestDecrement = 1e-10
/** Sum alpha + beta beyond which the problems cannot be told from equally hard ones. */
const largestPrecision = 1e6
/** Below this either exponent is an edge of the model: every problem is solved always or never. */
const smallestParameter = 1e-6

/**
 * Maximum likelihood of a Beta distribution of pass@1 over problems from success counts, and the power law of repeated
 * sampling that follows: for large k, -log pass@k falls as k^-alpha. Because the likelihood depends on the attempts only
 * through the counts, it stays right when attempts stopped at the first success, where the unbiased pass@k does not.
 *
 * Intervals are Wald intervals from the exact Hessian: of the exponent on its logarithm, of a forecast on log(-log(1 -
 * pass@k)). They hold for the model; a distribution of pass@1 with another tail at 0 breaks the forecast, not the interval.
 *
 * @param problems - attempts and successes per problem
 * @returns the fit, with a `refusal` when there are fewer than 2 problems, no success or no failure at all, or no
 * variation between problems
 * @throws RangeError when a count is out of its domain.
 *
 * @example
 * ```ts
 * import { fitBetaBinomialPassAtK } from '@safety-portfolio/scaling-laws'
 *
 * const problems = [0, 0, 1, 0, 3, 12, 0, 2, 40, 0, 7, 1].map((successes) => ({ attempts: 100, successes }))
 * const fit = fitBetaBinomialPassAtK(problems, { ks: [1000] })
 * fit.exponent.estimate // => ~0.24469
 * fit.forecasts[0]!.passAtK.estimate // => ~0.74503
 * ```
 */
export function fitBetaBinomialPassAtK(
  problems: readonly ProblemAttempts[],
  options: BetaBinomialPassAtKOptions = {},
): BetaBinomialPassAtK {
  const { ks = [], level = 0.95 } = options
  requireFraction('fitBetaBinomialPassAtK', 'level', level)
  for (const k of ks) requirePositive('fitBetaBinomialPassAtK', 'k', k)
  for (const { attempts, successes } of problems) {
    requireInteger('fitBetaBinomialPassAtK', 'attempts', attempts, 1)
    requireInteger('fitBetaBinomialPassAtK', 'successes', successes, 0)
    if (successes > attempts)
      throw new RangeError(`fitBetaBinomialPassAtK: successes must be <= attempts (${attempts}), got ${successes}`)
  }
  const common = {
    n: problems.length,
    method: 'maximum likelihood of a beta-binomial distribution, Wald intervals on log scales',
    assumptions: [
      'pass@1 varies over problems as a Beta distribution, also below 1 / attempts where the data cannot see it.',
      'Attempts at a problem are independent; when to stop may depend on earlier outcomes.',
    ],
    warnings: problems.length < 20 ? [fewProblems(problems.length)] : [],
    version,
  }
  const successes = problems.reduce((sum, problem) => sum + problem.successes, 0)
  const attempts = problems.reduce((sum, problem) => sum + problem.attempts, 0)
  const refused = (code: string, message: string): BetaBinomialPassAtK => ({
    ...common,
    parameters: null,
    exponent: noEstimate(message),
    coefficient: null,
    forecasts: ks.map((k) => ({ k, passAtK: noEstimate(message) })),
    logLikelihood: null,
    converged: false,
    refusal: { code, message },
  })
  if (problems.length < 2) return refused('too-few-problems', 'A distribution over problems needs at least 2 problems.')
  if (successes === 0)
    return refused('no-success', 'No attempt succeeded: the rate may be anything below the resolution of the attempts.')
  if (successes === attempts)
    return refused('no-failure', 'No attempt failed: the rate may be anything above the resolution of the attempts.')
  const objective = betaBinomialObjective(problems)
  const start = starts(problems, successes / attempts)
    .map((point) => dampedNewton(objective, point))
    .reduce((best, fit) => ((fit.value ?? Infinity) < (best.value ?? Infinity) ? fit : best))
  const { u, v, value, covariance, decrement } = polish(objective, start.x[0]!, start.x[1]!)
  const [alpha, beta] = [Math.exp(u), Math.exp(v)]
  if (alpha + beta > largestPrecision)
    return refused('no-variation', 'The counts vary no more than chance: the problems look equally hard.')
  if (alpha < smallestParameter || beta < smallestParameter)
    return refused('all-or-nothing', 'Every problem is solved always or never: the distribution is at its edge.')
  if (!(decrement < largestDecrement)) return refused('not-converged', 'The likelihood has no certified maximum.')
  const z = normalQuantile((1 + level) / 2)
  const sdLogAlpha = Math.sqrt(covariance.uu)
  return {
    ...common,
    parameters: { alpha, beta },
    exponent: {
      estimate: alpha,
      standardError: alpha * sdLogAlpha,
      interval: {
        lower: alpha * Math.exp(-z * sdLogAlpha),
        upper: alpha * Math.exp(z * sdLogAlpha),
        level,
        method: 'Wald on log alpha',
      },
    },
    coefficient: Math.exp(logGammaDifference(beta, alpha)),
    forecasts: ks.map((k) => ({ k, passAtK: forecast(alpha, beta, k, covariance, z, level) })),
    logLikelihood: -value,
    converged: true,
  }
}

/** (log alpha, log beta) by the method of moments, and with an even spread of rates. */
function starts(problems: readonly ProblemAttempts[], mean: number): readonly (readonly [number, number])[] {
  const n = problems.length
  const spread = problems.reduce((sum, problem) => sum + (problem.successes / problem.attempts - mean) ** 2, 0) / n
  const chance = problems.reduce((sum, problem) => sum + (mean * (1 - mean)) / problem.attempts, 0) / n
  const correlation = Math.max(1e-3, Math.min(0.9, (spread - chance) / (mean * (1 - mean))))
  return [1 / correlation - 1, 1].map((precision) => [Math.log(mean * precision), Math.log((1 - mean) * precision)])
}

/** log of B(alpha, beta + k) / B(alpha, beta). */
function logFailure(alpha: number, beta: number, k: number): number {
  if (Number.isInteger(k) && k <= longestProduct) {
    let sum = 0
    for (let j = 0; j < k; j += 1) sum -= Math.log1p(alpha / (beta + j))
    return sum
  }
  return logGammaDifference(beta, alpha) - logGammaDifference(beta + k, alpha)
}

function forecast(
  alpha: number,
  beta: number,
  k: number,
  { uu, uv, vv }: { readonly uu: number; readonly uv: number; readonly vv: number },
  z: number,
  level: number,
): Estimate {
  const value = logFailure(alpha, beta, k)
  const du = alpha * (digamma(alpha + beta) - digamma(alpha + beta + k))
  const dv = beta * (digamma(alpha + beta) - digamma(beta) - digamma(alpha + beta + k) + digamma(beta + k))
  const sd = Math.sqrt(du * du * uu + 2 * du * dv * uv + dv * dv * vv)
  const ratio = Math.exp((z * sd) / -value)
  return {
    estimate: -Math.expm1(value),
    standardError: Math.exp(value) * sd,
    interval: {
      lower: -Math.expm1(value / ratio),
      upper: -Math.expm1(value * ratio),
      level,
      method: 'Wald on log(-log(1 - pass@k))',
    },
  }
}

function fewProblems(n: number): Finding {
  return { code: 'few-problems', message: `Only ${n} problems: the Wald intervals are rough.` }
}

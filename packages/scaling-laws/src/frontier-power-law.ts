import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { Allocation } from './fit-result.js'
import {
  frontierAllocation,
  frontierLine,
  regressionEstimator,
  type FittedFrontierLine,
  type FrontierEstimator,
} from './internal/frontier-line.js'
import { requireFraction, requirePositive } from './internal/require-number.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/** The model size that was found to be best for one budget. */
export interface OptimalSize {
  /** Budget C in FLOP (> 0). */
  readonly compute: number
  /** Optimal number of parameters N (> 0). */
  readonly params: number
  /** Standard error of log N (natural logarithm, > 0); needed for `'inverse-variance'`. */
  readonly logParamsError?: number
}

/** Options of {@link fitFrontierPowerLaw}. */
export interface FrontierPowerLawOptions {
  /**
   * `'equal'` (default): every budget counts the same. `'inverse-variance'`: weight 1 / `logParamsError`^2, as Porian et al. 2024; the
   * scale of the errors is still estimated from the scatter about the line.
   */
  readonly weighting?: 'equal' | 'inverse-variance'
  /** Budgets in FLOP to allocate; default none. */
  readonly budgets?: readonly number[]
  /** Coverage of the intervals; default 0.95. */
  readonly level?: number
}

/** A power law N_opt = k C^a through optimal sizes. JSON-safe. */
export interface FrontierPowerLaw {
  /** Number of budgets used. */
  readonly n: number
  /** a of N proportional to C^a, and 1 - a of D = C / (6 N). */
  readonly exponents: { readonly params: Estimate; readonly tokens: Estimate }
  /** k in parameters at 1 FLOP: far outside the data, so its interval is wide. Compare allocations instead. */
  readonly coefficient: Estimate
  /** Share of the (weighted) variance of log N on the line; `null` where N does not vary. */
  readonly rSquared: number | null
  /** Residual standard deviation of log N about the line (of a point of weight 1); `null` when refused. */
  readonly residualSd: number | null
  /** Optimal sizes of the budgets asked for, without loss. */
  readonly allocation: readonly Allocation[]
  /** What was done, in one sentence. */
  readonly method: string
  /** What has to hold for the numbers to mean what they say. */
  readonly assumptions: readonly string[]
  /** What the reader must know before using the line. */
  readonly warnings: readonly Finding[]
  /** Why there is no line, and what would cure it. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

/** What a frontier needs: fewer budgets leave no or hardly any degree of freedom. */
export const leastBudgets = 3

/**
 * Power law of the compute-optimal model size: least squares of log N on log C over budgets, the last step of approaches 1 and 2 of Hoffmann
 * et al. 2022 and of Porian et al. 2024 (arXiv 2406.19146), whose weights are `'inverse-variance'`. Intervals are Student t with n - 2 degrees
 * of freedom: they cover the scatter of the budgets about the line, not a bias that all budgets share.
 *
 * @param optima - One optimal size per budget.
 * @param options - See {@link FrontierPowerLawOptions}.
 * @returns The line; with fewer than 3 budgets a `refusal` and `null` numbers.
 * @throws RangeError for sizes, budgets, errors or options outside their domain.
 *
 * @example
 * ```ts
 * import { fitFrontierPowerLaw } from '@safety-portfolio/scaling-laws'
 *
 * const optima = [
 *   { compute: 1e19, params: 3.2e8 },
 *   { compute: 1e20, params: 1.05e9 },
 *   { compute: 1e21, params: 3.1e9 },
 * ]
 * const line = fitFrontierPowerLaw(optima, { budgets: [1e22] })
 * line.exponents.params.estimate // => ~0.4931
 * line.allocation[0]!.params.estimate! // => ~9.82e9
 * ```
 */
export function fitFrontierPowerLaw(
  optima: readonly OptimalSize[],
  options: FrontierPowerLawOptions = {},
): FrontierPowerLaw {
  const { weighting = 'equal', budgets = [], level = 0.95 } = options
  requireFraction('fitFrontierPowerLaw', 'level', level)
  for (const budget of budgets) requirePositive('fitFrontierPowerLaw', 'budgets', budget)
  for (const { compute, params, logParamsError } of optima) {
    requirePositive('fitFrontierPowerLaw', 'compute', compute)
    requirePositive('fitFrontierPowerLaw', 'params', params)
    if (weighting === 'inverse-variance')
      requirePositive('fitFrontierPowerLaw', 'logParamsError', logParamsError ?? NaN)
  }
  const line = lineOf(optima, weighting)
  if (line === null) return refusedFrontier(new Set(optima.map(({ compute }) => compute)).size)
  return frontierResult(line, regressionEstimator(line, level), {
    budgets,
    largest: Math.max(...optima.map(({ compute }) => compute)),
    method: `least squares of log N on log C, ${weighting === 'equal' ? 'budgets weighted equally' : 'budgets weighted by inverse variance'}`,
    warnings: severalSizes(optima),
  })
}

/** A budget has one optimum: several of them are several experiments, which a line through all of them mixes. */
function severalSizes(optima: readonly OptimalSize[]): readonly Finding[] {
  const budgets = new Set(optima.map(({ compute }) => compute)).size
  if (budgets === optima.length) return []
  return [
    {
      code: 'several-sizes-per-budget',
      message: `${optima.length} optimal sizes belong to ${budgets} budgets: these are several experiments, and one line through all of them describes none. Choose one experiment.`,
    },
  ]
}

/** The line through the optima, `null` with fewer than three budgets. */
export function lineOf(
  optima: readonly OptimalSize[],
  weighting: 'equal' | 'inverse-variance',
): FittedFrontierLine | null {
  if (new Set(optima.map(({ compute }) => compute)).size < leastBudgets) return null
  return frontierLine(
    Float64Array.from(optima, ({ compute }) => Math.log(compute)),
    Float64Array.from(optima, ({ params }) => Math.log(params)),
    weighting === 'equal' ? undefined : Float64Array.from(optima, ({ logParamsError }) => logParamsError! ** -2),
  )
}

/** The line in the words of the result. */
export function frontierResult(
  line: FittedFrontierLine,
  estimate: FrontierEstimator,
  about: {
    readonly budgets: readonly number[]
    readonly largest: number
    readonly method: string
    readonly warnings: readonly Finding[]
  },
): FrontierPowerLaw {
  return {
    n: line.n,
    exponents: {
      params: estimate({ offset: 0, level: 0, slope: 1, log: false }),
      tokens: estimate({ offset: 1, level: 0, slope: -1, log: false }),
    },
    coefficient: estimate({ offset: 0, level: 1, slope: -line.centre, log: true }),
    rSquared: line.rSquared,
    residualSd: line.residualSd,
    allocation: about.budgets.map((budget) => frontierAllocation(line, estimate, budget, about.largest)),
    method: about.method,
    assumptions: [
      'The optimal size is a power of compute over the whole range, budgets beyond the data included.',
      'Errors of the optima are independent between budgets.',
      'Compute is 6 N D.',
    ],
    warnings: about.warnings,
    version,
  }
}

/** The result that carries a refusal and no number. */
export function refusedFrontier(
  budgets: number,
  message = `A power law of the optimal size needs ${leastBudgets} budgets with an optimum, got ${budgets}. Add budgets, best spread over two orders of magnitude.`,
): FrontierPowerLaw {
  const none: Estimate = noEstimate(message)
  return {
    n: budgets,
    exponents: { params: none, tokens: none },
    coefficient: none,
    rSquared: null,
    residualSd: null,
    allocation: [],
    method: 'refused',
    assumptions: [],
    warnings: [],
    refusal: { code: 'too-few-budgets', message },
    version,
  }
}

import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from './chinchilla-law.js'
import { frontierResult, leastBudgets, refusedFrontier, type FrontierPowerLaw } from './frontier-power-law.js'
import { defaultBudgets } from './internal/chinchilla-allocation.js'
import { regressionEstimator, resamplingEstimator } from './internal/frontier-line.js'
import { computeOf, groupBudgets } from './internal/group-budgets.js'
import { isoFlopLine, prepareBudgets } from './internal/isoflop-line.js'
import { budgetEstimates } from './internal/isoflop-estimates.js'
import { resampleIsoFlop } from './internal/isoflop-replicates.js'
import { intervalOptions } from './internal/interval-options.js'
import { requireNonNegative, requirePositive } from './internal/require-number.js'
import { defaultTolerance, isoFlopBias, type IsoFlopBias } from './isoflop-bias.js'
import type { ResamplingOptions, ResamplingRecord } from './resampling.js'
import type { TrainingRun } from './training-run.js'
import { version } from './version.js'

/** Options of {@link fitIsoFlop}. */
export interface IsoFlopOptions {
  /** The budgets of the experiment in FLOP; a run belongs to the nearest within `budgetTolerance`. Default: found from the runs. */
  readonly designBudgets?: readonly number[]
  /** How far, relatively, the compute of runs of one budget may differ; default 0.05. */
  readonly budgetTolerance?: number
  /** Weights of the budgets in the line: `'equal'` (default) or `'inverse-variance'`, 1 over the squared error of each log N_opt. */
  readonly weighting?: 'equal' | 'inverse-variance'
  /** Budgets in FLOP to allocate; default those of `fitChinchilla`. */
  readonly budgets?: readonly number[]
  /**
   * Resampling of runs within each budget, 1000 replicates by default. Default: none; intervals are then t and delta method. Wider where the
   * curves are no parabolas, since drawing other sizes then moves the vertices.
   */
  readonly bootstrap?: ResamplingOptions
  /** A Chinchilla law for which to quantify the bias on these runs; see {@link isoFlopBias}. */
  readonly law?: ChinchillaParameters
  /** Coverage of the intervals; default 0.95. */
  readonly level?: number
}

/** The parabola of one budget. */
export interface IsoFlopBudget {
  /** Budget C in FLOP. */
  readonly compute: number
  /** Number of runs. */
  readonly n: number
  /** Smallest and largest model. */
  readonly sizes: { readonly smallest: number; readonly largest: number }
  /** Size at the vertex; `null` with the refusal's message as reason. */
  readonly params: Estimate
  /** Tokens at the vertex, C / (6 N). */
  readonly tokens: Estimate
  /** Loss at the vertex. */
  readonly loss: Estimate
  /** Coefficient of (log N)^2. */
  readonly curvature: number | null
  /** Why this budget has no optimum. */
  readonly refusal?: Finding
}

/** Approach 2. JSON-safe. */
export interface IsoFlopFit {
  /** Number of runs used. */
  readonly n: number
  /** One entry per budget, ascending, refused ones included. */
  readonly budgets: readonly IsoFlopBudget[]
  /** The line through the optima. */
  readonly frontier: FrontierPowerLaw
  /** Systematic error under `law`; `null` when none was given. */
  readonly bias: IsoFlopBias | null
  /** What the bootstrap did; `null` when none was asked for. */
  readonly bootstrap: ResamplingRecord | null
  /** What was done, in one sentence. */
  readonly method: string
  /** What has to hold for the numbers to mean what they say. */
  readonly assumptions: readonly string[]
  /** What the reader must know before using the fit. */
  readonly warnings: readonly Finding[]
  /** Why there is no frontier, and what would cure it. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

/**
 * Approach 2 of Hoffmann et al. 2022 (arXiv 2203.15556, section 3.2): per budget a parabola of loss in log N, its vertex as the optimal size, then
 * least squares of log N_opt on log C. A budget without an interior minimum is left out, with the reason and the cure; it is never extrapolated.
 *
 * The method is biased in the intercept whenever alpha and beta differ or the sizes are not centred on the optimum, and no interval shows it:
 * pass `law` to see how far, or use {@link fitChinchilla}.
 *
 * @param runs - Runs of at least 3 budgets with at least 4 models each; see {@link parseRuns}.
 * @param options - See {@link IsoFlopOptions}.
 * @returns Budgets, frontier, intervals and bias; with fewer than 3 usable budgets a `refusal`.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitIsoFlop, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const law = publishedFits.besiroglu.parameters
 * const fit = fitIsoFlop(simulateRuns({ parameters: law, noise: 0.002, seed: 1 }), { law })
 * fit.budgets.length // => 8
 * fit.frontier.exponents.params.estimate! // => ~0.51
 * fit.bias!.trueExponent // => ~0.5126
 * fit.warnings[0]!.code // => 'approach-2-bias'
 * ```
 */
export function fitIsoFlop(runs: readonly TrainingRun[], options: IsoFlopOptions = {}): IsoFlopFit {
  const { weighting = 'equal', budgets = defaultBudgets, bootstrap, law, designBudgets } = options
  const { budgetTolerance = defaultTolerance } = options
  const { level, replicates } = intervalOptions('fitIsoFlop', options)
  requireNonNegative('fitIsoFlop', 'budgetTolerance', budgetTolerance)
  for (const budget of budgets) requirePositive('fitIsoFlop', 'budgets', budget)
  for (const budget of designBudgets ?? []) requirePositive('fitIsoFlop', 'designBudgets', budget)
  for (const run of runs) {
    requirePositive('fitIsoFlop', 'params', run.params)
    requirePositive('fitIsoFlop', 'loss', run.loss)
    requirePositive('fitIsoFlop', 'compute', computeOf(run))
  }
  const { groups, unassigned } = groupBudgets(runs, budgetTolerance, designBudgets)
  const prepared = prepareBudgets(groups)
  const { vertices, line } = isoFlopLine(prepared, weighting)
  const resampled =
    bootstrap === undefined || line === null
      ? null
      : resampleIsoFlop(prepared, weighting, vertices, { ...bootstrap, replicates })
  const method = 'percentile bootstrap over runs within budgets'
  const bias = law === undefined ? null : isoFlopBias(runs, law, { ...options, budgets })
  const dropped = vertices.filter((vertex) => 'code' in vertex).length
  const warnings: Finding[] = [biasWarning(bias)]
  if (dropped > 0)
    warnings.push({
      code: 'budgets-left-out',
      message: `${dropped} of ${groups.length} budgets have no interior minimum and are left out (see budgets).`,
    })
  if (unassigned > 0)
    warnings.push({
      code: 'runs-left-out',
      message: `${unassigned} runs are further than ${budgetTolerance} from every budget and are left out.`,
    })
  if (resampled !== null && resampled.lost > 0)
    warnings.push({
      code: 'lost-minima',
      message: `In ${resampled.lost} of ${replicates} replicates at least one budget lost its interior minimum; the line went through the others.`,
    })
  const frontier =
    line === null
      ? refusedFrontier(groups.length - dropped)
      : frontierResult(
          line,
          resampled === null
            ? regressionEstimator(line, level)
            : resamplingEstimator(line, resampled.lines, level, method),
          {
            budgets,
            largest: Math.max(...groups.map(({ compute }) => compute)),
            method: `least squares of log N on log C, ${weighting} weights`,
            warnings: [],
          },
        )
  return {
    n: runs.length - unassigned,
    budgets: groups.map(({ compute, runs: members }, index) => {
      const sizes = members.map(({ params }) => params)
      return {
        compute,
        n: members.length,
        sizes: { smallest: Math.min(...sizes), largest: Math.max(...sizes) },
        ...budgetEstimates(compute, vertices[index]!, resampled?.vertices[index], level),
      }
    }),
    frontier,
    bias,
    bootstrap:
      bootstrap === undefined
        ? null
        : { replicates, seed: bootstrap.seed, unusable: replicates - (resampled?.lines.length ?? 0) },
    method: `approach 2: parabola of loss in log N per budget, then least squares of log N on log C; intervals: ${resampled === null ? 'delta method and t' : method}`,
    assumptions: [
      'Near its minimum the loss of a budget is a parabola in log N.',
      `The optimal size is a power of compute; ${leastBudgets} budgets or more determine it.`,
      'Runs are independent, and each is trained well enough that N and the budget alone explain its loss.',
      'Compute is 6 N D.',
    ],
    warnings,
    ...(frontier.refusal === undefined ? {} : { refusal: frontier.refusal }),
    version,
  }
}

function biasWarning(bias: IsoFlopBias | null): Finding {
  const cause =
    'Approach 2 is biased in the intercept whenever alpha and beta differ or the sizes are not centred on the optimum; no interval shows it.'
  const say = (rest: string): Finding => ({ code: 'approach-2-bias', message: `${cause} ${rest}` })
  if (bias === null)
    return say('Pass law (for instance the constants of fitChinchilla on these runs) to quantify it on this design.')
  if (bias.exponentBias === null) return say(`It cannot be quantified here: ${bias.refusal?.message ?? ''}`)
  const ratios = (bias.forecast.length > 0 ? bias.forecast : bias.design).map(({ ratio }) => ratio)
  return say(
    `Under the law given, without noise, this design is off by ${bias.exponentBias.toFixed(4)} in the exponent, and its optimal sizes by a factor of ${Math.min(...ratios).toPrecision(3)} to ${Math.max(...ratios).toPrecision(3)}.`,
  )
}

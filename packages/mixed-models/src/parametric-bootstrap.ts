import { createRandom } from '@safety-portfolio/stats'
import type { Finding, Interval, Random } from '@safety-portfolio/stats'
import type { CensoredFit } from './fit-censored.js'
import type { GeneralisedFit } from './fit-generalised.js'
import type { LinearFit } from './fit-linear.js'
import { withSuccesses } from './internal/binomial-data.js'
import { bootstrapParameter, failureWarnings, jsonDraws } from './internal/bootstrap-summary.js'
import { fittedCensored } from './internal/censored-problem.js'
import { crossedCriterion } from './internal/crossed-criterion.js'
import { crossedResponse } from './internal/crossed-response.js'
import type { Criterion } from './internal/criterion.js'
import { fittedProblem } from './internal/fitted-problem.js'
import { fittedGeneralised, generalisedRefit, laplaceCentre, successesSimulator } from './internal/generalised-refit.js'
import { groupedCriterion } from './internal/grouped-criterion.js'
import { totalPatterns } from './internal/pattern-totals.js'
import { laplaceRefit } from './internal/laplace-refit.js'
import { criterionConstant } from './internal/linear-problem.js'
import type { LinearProblem } from './internal/linear-problem.js'
import { offBoundary, refit, refitLabels, whitenedFactors } from './internal/refit.js'
import { censoredSimulator } from './internal/simulate-censored.js'
import { totalsSimulator } from './internal/simulate-totals.js'
import type { MixedModel } from './mixed-model.js'
import { version } from './version.js'

/** Bootstrap summary of one parameter. */
export interface BootstrapParameter {
  /** What it is. */
  readonly kind: 'fixed' | 'standard-deviation' | 'sigma'
  /** Grouping factor of a standard deviation, else `null`. */
  readonly group: string | null
  /** Name of the effect; `'sigma'` for the residual. */
  readonly term: string
  /** The estimate of the original fit. */
  readonly estimate: number
  /** Standard deviation of the replicates; `null` when fewer than two converged. */
  readonly se: number | null
  /** Mean of the replicates less the estimate; `null` when none converged. */
  readonly bias: number | null
  /** The interval; `null` when fewer than two replicates converged. */
  readonly interval: Interval | null
}

/** A bootstrap of the whole model. */
export interface ModelBootstrap {
  /** `'parametric'` or `'cluster'`. */
  readonly kind: 'parametric' | 'cluster'
  /** Replicates drawn. */
  readonly replicates: number
  /** Replicates whose optimum was not proven; they are left out. */
  readonly failed: number
  /** Seed of the draws: replicate k uses stream k. */
  readonly seed: number
  /** Fixed effects, standard deviations of the random effects, and sigma. */
  readonly parameters: readonly BootstrapParameter[]
  /** Every replicate in the order of `parameters` (`null` = failed), when asked for. */
  readonly draws?: readonly (readonly (number | null)[])[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** What the intervals rest on. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
}

/** Options of {@link parametricBootstrap}. */
export interface ParametricBootstrapOptions {
  /** Seed of the draws. */
  readonly seed: number
  /** Number of replicates. Default 1000. */
  readonly replicates?: number
  /** Coverage of the percentile intervals. Default 0.95. */
  readonly level?: number
  /** Whether to return every replicate. Default false. */
  readonly keepDraws?: boolean
}

/**
 * Parametric bootstrap of the whole model: responses are drawn from the fitted model, and every parameter is estimated again by the same
 * likelihood, boundary included. With one grouping factor the draws are made as cross-products (with exactly the distribution that rows
 * would give), so a replicate does not depend on the number of rows. Binomial models draw counts for the rows; a replicate whose outcomes are
 * separated counts as failed. Censored responses are censored again: a row that was censored at its own limit, one that was known at the limit of
 * another row.
 *
 * @param model - The model.
 * @param fit - Its fit.
 * @param options - Seed (required), replicates, level.
 * @throws RangeError when the fit was refused or the replicates are fewer than 2.
 * @example
 * ```ts
 * import { fitLinear, parametricBootstrap, prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ x + (1 | g)', rows)
 * const result = parametricBootstrap(model, fitLinear(model), { seed: 1, replicates: 200 })
 * result.parameters.map(({ term }) => term) // => ['(Intercept)', 'x', '(Intercept)', 'sigma']
 * ```
 */
export function parametricBootstrap(
  model: MixedModel,
  fit: LinearFit | GeneralisedFit | CensoredFit,
  options: ParametricBootstrapOptions,
): ModelBootstrap {
  const { seed, replicates = 1000, level = 0.95, keepDraws = false } = options
  if (!Number.isInteger(replicates) || replicates < 2) {
    throw new RangeError(`parametricBootstrap: replicates must be a whole number of at least 2, got ${replicates}`)
  }
  if (!(level > 0 && level < 1))
    throw new RangeError(`parametricBootstrap: level must be between 0 and 1, got ${level}`)
  const { labels, centre, replicate } =
    fit.family === 'binomial'
      ? generalisedReplicates(model, fit)
      : 'rows' in fit
        ? censoredReplicates(model, fit)
        : linearReplicates(model, fit)
  const draws = Array.from({ length: replicates }, (_, k) => replicate(createRandom(seed, k)))
  const kept = draws.filter((values) => values.every(Number.isFinite))
  const method = 'percentile parametric bootstrap'
  return {
    kind: 'parametric',
    replicates,
    failed: replicates - kept.length,
    seed,
    parameters: labels.map((label, j) => bootstrapParameter(label, centre[j]!, kept, j, level, method)),
    ...(keepDraws ? { draws: jsonDraws(draws) } : {}),
    warnings: failureWarnings(replicates - kept.length, replicates),
    assumptions: [
      fit.family === 'binomial'
        ? 'The fitted model is true: normal random effects with the estimated covariances, and binomial answers given them.'
        : 'The fitted model is true: normal random effects and residuals with the estimated covariances.',
      ...('rows' in fit
        ? [
            'Limits of censoring do not depend on the value; rows that are known would have been censored at the limits of other rows.',
          ]
        : []),
    ],
    version,
  }
}

interface Replicates {
  readonly labels: readonly Pick<BootstrapParameter, 'kind' | 'group' | 'term'>[]
  readonly centre: readonly number[]
  /** Estimates from one simulated response; not finite when the optimum is not proven. */
  readonly replicate: (random: Random) => readonly number[]
}

function linearReplicates(model: MixedModel, fit: LinearFit): Replicates {
  const { problem, theta, variance, estimates } = fittedProblem('parametricBootstrap', model, fit)
  const { criterion, draw } = simulator(problem, fit, theta, Math.sqrt(variance))
  const start = offBoundary(criterion, theta)
  const p = estimates.length
  // The simulated responses have fixed effects 0: by equivariance the estimates are those of the fit plus what comes out, less the
  // least-squares part that `refit` adds.
  const base = refitBase(problem)
  return {
    labels: refitLabels(model, true),
    centre: [...estimates, ...fit.random.flatMap(({ standardDeviations }) => standardDeviations), Math.sqrt(variance)],
    replicate: (random) => {
      draw(random)
      return refit(problem, criterion, start).map((value, j) => (j < p ? value + estimates[j]! - base[j]! : value))
    },
  }
}

function generalisedReplicates(model: MixedModel, fit: GeneralisedFit): Replicates {
  const { problem, parameters } = fittedGeneralised('parametricBootstrap', model, fit)
  const simulate = successesSimulator(problem, parameters)
  return {
    labels: refitLabels(model, false),
    centre: laplaceCentre(fit),
    replicate: (random) => {
      const data = withSuccesses(problem.data, simulate(random))
      return generalisedRefit(problem, data, parameters, fit.quadraturePoints)
    },
  }
}

function censoredReplicates(model: MixedModel, fit: CensoredFit): Replicates {
  const { problem, parameters } = fittedCensored('parametricBootstrap', model, fit)
  const simulate = censoredSimulator(problem, parameters)
  return {
    labels: refitLabels(model, true),
    centre: laplaceCentre(fit),
    replicate: (random) => laplaceRefit(problem, simulate(random), parameters, fit.quadraturePoints),
  }
}

/** The fixed effects that a refit of the null response reports: the least-squares part alone. */
function refitBase(problem: LinearProblem): Float64Array {
  const { design } = problem
  const out = design.leastSquares.slice()
  for (let i = design.p - 1; i >= 0; i -= 1) {
    for (let j = i + 1; j < design.p; j += 1) out[i] = out[i]! - design.fixed.triangle[i * design.p + j]! * out[j]!
    out[i] = out[i]! / design.fixed.triangle[i * design.p + i]!
  }
  return out
}

/** A criterion whose response `draw` replaces. */
function simulator(
  problem: LinearProblem,
  fit: LinearFit,
  theta: Float64Array,
  sigma: number,
): { criterion: Criterion; draw: (random: Random) => void } {
  const { design, summaries, structure } = problem
  const constant = criterionConstant(design, fit.method)
  const lambdas = whitenedFactors(problem, theta)
  if (structure === null) {
    const blocks = design.factors[0]?.factor.blocks ?? []
    const { totals, draw } = totalsSimulator(
      summaries!,
      totalPatterns(summaries!),
      lambdas[0] ?? new Float64Array(0),
      sigma,
    )
    return { criterion: groupedCriterion(totals, blocks, fit.method, constant), draw }
  }
  const response = { ...crossedResponse(design, structure, design.residual) }
  const y = new Float64Array(design.n)
  const draw = (random: Random): void => {
    for (let row = 0; row < design.n; row += 1) y[row] = sigma * random.normal()
    design.factors.forEach(({ factor, columns }, f) => {
      const q = columns.length
      const lambda = lambdas[f]!
      const effects = Array.from(factor.levels, () => {
        const u = Array.from({ length: q }, () => sigma * random.normal())
        return u.map((_, i) => u.reduce((sum, value, k) => sum + lambda[i * q + k]! * value, 0))
      })
      for (let row = 0; row < design.n; row += 1) {
        const own = effects[factor.codes[row]!]!
        for (let c = 0; c < q; c += 1) y[row] = y[row]! + columns[c]![row]! * own[c]!
      }
    })
    Object.assign(response, crossedResponse(design, structure, y))
  }
  return { criterion: crossedCriterion(design, structure, response, fit.method, constant), draw }
}

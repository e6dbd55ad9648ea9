import { bootstrap } from '@safety-portfolio/stats'
import type { BootstrapMethod } from '@safety-portfolio/stats'
import type { CensoredFit } from './fit-censored.js'
import type { GeneralisedFit } from './fit-generalised.js'
import type { LinearFit } from './fit-linear.js'
import { fittedCensored } from './internal/censored-problem.js'
import { fittedProblem } from './internal/fitted-problem.js'
import { fittedGeneralised, generalisedRefit, laplaceCentre } from './internal/generalised-refit.js'
import { groupedCriterion } from './internal/grouped-criterion.js'
import { totalPatterns } from './internal/pattern-totals.js'
import { laplaceRefit, resampledUnits } from './internal/laplace-refit.js'
import { criterionConstant } from './internal/linear-problem.js'
import { offBoundary, refit, refitLabels } from './internal/refit.js'
import type { MixedModel } from './mixed-model.js'
import type { BootstrapParameter, ModelBootstrap, ParametricBootstrapOptions } from './parametric-bootstrap.js'
import { version } from './version.js'

/** Options of {@link clusterBootstrap}. */
export interface ClusterBootstrapOptions extends ParametricBootstrapOptions {
  /** `'percentile'` (default) or `'bca'`, which corrects for bias and skewness by leaving each group out once. */
  readonly method?: BootstrapMethod
}

/**
 * Bootstrap over groups: whole groups are drawn with replacement and the model is estimated again from their cross-products, without a pass
 * over the rows. It does not assume normality, nor that the random-effect structure is right; it needs many groups (at least about 20).
 *
 * @param model - A model with one grouping factor.
 * @param fit - Its fit.
 * @param options - Seed (required), replicates, level, method.
 * @throws RangeError for several grouping factors, or when the fit was refused.
 * @example
 * ```ts
 * import { clusterBootstrap, fitLinear, prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ x + (1 | g)', rows)
 * clusterBootstrap(model, fitLinear(model), { seed: 1, replicates: 100 }).parameters[1]!.estimate // => ~0.92
 * ```
 */
export function clusterBootstrap(
  model: MixedModel,
  fit: LinearFit | GeneralisedFit | CensoredFit,
  options: ClusterBootstrapOptions,
): ModelBootstrap {
  if (model.factors.length !== 1) {
    throw new RangeError(`clusterBootstrap: needs exactly one grouping factor, got ${model.factors.length}`)
  }
  const { labels, centre, statistic } =
    fit.family === 'binomial'
      ? generalisedResamples(model, fit)
      : 'rows' in fit
        ? censoredResamples(model, fit)
        : linearResamples(model, fit)
  const result = bootstrap(model.factors[0]!.levels.length, statistic, options)
  return {
    kind: 'cluster',
    replicates: result.replicates,
    failed: result.failures,
    seed: result.seed,
    parameters: labels.map((label, j) => {
      const { standardError, interval } = result.estimates[j]!
      return { ...label, estimate: centre[j]!, se: standardError, bias: null, interval }
    }),
    ...(result.draws === undefined ? {} : { draws: result.draws }),
    warnings: result.warnings,
    assumptions: [
      'Groups are independent draws from one population; rows within a group may depend on each other in any way.',
    ],
    version,
  }
}

interface Resamples {
  readonly labels: readonly Pick<BootstrapParameter, 'kind' | 'group' | 'term'>[]
  readonly centre: readonly number[]
  /** Estimates when group g occurs `counts[g]` times. */
  readonly statistic: (counts: Float64Array) => number[]
}

function linearResamples(model: MixedModel, fit: LinearFit): Resamples {
  const { problem, criterion: original, theta } = fittedProblem('clusterBootstrap', model, fit)
  const { design } = problem
  const summaries = problem.summaries!
  const constant = criterionConstant(design, fit.method)
  const start = offBoundary(original, theta)
  const blocks = design.factors[0]!.factor.blocks
  return {
    labels: refitLabels(model, true),
    centre: [
      ...fit.fixed.map(({ estimate }) => estimate),
      ...fit.random.flatMap(({ standardDeviations }) => standardDeviations),
      fit.sigma ?? 0,
    ],
    statistic: (counts) => {
      const criterion = groupedCriterion(totalPatterns(summaries, counts), blocks, fit.method, constant)
      return refit(problem, criterion, start)
    },
  }
}

function generalisedResamples(model: MixedModel, fit: GeneralisedFit): Resamples {
  const { problem, parameters } = fittedGeneralised('clusterBootstrap', model, fit)
  return {
    labels: refitLabels(model, false),
    centre: laplaceCentre(fit),
    statistic: (counts) =>
      generalisedRefit(
        problem,
        { ...problem.data, ...resampledUnits(problem.data, counts) },
        parameters,
        fit.quadraturePoints,
      ),
  }
}

function censoredResamples(model: MixedModel, fit: CensoredFit): Resamples {
  const { problem, parameters } = fittedCensored('clusterBootstrap', model, fit)
  return {
    labels: refitLabels(model, true),
    centre: laplaceCentre(fit),
    statistic: (counts) =>
      laplaceRefit(problem, resampledUnits(problem.data, counts), parameters, fit.quadraturePoints),
  }
}

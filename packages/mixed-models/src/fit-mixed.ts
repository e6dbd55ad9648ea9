import type { Finding } from '@safety-portfolio/stats'
import { clusterBootstrap } from './cluster-bootstrap.js'
import { fitCensored } from './fit-censored.js'
import type { CensoredFit } from './fit-censored.js'
import { fitGeneralised } from './fit-generalised.js'
import type { GeneralisedFit } from './fit-generalised.js'
import { fitLinear } from './fit-linear.js'
import type { LinearFit } from './fit-linear.js'
import { fixedEffectTable } from './fixed-effect-inference.js'
import type { FixedEffectInference } from './fixed-effect-inference.js'
import type { FixedEffect } from './fixed-effects.js'
import type { LikelihoodMethod } from './internal/criterion.js'
import { kenwardRoger } from './kenward-roger.js'
import { prepareModel } from './mixed-model.js'
import type { MixedModel, ModelOptions, Rows } from './mixed-model.js'
import { parametricBootstrap } from './parametric-bootstrap.js'
import type { ModelBootstrap } from './parametric-bootstrap.js'
import { profileIntervals } from './profile-interval.js'
import { satterthwaite } from './satterthwaite.js'
import { varianceComponents } from './variance-component.js'
import type { VarianceComponent } from './variance-component.js'

/** How the fixed effects are tested: normal theory, small-sample approximations, profile likelihood, or resampling. */
export type InferenceName = 'wald' | 'satterthwaite' | 'kr' | 'profile' | 'bootstrap' | 'cluster-bootstrap'

/** Options of {@link fitMixed}. */
export interface MixedOptions extends ModelOptions {
  /** Family of the response. Default `'gaussian'`. */
  readonly family?: 'gaussian' | 'binomial'
  /** REML (default) or ML, for gaussian models. */
  readonly method?: LikelihoodMethod
  /** Tests and intervals. Default `'satterthwaite'` for gaussian models and `'wald'` for binomial and censored ones. */
  readonly inference?: InferenceName
  /** Points of adaptive quadrature for binomial and censored models; 1 (default) is Laplace. */
  readonly quadraturePoints?: number
  /** Replicates of a bootstrap. Default 1000. */
  readonly replicates?: number
  /** Seed of a bootstrap. Default 1. */
  readonly seed?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/** A fit with the inference that was asked for. */
export type MixedFit = (LinearFit | GeneralisedFit | CensoredFit) & {
  /** How `fixed` was tested. */
  readonly inference: InferenceName
  /**
   * Standard deviations and correlations of the random effects and sigma, with intervals of the same kind as `fixed`: profile or bootstrap where that
   * was asked for, else normal-theory ones. Empty when the fit was refused.
   */
  readonly varianceComponents: readonly VarianceComponent[]
}

/**
 * From a formula and a table to a finished, JSON-safe result in one call: prepares the model, fits it, and puts the requested tests and
 * intervals into `fixed`. Kenward-Roger falls back to Satterthwaite, with a warning, where it cannot be computed.
 *
 * @param formula - Text in the notation of {@link parseFormula}.
 * @param rows - The table.
 * @param options - Family, method, inference and how columns are read.
 * @throws RangeError when the formula cannot be used with the data, or an inference does not exist for the family.
 * @example
 * ```ts
 * import { fitMixed } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const fit = fitMixed('y ~ x + (1 | g)', rows)
 * fit.certificate!.boundary // => false
 * fit.fixed[1]!.p! // => ~0.0025
 * ```
 */
export function fitMixed(formula: string, rows: Rows, options: MixedOptions = {}): MixedFit {
  const { family = 'gaussian', method = 'REML', quadraturePoints = 1, level = 0.95 } = options
  const model = prepareModel(formula, rows, options)
  const censored = model.bounds !== null
  const plain = family === 'gaussian' && !censored
  const { inference = plain ? 'satterthwaite' : 'wald' } = options
  const known = plain ? linearInferences : laplaceInferences
  if (!known.includes(inference)) {
    const kind = censored ? 'models of a censored response' : 'binomial models'
    throw new RangeError(`fitMixed: ${kind} have the inferences ${known.join(', ')}, got ${inference}`)
  }
  if (family === 'binomial' && censored) {
    throw new RangeError('fitMixed: a response censored(lower, upper) belongs to the gaussian family')
  }
  const fit = censored
    ? fitCensored(model, { level, quadraturePoints })
    : plain
      ? fitLinear(model, { method, level })
      : fitGeneralised(model, { quadraturePoints, level })
  if (fit.refusal !== null) return { ...fit, inference, varianceComponents: [] }
  const normal = (): readonly VarianceComponent[] => varianceComponents(model, fit, { level })
  if (inference === 'wald') return { ...fit, inference, varianceComponents: normal() }
  const { fixed, used, warnings, components } = infer(model, fit, inference, options)
  return {
    ...fit,
    fixed,
    inference: used,
    warnings: [...fit.warnings, ...warnings],
    varianceComponents: components ?? normal(),
  }
}

const linearInferences: readonly InferenceName[] = [
  'wald',
  'satterthwaite',
  'kr',
  'profile',
  'bootstrap',
  'cluster-bootstrap',
]
/** Of binomial models and censored responses: what does not rest on a t distribution. */
const laplaceInferences: readonly InferenceName[] = ['wald', 'profile', 'bootstrap', 'cluster-bootstrap']

interface Inferred {
  readonly fixed: readonly FixedEffect[]
  readonly used: InferenceName
  readonly warnings: readonly Finding[]
  /** Variance components with intervals of their own, where the inference has them. */
  readonly components?: readonly VarianceComponent[]
}

function infer(
  model: MixedModel,
  fit: LinearFit | GeneralisedFit | CensoredFit,
  inference: InferenceName,
  options: MixedOptions,
): Inferred {
  const { level = 0.95, replicates = 1000, seed = 1 } = options
  if (inference === 'bootstrap' || inference === 'cluster-bootstrap') {
    const run = inference === 'bootstrap' ? parametricBootstrap : clusterBootstrap
    return bootstrapped(fit, inference, run(model, fit, { seed, replicates, level, keepDraws: true }))
  }
  if (inference === 'profile') return profiled(model, fit, level)
  return smallSample(model, fit as LinearFit, inference, level)
}

function bootstrapped(
  fit: LinearFit | GeneralisedFit | CensoredFit,
  used: InferenceName,
  result: ModelBootstrap,
): Inferred {
  const fixed = fit.fixed.map((effect, k) => {
    const { se, interval } = result.parameters[k]!
    const own = se ?? effect.se
    return { ...effect, se: own, statistic: own > 0 ? effect.estimate / own : null, p: bootstrapP(result, k), interval }
  })
  const components = result.parameters.flatMap(({ kind, group, term, estimate, interval }): VarianceComponent[] => {
    if (kind === 'fixed') return []
    const reason = 'Fewer than two replicates had a proven optimum.'
    return [{ kind, group, term, estimate, interval, ...(interval === null ? { reason } : {}) }]
  })
  return { fixed, used, warnings: result.warnings, components }
}

/** Twice the share of replicates on the other side of 0, counting one more replicate there (Davison and Hinkley 1997, section 4.2). */
function bootstrapP({ draws = [] }: ModelBootstrap, index: number): number | null {
  const values = draws.flatMap((row) => row[index] ?? [])
  if (values.length < 2) return null
  const below = values.filter((value) => value <= 0).length
  const above = values.filter((value) => value >= 0).length
  return Math.min(1, (2 * (1 + Math.min(below, above))) / (values.length + 1))
}

function profiled(model: MixedModel, fit: LinearFit | GeneralisedFit | CensoredFit, level: number): Inferred {
  const intervals = profileIntervals(model, { level, fit })
  const fixed = fit.fixed.map((effect, k) => {
    const { interval, statistic = null, p = null } = intervals[k]!
    return { ...effect, interval, statistic, p }
  })
  const components = intervals.flatMap(({ kind, ...rest }) => (kind === 'fixed' ? [] : [{ kind, ...rest }]))
  return { fixed, used: 'profile', warnings: [], components }
}

function smallSample(model: MixedModel, fit: LinearFit, inference: InferenceName, level: number): Inferred {
  const table = (by: FixedEffectInference): readonly FixedEffect[] => fixedEffectTable(by, level)
  switch (inference) {
    case 'kr': {
      try {
        return { fixed: table(kenwardRoger(model, fit)), used: inference, warnings: [] }
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        const warning = {
          code: 'kenward-roger-unavailable',
          message: `${error.message}. Satterthwaite's degrees of freedom are given instead.`,
        }
        return { fixed: table(satterthwaite(model, fit)), used: 'satterthwaite', warnings: [warning] }
      }
    }
    default:
      return { fixed: table(satterthwaite(model, fit)), used: 'satterthwaite', warnings: [] }
  }
}

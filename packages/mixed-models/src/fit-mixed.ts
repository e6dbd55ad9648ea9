import type { Finding } from '@safety-portfolio/stats'
import { clusterBootstrap } from './cluster-bootstrap.js'
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
import { profileIntervals } from './profile-interval.js'
import { satterthwaite } from './satterthwaite.js'

/** How the fixed effects are tested: normal theory, small-sample approximations, profile likelihood, or resampling. */
export type InferenceName = 'wald' | 'satterthwaite' | 'kr' | 'profile' | 'bootstrap' | 'cluster-bootstrap'

/** Options of {@link fitMixed}. */
export interface MixedOptions extends ModelOptions {
  /** Family of the response. Default `'gaussian'`. */
  readonly family?: 'gaussian' | 'binomial'
  /** REML (default) or ML, for gaussian models. */
  readonly method?: LikelihoodMethod
  /** Tests and intervals of the fixed effects. Default `'satterthwaite'` for gaussian models and `'wald'` for binomial ones. */
  readonly inference?: InferenceName
  /** Points of adaptive quadrature for binomial models; 1 (default) is Laplace. */
  readonly quadraturePoints?: number
  /** Replicates of a bootstrap. Default 1000. */
  readonly replicates?: number
  /** Seed of a bootstrap. Default 1. */
  readonly seed?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/** A fit with the inference that was asked for. */
export type MixedFit = (LinearFit | GeneralisedFit) & {
  /** How `fixed` was tested. */
  readonly inference: InferenceName
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
  const { inference = family === 'gaussian' ? 'satterthwaite' : 'wald' } = options
  const model = prepareModel(formula, rows, options)
  if (family === 'binomial') {
    if (inference !== 'wald') {
      throw new RangeError(`fitMixed: binomial models have only wald inference, got ${inference}`)
    }
    return { ...fitGeneralised(model, { quadraturePoints, level }), inference }
  }
  const fit = fitLinear(model, { method, level })
  if (fit.refusal !== null || inference === 'wald') return { ...fit, inference }
  const { fixed, used, warnings } = infer(model, fit, inference, options)
  return { ...fit, fixed, inference: used, warnings: [...fit.warnings, ...warnings] }
}

function infer(
  model: MixedModel,
  fit: LinearFit,
  inference: InferenceName,
  options: MixedOptions,
): { fixed: readonly FixedEffect[]; used: InferenceName; warnings: readonly Finding[] } {
  const { level = 0.95, replicates = 1000, seed = 1 } = options
  const table = (by: FixedEffectInference): readonly FixedEffect[] => fixedEffectTable(by, level)
  switch (inference) {
    case 'profile': {
      const intervals = profileIntervals(model, { level, parameters: 'fixed' })
      const fixed = fit.fixed.map((effect, k) => ({ ...effect, interval: intervals[k]!.interval }))
      return { fixed, used: inference, warnings: [] }
    }
    case 'bootstrap':
    case 'cluster-bootstrap': {
      const run = inference === 'bootstrap' ? parametricBootstrap : clusterBootstrap
      const result = run(model, fit, { seed, replicates, level })
      const fixed = fit.fixed.map((effect, k) => {
        const { se, interval } = result.parameters[k]!
        const used = se ?? effect.se
        return { ...effect, se: used, statistic: used > 0 ? effect.estimate / used : null, p: null, interval }
      })
      return { fixed, used: inference, warnings: result.warnings }
    }
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

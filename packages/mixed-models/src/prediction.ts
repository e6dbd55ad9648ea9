import type { Interval } from '@safety-portfolio/stats'
import { normalQuantile } from '@safety-portfolio/stats'
import { quadraticForm } from './fixed-effect-inference.js'
import type { FixedEffect } from './fixed-effects.js'
import { groupColumns, groupName } from './internal/group-name.js'
import { NewRows } from './internal/new-rows.js'
import type { MixedModel, Rows } from './mixed-model.js'
import type { ConditionalModes } from './random-effects.js'

/** What a prediction needs of a fit, linear or generalised. */
export interface PredictableFit {
  /** `'gaussian'` or `'binomial'`. */
  readonly family: 'gaussian' | 'binomial'
  /** Fixed effects. */
  readonly fixed: readonly FixedEffect[]
  /** Their covariance. */
  readonly fixedCovariance: readonly (readonly number[])[]
  /** Conditional modes. */
  readonly ranef: readonly ConditionalModes[]
}

/** Options of {@link predict}. */
export interface PredictOptions {
  /** `'conditional'` (default): with the random effects of known groups; `'population'`: fixed effects alone. */
  readonly effects?: 'conditional' | 'population'
  /** `'link'`: on the scale of the linear predictor; `'response'` (default): for binomial fits a probability. */
  readonly scale?: 'link' | 'response'
  /** Coverage of the intervals of the population prediction. Default 0.95. */
  readonly level?: number
}

/** One predicted row. */
export interface Prediction {
  /** The prediction. */
  readonly estimate: number
  /** Interval for the population mean at these covariates, from the fixed effects; `null` for conditional predictions. */
  readonly interval: Interval | null
  /** Grouping factors whose group the fit has not seen: their effects are taken as 0. */
  readonly unknownGroups: readonly string[]
}

/**
 * Predictions for new rows, coded as the model's own. Groups that the fit has not seen get random effects of 0 and are named.
 *
 * @param model - The model that was fitted.
 * @param fit - Its fit.
 * @param rows - Rows with the columns of the right-hand side.
 * @param options - With or without random effects; scale; level.
 * @throws RangeError when a column is missing or a level was not in the data.
 * @example
 * ```ts
 * import { fitLinear, predict, prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ x + (1 | g)', rows)
 * predict(model, fitLinear(model), [{ x: 2, g: 99 }])[0]!.unknownGroups // => ['g']
 * ```
 */
export function predict(
  model: MixedModel,
  fit: PredictableFit,
  rows: Rows,
  options: PredictOptions = {},
): Prediction[] {
  const { effects = 'conditional', scale = 'response', level = 0.95 } = options
  if (fit.fixed.length !== model.fixedNames.length) {
    throw new RangeError('predict: the fit has no estimates, or belongs to another model')
  }
  if (rows.length === 0) return []
  const data = new NewRows('predict', model, rows)
  const columns = data.fixedColumns()
  const offset = data.offset()
  const random = effects === 'population' ? [] : randomParts(model, fit, data)
  const inverse = (eta: number): number =>
    fit.family === 'binomial' && scale === 'response' ? 1 / (1 + Math.exp(-eta)) : eta
  const z = normalQuantile(1 - (1 - level) / 2)
  return rows.map((_, row) => {
    const x = columns.map((column) => column[row]!)
    const population = x.reduce((sum, value, k) => sum + value * fit.fixed[k]!.estimate, offset[row]!)
    const eta = random.reduce((sum, part) => sum + part.value[row]!, population)
    const margin = z * Math.sqrt(Math.max(0, quadraticForm(fit.fixedCovariance, x)))
    return {
      estimate: inverse(eta),
      interval:
        effects === 'population'
          ? { lower: inverse(eta - margin), upper: inverse(eta + margin), level, method: 'wald' }
          : null,
      unknownGroups: random.flatMap((part) => (part.codes[row]! < 0 ? [part.name] : [])),
    }
  })
}

function randomParts(
  model: MixedModel,
  fit: PredictableFit,
  data: NewRows,
): { name: string; codes: Int32Array; value: Float64Array }[] {
  return model.factors.map((factor, f) => {
    const { formula } = model
    const terms = formula.random.filter(({ group }) => groupName(formula, group) === factor.name)
    const columns = terms.flatMap((term) => data.design(term).columns)
    const codes = data.groups(groupColumns(formula, terms[0]!.group), factor.levels)
    const value = Float64Array.from(codes, (code, row) =>
      code < 0 ? 0 : columns.reduce((sum, column, c) => sum + column[row]! * fit.ranef[f]!.values[code]![c]!, 0),
    )
    return { name: factor.name, codes, value }
  })
}

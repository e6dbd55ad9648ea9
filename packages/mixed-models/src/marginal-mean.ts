import { combination } from './fixed-effect-inference.js'
import type { FixedEffectInference } from './fixed-effect-inference.js'
import type { FixedEffect } from './fixed-effects.js'
import { NewRows } from './internal/new-rows.js'
import type { MixedModel } from './mixed-model.js'

/** Marginal means of a factor and their pairwise differences. */
export interface MarginalMeans {
  /** The factor. */
  readonly factor: string
  /** One mean for each level, named after it. */
  readonly means: readonly FixedEffect[]
  /** Differences `a - b` of all pairs of levels; p-values are not adjusted for their number. */
  readonly differences: readonly FixedEffect[]
}

/** Options of {@link marginalMeans}. */
export interface MarginalMeanOptions {
  /** Values at which numeric variables are held. Default: their means. */
  readonly at?: Readonly<Record<string, number>>
  /** Coverage. Default 0.95. */
  readonly level?: number
}

/**
 * Estimated marginal means: predictions for each level of a factor, averaged with equal weight over all combinations of the other factors,
 * with numeric variables at their means (Searle, Speed and Milliken 1980; as R's emmeans).
 *
 * @param model - The model.
 * @param inference - How to test, e.g. {@link satterthwaite}.
 * @param factor - A factor among the fixed effects.
 * @param options - Values of numeric variables; level.
 * @throws RangeError when the factor is not in the model.
 * @example
 * ```ts
 * import { fitLinear, marginalMeans, prepareModel, satterthwaite } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => ['a', 'b'].map((arm, i) => ({ g, arm, y: g + i + ((g * 7 + i * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ arm + (1 | g)', rows)
 * const { means } = marginalMeans(model, satterthwaite(model, fitLinear(model)), 'arm')
 * means.map(({ term }) => term) // => ['a', 'b']
 * ```
 */
export function marginalMeans(
  model: MixedModel,
  inference: FixedEffectInference,
  factor: string,
  options: MarginalMeanOptions = {},
): MarginalMeans {
  const { at = {}, level = 0.95 } = options
  const { specification, formula } = model
  const inFixed = new Set(formula.fixed.terms.flat())
  const levels = specification.levels[factor]
  if (levels === undefined || !inFixed.has(factor)) {
    throw new RangeError(`marginalMeans: ${JSON.stringify(factor)} is not a factor among the fixed effects`)
  }
  const base: Record<string, unknown> = {}
  for (const label of inFixed) {
    const expression = formula.variables[label]!
    const isFactor = specification.levels[label] !== undefined
    const made = expression.kind === 'call' && expression.operands[0]?.kind === 'name'
    if (isFactor && (expression.kind === 'name' || made)) continue
    if (expression.kind !== 'name') {
      throw new RangeError(`marginalMeans: computed variables such as ${label} are not supported; make it a column`)
    }
    base[expression.name] = at[expression.name] ?? specification.means[label]
  }
  const others = [...inFixed].filter((label) => label !== factor && specification.levels[label] !== undefined)
  const columnName = (label: string): string => {
    const expression = formula.variables[label]!
    return expression.kind === 'call' && expression.operands[0]?.kind === 'name' ? expression.operands[0].name : label
  }
  let grid: Record<string, unknown>[] = [base]
  for (const label of others) {
    grid = grid.flatMap((row) => specification.levels[label]!.map((value) => ({ ...row, [columnName(label)]: value })))
  }
  const rowsOf = (value: string): Record<string, unknown>[] =>
    grid.map((row) => ({ ...row, [columnName(factor)]: value }))
  const vectors = levels.map((value) => {
    const columns = new NewRows('marginalMeans', model, rowsOf(value)).fixedColumns()
    return columns.map((column) => column.reduce((sum, x) => sum + x / grid.length, 0))
  })
  return {
    factor,
    means: levels.map((value, i) => combination(inference, value, vectors[i]!, level)),
    differences: levels.flatMap((left, i) =>
      levels.slice(i + 1).map((right, offset) => {
        const other = vectors[i + 1 + offset]!
        return combination(
          inference,
          `${left} - ${right}`,
          vectors[i]!.map((value, k) => value - other[k]!),
          level,
        )
      }),
    ),
  }
}

import type { LinearFit } from './fit-linear.js'
import { backwardSolve, choleskyInPlace, forwardSolve } from './internal/dense.js'
import { rowsByGroup } from './internal/rows-by-group.js'
import type { GroupingFactor, MixedModel } from './mixed-model.js'

/** A group's effect by its own rows alone, and by the model. */
export interface ShrunkenGroup {
  /** The group. */
  readonly level: string
  /** Rows of the group. */
  readonly rows: number
  /** Its effect by least squares on its own rows; `null` when they do not determine it. */
  readonly own: number | null
  /** Its effect by the model: the population's plus the conditional mode. */
  readonly shrunken: number
  /** Conditional standard deviation of `shrunken`, given the estimated parameters. */
  readonly sd: number
}

/** Groups between their own rows and the population. */
export interface Shrinkage {
  /** Grouping factor. */
  readonly group: string
  /** The effect. */
  readonly term: string
  /** The fixed effect of the same name, which groups are drawn to; 0 when there is none. */
  readonly population: number
  /** Every group, in the order of the levels. */
  readonly groups: readonly ShrunkenGroup[]
}

/**
 * What the model does to each group: the effect that its own rows give by least squares, and the one that the model predicts, which lies nearer to
 * the population the less the rows say. Other fixed effects, and the random effects of other factors, are taken at their estimates.
 *
 * @param model - The model.
 * @param fit - Its linear fit.
 * @param options - Grouping factor (default: the first) and effect (default: its first).
 * @throws RangeError when the fit was refused or the factor or effect does not exist.
 * @example
 * ```ts
 * import { fitLinear, prepareModel, shrinkage } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ x + (1 | g)', rows)
 * const { groups } = shrinkage(model, fitLinear(model))
 * groups[0]!.own! < groups[0]!.shrunken // => true
 * ```
 */
export function shrinkage(
  model: MixedModel,
  fit: LinearFit,
  options: { readonly group?: string; readonly term?: string } = {},
): Shrinkage {
  if (fit.refusal !== null || fit.fixed.length !== model.fixedNames.length) {
    throw new RangeError('shrinkage: the fit has no estimates, or belongs to another model')
  }
  const factor =
    options.group === undefined ? model.factors[0] : model.factors.find(({ name }) => name === options.group)
  if (factor === undefined) {
    throw new RangeError(
      `shrinkage: no grouping factor ${JSON.stringify(options.group ?? '')}; the model has ${model.factors.map(({ name }) => name).join(', ')}`,
    )
  }
  const term = options.term ?? factor.columnNames[0]!
  const at = factor.columnNames.indexOf(term)
  if (at < 0) {
    throw new RangeError(
      `shrinkage: no random effect ${JSON.stringify(term)}; there are ${factor.columnNames.join(', ')}`,
    )
  }
  const modes = fit.ranef[model.factors.indexOf(factor)]!
  const residual = residualOf(model, fit, factor)
  const population = fit.fixed.find((effect) => effect.term === term)?.estimate ?? 0
  const groups = rowsByGroup(factor.codes, factor.levels.length).map((rows, level): ShrunkenGroup => {
    const own = ownEffects(factor, rows, residual, model.weights)?.[at]
    return {
      level: factor.levels[level]!,
      rows: rows.length,
      own: own === undefined ? null : population + own,
      shrunken: population + modes.values[level]![at]!,
      sd: modes.standardDeviations[level]![at]!,
    }
  })
  return { group: factor.name, term, population, groups }
}

/** Response less everything but the factor's own effects. */
function residualOf(model: MixedModel, fit: LinearFit, own: GroupingFactor): Float64Array {
  const rest = model.response.slice()
  for (let i = 0; i < model.n; i += 1) rest[i] = rest[i]! - model.offset[i]!
  model.fixedColumns.forEach((column, k) => {
    const { estimate } = fit.fixed[k]!
    for (let i = 0; i < model.n; i += 1) rest[i] = rest[i]! - estimate * column[i]!
  })
  model.factors.forEach((factor, f) => {
    if (factor === own) return
    const { values } = fit.ranef[f]!
    factor.columns.forEach((column, c) => {
      for (let i = 0; i < model.n; i += 1) rest[i] = rest[i]! - values[factor.codes[i]!]![c]! * column[i]!
    })
  })
  return rest
}

/** Columns whose part orthogonal to the others is smaller than this share of their length are not determined. */
const determined = 1e-6

/** (Weighted) least squares of a group's residuals on its random-effect columns, or null when they do not determine it. */
function ownEffects(
  { columns }: GroupingFactor,
  rows: Int32Array,
  residual: Float64Array,
  weights: Float64Array | null,
): Float64Array | null {
  const q = columns.length
  if (rows.length < q) return null
  const cross = new Float64Array(q * q)
  const out = new Float64Array(q)
  for (const row of rows) {
    const w = weights?.[row] ?? 1
    for (let i = 0; i < q; i += 1) {
      const value = w * columns[i]![row]!
      out[i] = out[i]! + value * residual[row]!
      for (let j = 0; j <= i; j += 1) cross[i * q + j] = cross[i * q + j]! + value * columns[j]![row]!
    }
  }
  const length = Array.from({ length: q }, (_, i) => Math.sqrt(cross[i * q + i]!))
  if (length.includes(0)) return null
  for (let i = 0; i < q; i += 1) {
    out[i] = out[i]! / length[i]!
    for (let j = 0; j <= i; j += 1) cross[i * q + j] = cross[i * q + j]! / (length[i]! * length[j]!)
  }
  if (!choleskyInPlace(cross, q)) return null
  for (let i = 0; i < q; i += 1) if (cross[i * q + i]! < determined) return null
  forwardSolve(cross, q, out, 1)
  backwardSolve(cross, q, out, 1)
  return out.map((value, i) => value / length[i]!)
}

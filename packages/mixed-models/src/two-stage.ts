import type { Finding } from '@safety-portfolio/stats'
import { fixedEffect } from './fixed-effects.js'
import type { FixedEffect } from './fixed-effects.js'
import { choleskyInPlace, backwardSolve, forwardSolve } from './internal/dense.js'
import { rowsByGroup } from './internal/rows-by-group.js'
import { solveUpper } from './internal/linear-problem.js'
import { whitenDesign } from './internal/whitened-design.js'
import type { MixedModel } from './mixed-model.js'

/** The mean of the groups' own coefficients. */
export interface TwoStage {
  /** Mean of each coefficient over groups, with the t interval of that mean. */
  readonly fixed: readonly FixedEffect[]
  /** Groups used. */
  readonly groups: number
  /** Groups whose own data do not determine every coefficient. */
  readonly skipped: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
}

/**
 * The two-stage analysis: least squares in each group, then the mean of the coefficients over groups with sd / sqrt(m) as its standard error and
 * m - 1 degrees of freedom. On balanced data it equals the mixed model with all slopes random exactly when its covariance is interior, so it is an
 * independent check that belongs beside the model.
 *
 * @param model - A model with a grouping factor; the first is used.
 * @param options - Level of the intervals, default 0.95.
 * @throws RangeError when fewer than two groups determine every coefficient.
 * @example
 * ```ts
 * import { prepareModel, twoStage } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * twoStage(prepareModel('y ~ x + (x | g)', rows)).fixed[1]!.df // => 5
 * ```
 */
export function twoStage(model: MixedModel, options: { readonly level?: number } = {}): TwoStage {
  const { level = 0.95 } = options
  const [factor] = model.factors
  if (factor === undefined) throw new RangeError('twoStage: the model has no grouping factor')
  const design = whitenDesign(model)
  const { p } = design
  const own: Float64Array[] = []
  const skipped: string[] = []
  rowsByGroup(factor.codes, factor.levels.length).forEach((rows, group) => {
    const cross = new Float64Array(p * p)
    const coefficients = new Float64Array(p)
    for (const row of rows) {
      for (let i = 0; i < p; i += 1) {
        const x = design.fixed.columns[i]![row]!
        coefficients[i] = coefficients[i]! + x * design.residual[row]!
        for (let j = 0; j < p; j += 1) cross[i * p + j] = cross[i * p + j]! + x * design.fixed.columns[j]![row]!
      }
    }
    const scale = Array.from({ length: p }, (_, i) => cross[i * p + i]!)
    const determined =
      rows.length >= p && choleskyInPlace(cross, p) && scale.every((value, i) => cross[i * p + i]! ** 2 > 1e-10 * value)
    if (!determined) {
      skipped.push(factor.levels[group]!)
      return
    }
    forwardSolve(cross, p, coefficients, 1)
    backwardSolve(cross, p, coefficients, 1)
    own.push(
      solveUpper(
        design.fixed.triangle,
        coefficients.map((value, k) => value + design.leastSquares[k]!),
        p,
        1,
      ),
    )
  })
  const m = own.length
  if (m < 2) throw new RangeError(`twoStage: needs at least 2 groups that determine every coefficient, got ${m}`)
  return {
    groups: m,
    skipped,
    fixed: model.fixedNames.map((term, k) => {
      const estimate = own.reduce((sum, values) => sum + values[k]!, 0) / m
      const squares = own.reduce((sum, values) => sum + (values[k]! - estimate) ** 2, 0)
      return fixedEffect({
        term,
        estimate,
        se: Math.sqrt(squares / (m - 1) / m),
        df: m - 1,
        level,
        method: 'two-stage',
      })
    }),
    warnings:
      skipped.length === 0
        ? []
        : [
            {
              code: 'groups-skipped',
              message: `${skipped.length} of ${factor.levels.length} groups do not determine every coefficient and were left out (first: ${skipped[0]!}).`,
            },
          ],
  }
}

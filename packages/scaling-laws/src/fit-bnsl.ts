import type { Finding } from '@safety-portfolio/stats'
import type { BnslParameters } from './bnsl-law.js'
import type { CurvePoint } from './curve-point.js'
import type { FitLoss, LawFit, LossName } from './fit-result.js'
import { bnsl, type BrokenLaw, type FittableBrokenLaw } from './internal/bnsl-definition.js'
import { bnslFindings, withoutRelabelling } from './internal/bnsl-findings.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'
import { lowestObjective } from './internal/lowest-objective.js'
import { requireInteger } from './internal/require-number.js'

/** The losses of a broken law: those of every law and the one of its authors, squares of log(1 + y). */
export type BnslLossName = LossName | 'log1p-squared'

/** How to fit a broken law; every option has a default. */
export interface FitBnslOptions extends Omit<FitLawOptions, 'loss'> {
  /** Distance between law and points; default `'huber'` on log residuals. `'log1p-squared'`: sum of squared residuals of log(1 + y). */
  readonly loss?: BnslLossName
  /** Number of breaks, from 0 (a power law with offset) to 6; default 1. */
  readonly breaks?: number
}

/** The fit of a broken law. JSON-safe. */
export interface BnslFit extends Omit<LawFit<'bnsl', BnslParameters>, 'loss'> {
  /** The loss that was minimised. */
  readonly loss: FitLoss | { readonly name: 'log1p-squared'; readonly delta: null }
  /** Number of breaks. */
  readonly breaks: number
}

/**
 * Fits a broken neural scaling law, y = a + b x^-c0 times (1 + (x / d_i)^(1 / f_i))^(-c_i f_i) per break, at its true optimum: variable projection
 * over places, widths and offset, the best separate cells polished by damped Newton on the exact Hessian.
 *
 * Constants are flat: `a`, `b`, `c0`, `c1`, `d1`, `f1`, …, breaks in the order of x. A break outside the data, one that is sharper than the points
 * can show and one that the corrected Akaike criterion does not support are warnings; with too few points for the constants there is no fit.
 *
 * Source: Caballero et al. 2022 (arXiv 2210.14891); `loss: 'log1p-squared'` is the objective of its authors (times n).
 *
 * @param points - At least 3 + 3 breaks + 2 points with distinct x (4 without a break).
 * @param options - See {@link FitBnslOptions}.
 * @returns Constants with intervals and evidence; refused with a reason where the points cannot determine them.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { bnslLoss, fitBnsl } from '@safety-portfolio/scaling-laws'
 *
 * const truth = { a: 0.4, b: 2, c0: 0.05, c1: 2, d1: 600, f1: 0.1 }
 * const curve = Array.from({ length: 16 }, (_, k) => 100 * 1.2 ** k).map((x) => ({ x, loss: bnslLoss(truth, x) }))
 * const fit = fitBnsl(curve, { loss: 'log-squared' })
 * fit.parameters?.d1 // => ~600.000
 * fit.parameters?.c1 // => ~2.00000
 * ```
 */
export function fitBnsl(points: readonly CurvePoint[], options: FitBnslOptions = {}): BnslFit {
  const { breaks = 1, loss = 'huber', ...rest } = options
  requireInteger('fitBnsl', 'breaks', breaks, 0)
  if (breaks > 6) throw new RangeError(`fitBnsl: breaks must be <= 6, got ${breaks}`)
  const name = loss === 'log1p-squared' ? 'log-squared' : loss
  const shift = loss === 'log1p-squared' ? 1 : 0
  const definition = bnsl(breaks, shift)
  let fitted: FittedPoints | undefined
  const remembering: BrokenLaw = {
    ...definition,
    build(used, weights) {
      const model = definition.build(used, weights)
      fitted ??= { used, weights, model }
      return model
    },
  }
  const fit = withoutRelabelling(fitLaw('fitBnsl', remembering, points, { ...rest, loss: name }))
  const fewer =
    breaks === 0 || !least.has(loss) || fitted === undefined || fit.parameters === null
      ? null
      : lowestObjective(
          bnsl(breaks - 1, shift),
          fitted.used,
          fitted.weights,
          { name, delta: null },
          fitted.model.simpler(fitted.weights),
        )
  const warnings: readonly Finding[] = [...fit.warnings, ...bnslFindings(points, breaks, fit, fewer)]
  const { loss: minimised, ...reported } = fit
  return {
    ...reported,
    loss: loss === 'log1p-squared' ? { name: loss, delta: null } : minimised,
    breaks,
    method: loss === 'log1p-squared' ? fit.method.replace('log residuals', 'residuals of log(1 + y)') : fit.method,
    warnings,
  }
}

/** The losses with a likelihood, by which numbers of breaks can be compared. */
const least: ReadonlySet<BnslLossName> = new Set(['squared', 'log-squared', 'log1p-squared'])

/** What the engine fitted: the points with a weight. */
interface FittedPoints {
  readonly used: readonly CurvePoint[]
  readonly weights: Float64Array
  readonly model: FittableBrokenLaw
}

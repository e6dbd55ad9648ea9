import type { CurvePoint } from './curve-point.js'
import type { LawFit } from './fit-result.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'
import { m1 } from './internal/m1-definition.js'
import { m3 } from './internal/m3-definition.js'
import { m4 } from './internal/m4-definition.js'
import { powerOffset } from './internal/power-offset-definition.js'
import { requirePositive } from './internal/require-number.js'
import type { M1Parameters, M2Parameters, M3Parameters, M4Parameters } from './m-laws.js'

/** The fit of M1. JSON-safe. */
export type M1Fit = LawFit<'m1', M1Parameters>
/** The fit of M2. JSON-safe. */
export type M2Fit = LawFit<'m2', M2Parameters>
/** The fit of M3. JSON-safe. */
export type M3Fit = LawFit<'m3', M3Parameters>
/** The fit of M4. JSON-safe. With a known E0 its standard error and interval are `null`. */
export type M4Fit = LawFit<'m4', M4Parameters>

/** How to fit M4; every option has a default. */
export interface FitM4Options extends FitLawOptions {
  /** The loss at small x where it is known, such as that of guessing; above every loss. By default it is estimated. */
  readonly E0?: number
}

/**
 * Fits M1 of Alabdulmohsin et al. 2022 (arXiv 2209.06640), y = B x^-c, a power law that never levels off.
 *
 * @param points - At least three points with distinct x.
 * @param options - See {@link FitLawOptions}.
 * @returns Constants with intervals and evidence; refused with a reason where the points cannot determine them.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitM1, m1Loss } from '@safety-portfolio/scaling-laws'
 *
 * const curve = [1e6, 2e6, 4e6, 8e6].map((x) => ({ x, loss: m1Loss({ B: 200, c: 0.45 }, x) }))
 * fitM1(curve, { loss: 'log-squared' }).parameters?.c // => ~0.450000
 * ```
 */
export function fitM1(points: readonly CurvePoint[], options: FitLawOptions = {}): M1Fit {
  return fitLaw('fitM1', m1, points, options)
}

/**
 * Fits M2 of Alabdulmohsin et al. 2022 (arXiv 2209.06640), y = E + B x^-c: the same law and the same fit as `fitPowerOffset`.
 *
 * @param points - At least four points with distinct x.
 * @param options - See {@link FitLawOptions}.
 * @returns Constants with intervals and evidence; refused with a reason where the points cannot determine them.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitM2, m2Loss } from '@safety-portfolio/scaling-laws'
 *
 * const curve = [1e6, 2e6, 4e6, 8e6, 1.6e7].map((x) => ({ x, loss: m2Loss({ E: 0.3, B: 200, c: 0.45 }, x) }))
 * fitM2(curve, { loss: 'log-squared' }).parameters?.E // => ~0.300000
 * ```
 */
export function fitM2(points: readonly CurvePoint[], options: FitLawOptions = {}): M2Fit {
  return fitLaw('fitM2', { ...powerOffset, law: 'm2' as const }, points, options)
}

/**
 * Fits M3 of Alabdulmohsin et al. 2022 (arXiv 2209.06640), y = B (1 / x + gamma)^c, which levels off at B gamma^c.
 *
 * @param points - At least four points with distinct x.
 * @param options - See {@link FitLawOptions}.
 * @returns Constants with intervals and evidence; refused with a reason where the points cannot determine them. gamma = 0 is M1.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitM3, m3Loss } from '@safety-portfolio/scaling-laws'
 *
 * const curve = [1e6, 2e6, 4e6, 8e6, 1.6e7].map((x) => ({ x, loss: m3Loss({ B: 200, c: 0.45, gamma: 1e-7 }, x) }))
 * fitM3(curve, { loss: 'log-squared' }).parameters?.gamma // => ~1.00000e-7
 * ```
 */
export function fitM3(points: readonly CurvePoint[], options: FitLawOptions = {}): M3Fit {
  const fit = fitLaw('fitM3', m3, points, options)
  const warnings = fit.warnings.map((warning) =>
    warning.code === 'zero-irreducible-loss'
      ? { code: 'zero-gamma', message: 'gamma is at its bound 0: the points do not show where the loss levels off.' }
      : warning,
  )
  return { ...fit, warnings }
}

/**
 * Fits M4 of Alabdulmohsin et al. 2022 (arXiv 2209.06640), (y - E) / (E0 - y)^alpha = B x^-c: a curve between a plateau E0 at small x and E.
 *
 * What is minimised is the distance between predicted and observed loss (the authors minimise that between the logarithms of the two sides of
 * the equation, which weighs points near the plateaus without bound). The prediction is an exact root, its derivatives are exact.
 *
 * @param points - At least six points with distinct x (five with a known E0).
 * @param options - See {@link FitM4Options}.
 * @returns Constants with intervals and evidence; refused with a reason where the points cannot determine them, such as where no point is near
 *   the plateau at small x.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitM4, m4Loss } from '@safety-portfolio/scaling-laws'
 *
 * const truth = { E: 0.3, E0: 1, B: 1e3, c: 0.6, alpha: 0.8 }
 * const curve = Array.from({ length: 12 }, (_, k) => 1e3 * 3 ** k).map((x) => ({ x, loss: m4Loss(truth, x) }))
 * fitM4(curve, { loss: 'log-squared' }).parameters?.alpha // => ~0.80000
 * ```
 */
export function fitM4(points: readonly CurvePoint[], options: FitM4Options = {}): M4Fit {
  const { E0, ...rest } = options
  if (E0 === undefined) return withPlateauWarning(fitLaw('fitM4', m4(null), points, rest))
  requirePositive('fitM4', 'E0', E0)
  const fit = withPlateauWarning(fitLaw('fitM4', m4(E0), points, rest))
  return {
    ...fit,
    standardErrors: { ...fit.standardErrors, E0: null },
    intervals: { ...fit.intervals, E0: null },
  }
}

function withPlateauWarning(fit: M4Fit): M4Fit {
  const error = fit.standardErrors['alpha']
  if (fit.parameters === null || typeof error !== 'number' || error <= 0.5 * fit.parameters.alpha) return fit
  const message =
    'The standard error of alpha is more than half of alpha: the points hardly show how the curve leaves its plateau at small x, and B, alpha and E0 trade against each other. Add points at smaller x, give E0 where it is known, or use M2 or M3.'
  return { ...fit, warnings: [...fit.warnings, { code: 'uncertain-alpha', message }] }
}

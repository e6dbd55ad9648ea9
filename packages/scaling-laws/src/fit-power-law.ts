import type { CurvePoint } from './curve-point.js'
import type { LawFit } from './fit-result.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'
import { powerLaw } from './internal/power-law-definition.js'
import type { PowerLawParameters } from './kaplan-laws.js'

/** The fit of a power law without offset. JSON-safe. */
export type PowerLawFit = LawFit<'power', PowerLawParameters>

/**
 * Fits y = (scale / x)^exponent, the form of Kaplan's L(N), L(D) and L(C). A curve that levels off makes the exponent too small: compare with
 * `fitPowerOffset`.
 *
 * @param points - At least three points.
 * @param options - See {@link FitLawOptions}.
 * @returns Constants with intervals and evidence, or a refusal.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitPowerLaw, powerLawLoss, publishedKaplan } from '@safety-portfolio/scaling-laws'
 *
 * const points = [1e6, 1e7, 1e8, 1e9].map((x) => ({ x, loss: powerLawLoss(publishedKaplan.params.parameters, x) }))
 * fitPowerLaw(points).parameters?.exponent // => ~0.076000
 * ```
 */
export function fitPowerLaw(points: readonly CurvePoint[], options: FitLawOptions = {}): PowerLawFit {
  return fitLaw('fitPowerLaw', powerLaw, points, options)
}

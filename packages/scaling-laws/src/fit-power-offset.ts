import type { CurvePoint } from './curve-point.js'
import type { LawFit } from './fit-result.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'
import { powerOffset } from './internal/power-offset-definition.js'
import type { PowerOffsetParameters } from './power-offset-law.js'

/** The fit of a power law with offset. JSON-safe. */
export type PowerOffsetFit = LawFit<'power-offset', PowerOffsetParameters>

/**
 * Fits y = E + B x^-c to points of a curve at its true optimum: variable projection over the exponent, then damped Newton on the exact Hessian.
 *
 * @param points - At least four points with distinct x.
 * @param options - See {@link FitLawOptions}. For few points prefer `loss: 'log-squared'` or `'squared'`: a robust loss meets some of them exactly.
 * @returns Constants with intervals and evidence; refused with a reason where the points cannot determine them.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitPowerOffset, powerOffsetLoss } from '@safety-portfolio/scaling-laws'
 *
 * const curve = [1e6, 2e6, 4e6, 8e6, 1.6e7].map((x) => ({ x, loss: powerOffsetLoss({ E: 0.3, B: 200, c: 0.45 }, x) }))
 * fitPowerOffset(curve, { loss: 'squared' }).parameters?.c // => ~0.450000
 * ```
 */
export function fitPowerOffset(points: readonly CurvePoint[], options: FitLawOptions = {}): PowerOffsetFit {
  return fitLaw('fitPowerOffset', powerOffset, points, options)
}

import type { DownstreamErrorParameters, DownstreamPoint } from './downstream-error-law.js'
import type { LawFit } from './fit-result.js'
import { downstreamErrorLaw } from './internal/downstream-error-definition.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'

/** The fit of downstream error by loss. JSON-safe. */
export type DownstreamErrorFit = LawFit<'downstream-error', DownstreamErrorParameters>

/**
 * Fits Err = epsilon - k exp(-gamma L) to the losses and downstream errors of models: variable projection over gamma, then damped Newton on the
 * exact Hessian.
 *
 * Source: Gadre et al. 2024 (arXiv 2403.08540), who minimise squares of the error, which is the default here.
 *
 * @param points - At least four models of distinct loss.
 * @param options - See {@link FitLawOptions}; `loss` is `'squared'` by default, in units of the error.
 * @returns Constants with intervals and evidence; refused with a reason where the points cannot determine them, as on a straight line.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { downstreamError, fitDownstreamError } from '@safety-portfolio/scaling-laws'
 *
 * const points = [2.5, 3, 3.5, 4, 5].map((loss) => ({ loss, error: downstreamError({ epsilon: 0.85, k: 2, gamma: 0.7 }, loss) }))
 * fitDownstreamError(points).parameters?.gamma // => ~0.700000
 * ```
 */
export function fitDownstreamError(
  points: readonly DownstreamPoint[],
  options: FitLawOptions = {},
): DownstreamErrorFit {
  const loss = options.loss ?? 'squared'
  const fit = fitLaw('fitDownstreamError', downstreamErrorLaw, points, { ...options, loss })
  return { ...fit, method: fit.method.replace('residuals of the loss', 'residuals of the error') }
}

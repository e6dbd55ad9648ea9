import type { FitLoss, LawFit } from '../fit-result.js'
import { version } from '../version.js'

/** A fit of which nothing is known yet: with a refusal it is a result. */
export function emptyFit<Law extends string>(
  law: Law,
  names: readonly string[],
  loss: FitLoss,
  n: number,
): LawFit<Law, never> {
  const none = Object.fromEntries(names.map((name) => [name, null]))
  return {
    law,
    loss,
    n,
    parameters: null,
    objective: null,
    converged: false,
    gradientNorm: null,
    basins: null,
    standardErrors: none,
    intervals: none,
    covariance: null,
    bootstrap: null,
    method: 'refused',
    assumptions: [],
    warnings: [],
    version,
  }
}

import { ladSolver } from './internal/chinchilla-lad.js'

/** The loss of {@link leastAbsoluteDeviations}. */
export interface LeastAbsoluteDeviations {
  readonly name: 'lad'
}

/**
 * The sum of absolute log residuals as a `loss` of {@link fitChinchilla}: a value and not a name, so that a page that does not use it does not load its
 * solver. The optimum meets some of the runs exactly, and a certificate proves it.
 *
 * @example
 * ```ts
 * import { fitChinchilla, leastAbsoluteDeviations, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.01, seed: 1 })
 * fitChinchilla(runs, { loss: leastAbsoluteDeviations }).certificate?.interpolated.length // => 5
 * ```
 */
export const leastAbsoluteDeviations: LeastAbsoluteDeviations = /* @__PURE__ */ (() => ({
  name: 'lad' as const,
  ...ladSolver,
}))()

import type { Estimate } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from './chinchilla-law.js'
import type { Allocation, CovarianceName, LawFit, LossName } from './fit-result.js'
import { bootstrapChinchilla } from './internal/chinchilla-bootstrap.js'
import { fitChinchillaPoint } from './internal/chinchilla-point.js'
import { chinchillaReport } from './internal/chinchilla-report.js'
import { solveLoss } from './internal/loss-solver.js'
import { refusedChinchilla, usableRuns } from './internal/chinchilla-input.js'
import { correctionOf } from './internal/fit-covariance.js'
import type { TrainingRun } from './training-run.js'

/** How to fit; every option has a default. */
export interface FitChinchillaOptions {
  /** Distance between law and runs; default `'huber'`, as Hoffmann et al. 2022. */
  readonly loss?: LossName
  /** Threshold of the Huber loss in log loss; default 1e-3. Below the noise it makes the fit nearly a least-absolute-deviations fit. */
  readonly delta?: number
  /** How many runs with the highest loss to leave out; default 0. Besiroglu et al. 2024 leave out 5. */
  readonly dropHighest?: number
  /** One nonnegative weight per run; default 1 each. Only their ratios matter for constants and intervals. */
  readonly weights?: readonly number[]
  /** Case bootstrap: replicates (default 1000), seed, and the level of the intervals. Without it intervals come from the sandwich covariance. */
  readonly bootstrap?: { readonly replicates?: number; readonly seed: number; readonly level?: number }
  /**
   * Covariance behind the intervals: `'sandwich'` (default) divides each score by 1 - leverage (HC3); `'infinitesimal-jackknife'` does not, which is the
   * limit of the jackknife and a little short where runs are few.
   */
  readonly covariance?: CovarianceName
  /** Coverage of the intervals; default 0.95. `bootstrap.level` has precedence. */
  readonly level?: number
  /** Compute budgets in FLOP to allocate; default 1e19 to 1e26 by tens with 5.76e23, the budget of Chinchilla. */
  readonly budgets?: readonly number[]
}

/** The fit of the Chinchilla law to runs. JSON-safe. */
export interface ChinchillaFit extends LawFit<'chinchilla', ChinchillaParameters> {
  /** Exponents of the compute-optimal frontier: N is proportional to C^params, D to C^tokens. `null` when refused. */
  readonly exponents: { readonly params: Estimate; readonly tokens: Estimate } | null
  /** Largest compute among the runs, in FLOP; `null` when refused. Budgets beyond it are extrapolated. */
  readonly largestCompute: number | null
  /** Compute-optimal allocation of each budget; empty when refused. */
  readonly allocation: readonly Allocation[]
}

/**
 * Fits L(N, D) = E + A / N^alpha + B / D^beta to training runs at its true optimum.
 *
 * The start is variable projection on a 16 x 16 grid of exponents; every basin of that grid is polished by damped Newton steps on the exact
 * Hessian, and the gradient, the Hessian's eigenvalues and all optima found are part of the result. Runs that cannot determine the constants
 * are refused with the reason and the data that would cure it; not converged is `converged: false`, never an exception.
 *
 * Source: Hoffmann et al. 2022 (arXiv 2203.15556), approach 3; Besiroglu et al. 2024 (arXiv 2404.10102) for the errors to avoid.
 *
 * @param runs - Training runs; see {@link parseRuns}.
 * @param options - See {@link FitChinchillaOptions}.
 * @returns Constants, intervals, evidence and allocations.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitChinchilla, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0, seed: 1 })
 * const fit = fitChinchilla(runs)
 * fit.converged // => true
 * fit.parameters?.alpha // => ~0.34781
 * ```
 */
export function fitChinchilla(runs: readonly TrainingRun[], options: FitChinchillaOptions = {}): ChinchillaFit {
  const input = usableRuns(runs, options)
  if (input.refusal !== undefined) return refusedChinchilla(input.loss, input.runs.length, input.refusal)
  const correction = correctionOf('fitChinchilla', options.covariance ?? 'sandwich')
  const point = fitChinchillaPoint(input.runs, input.weights, input.loss, correction, solveLoss)
  if ('code' in point) return refusedChinchilla(input.loss, input.runs.length, point)
  const replicates = options.bootstrap === undefined ? null : bootstrapChinchilla(point, input.loss, options.bootstrap)
  return chinchillaReport(input.runs, input.loss, point, options, replicates)
}

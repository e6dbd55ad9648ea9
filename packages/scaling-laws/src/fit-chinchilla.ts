import type { Estimate } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from './chinchilla-law.js'
import type { AllocationAt } from './allocation-at.js'
import type { CaseBootstrap } from './case-bootstrap.js'
import type { Allocation, CovarianceName, LawFit, LossName } from './fit-result.js'
import type { RunCaseBootstrap } from './internal/chinchilla-bootstrap.js'
import { fitChinchillaPoint } from './internal/chinchilla-point.js'
import { chinchillaReport } from './internal/chinchilla-report.js'
import { smoothSolver, type ChinchillaSolver } from './internal/chinchilla-solver.js'
import { constantNames } from './internal/chinchilla-estimates.js'
import { usableRuns } from './internal/chinchilla-input.js'
import { leveragePower } from './internal/fit-covariance.js'
import { smoothLoss } from './internal/options.js'
import { emptyFit } from './internal/empty-fit.js'
import { insistable, refusesUnidentified, type IdentifiabilityOption } from './internal/identifiability-option.js'
import type { LeastAbsoluteDeviations } from './least-absolute-deviations.js'
import type { TrainingRun } from './training-run.js'

/** How to fit; every option has a default. */
export interface FitChinchillaOptions extends IdentifiabilityOption {
  /** Distance between law and runs; default `'huber'`, as Hoffmann et al. 2022. {@link leastAbsoluteDeviations} is a value that brings its solver. */
  readonly loss?: Exclude<LossName, 'lad'> | LeastAbsoluteDeviations
  /** Threshold of the Huber loss in log loss; default 1e-3. Below the noise it makes the fit nearly a least-absolute-deviations fit. */
  readonly delta?: number
  /** One nonnegative weight per run; default 1 each. Only their ratios matter for constants and intervals. */
  readonly weights?: readonly number[]
  /** Intervals from resamples of the runs: {@link caseBootstrap}. Without it intervals come from the sandwich covariance. */
  readonly bootstrap?: CaseBootstrap
  /**
   * Covariance behind the intervals: `'sandwich'` (default) divides each score by 1 - leverage (HC3); `'infinitesimal-jackknife'` does not, which is the
   * limit of the jackknife and a little short where runs are few.
   */
  readonly covariance?: CovarianceName
  /** Coverage of the intervals; default 0.95. That of {@link caseBootstrap} has precedence. */
  readonly level?: number
  /** Compute-optimal allocations of budgets: {@link allocationAt}; default none. */
  readonly allocation?: AllocationAt
}

/** The fit of the Chinchilla law to runs. JSON-safe. */
export interface ChinchillaFit extends LawFit<'chinchilla', ChinchillaParameters> {
  /** Exponents of the compute-optimal frontier: N is proportional to C^params, D to C^tokens. `null` when refused. */
  readonly exponents: { readonly params: Estimate; readonly tokens: Estimate } | null
  /** Largest compute among the runs, in FLOP; `null` when refused. Budgets beyond it are extrapolated. */
  readonly largestCompute: number | null
  /** Compute-optimal allocation of each budget that was asked for; empty when refused. */
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
  const { loss: given, covariance = 'sandwich' } = options
  const bootstrap = options.bootstrap as BootstrapPart | undefined
  const input = usableRuns(caller, runs, options)
  const [loss, solver] =
    typeof given === 'object'
      ? [{ name: given.name, delta: null }, given as LeastAbsoluteDeviations & ChinchillaSolver]
      : [smoothLoss(caller, options as SmoothOptions), smoothSolver]
  const power = leveragePower(caller, covariance)
  const refuses = refusesUnidentified(caller, options)
  const early = input.refusal
  const point =
    early && (refuses || !insistable(early)) ? early : fitChinchillaPoint(input.problem, loss, power, solver, early)
  const empty: ChinchillaFit = {
    ...emptyFit('chinchilla', constantNames, loss, input.runs.length),
    exponents: null,
    largestCompute: null,
    allocation: [],
  }
  if ('code' in point) return { ...empty, refusal: point }
  const { doubts } = point
  if (refuses && doubts[0]) return { ...empty, refusal: doubts[0] }
  const replicates = bootstrap?.run(point, loss, solver, bootstrap)
  const fit = chinchillaReport(empty, input.runs, point, options, replicates)
  return { ...fit, warnings: [...doubts, ...fit.warnings] }
}

const caller = 'fitChinchilla'

type SmoothOptions = Parameters<typeof smoothLoss>[1]

type BootstrapPart = CaseBootstrap & { readonly run: RunCaseBootstrap }

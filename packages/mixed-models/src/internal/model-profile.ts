import type { CovarianceCriterion } from './criterion.js'
import type { LinearProblem } from './linear-problem.js'
import { quasiNewton } from './quasi-newton.js'
import type { SmoothObjective } from './quasi-newton.js'

/** The deviance with a parameter held at a value, as a function of everything else. */
export type HeldCriterion = (value: number) => SmoothObjective

/** A parameter that can be held, and where everything else starts. */
export interface ProfiledParameter {
  readonly start: Float64Array
  readonly held: HeldCriterion
}

/** A model at its maximum of the likelihood, with what a profile needs of each parameter. */
export interface ModelProfile {
  readonly linear: LinearProblem
  readonly criterion: CovarianceCriterion
  /** The variables of the criterion, theta first. */
  readonly optimum: Float64Array
  /** The same without vanishing variances, where the gradient would vanish too. */
  readonly lifted: Float64Array
  readonly minimum: number
  /** Where minimisations stop. */
  readonly gradientTolerance: number
  /** A fixed effect, in original units. */
  readonly fixed: (effect: number) => ProfiledParameter
  /** Standard deviations of the random effects. */
  readonly deviations: readonly (ProfiledParameter & {
    readonly group: string
    readonly term: string
    readonly estimate: number
  })[]
  /** The residual standard deviation; `null` for a family without one. */
  readonly sigma: ProfiledParameter | null
}

/**
 * The deviance minimised over everything else, as a function of the value that is held. Each minimisation starts where the one before on the
 * same side ended.
 */
export function warmProfile(
  { start, held }: ProfiledParameter,
  gradientTolerance: number,
): (value: number, fresh: boolean) => number {
  let last = start
  return (value, fresh) => {
    if (fresh) last = start
    const { value: reached, x } = quasiNewton(held(value), last, { gradientTolerance, maxIterations: 300 })
    last = x
    return reached
  }
}

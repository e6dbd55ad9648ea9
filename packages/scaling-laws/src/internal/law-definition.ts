import type { Finding } from '@safety-portfolio/stats'
import type { CovarianceName, LossName } from '../fit-result.js'
import type { IdentifiabilityOption } from './identifiability-option.js'
import type { LawModel } from './law-model.js'

/** A law at given points, ready to be fitted. */
export interface FittableLaw<Name extends string> extends LawModel {
  /** Starts for Newton, for given weights of the points. */
  starts(weights: Float64Array): readonly Float64Array[]
  /** The reported constants. */
  constants(theta: Float64Array): Readonly<Record<Name, number>>
  /** Derivatives of the reported constants (their logarithms where `logScale`) by the coordinates, row-major. */
  derivatives(theta: Float64Array): Float64Array
}

/** What the engine must know of a law. */
export interface LawDefinition<Law extends string, Name extends string, Point> {
  readonly law: Law
  readonly names: readonly Name[]
  /** Whether the interval of each constant is made on the log scale. */
  readonly logScale: readonly boolean[]
  /** Exponents whose standard error decides whether they are determined: name, coordinate, what to vary. */
  readonly exponents: readonly (readonly [name: string, coordinate: number, cure: string])[]
  readonly assumptions: readonly string[]
  /** Condition number up to which the constants of this law are no ridge; default 1e8. */
  readonly mostConditioned?: number
  /** Why these points cannot determine the constants. */
  unidentifiable(points: readonly Point[]): Finding | undefined
  /** Why an optimum must not be reported. */
  refusal(constants: Readonly<Record<Name, number>>): Finding | undefined
  build(points: readonly Point[], weights: Float64Array): FittableLaw<Name>
}

/** How to fit one of the smaller laws; every option has a default. */
export interface FitLawOptions extends IdentifiabilityOption {
  /** Distance between law and points; default `'huber'` on log residuals. */
  readonly loss?: LossName
  /** Threshold of the Huber loss in log loss; default 1e-3. */
  readonly delta?: number
  /** One nonnegative weight per point; default 1 each. Only their ratios matter for constants and intervals. */
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
}

import type { CovarianceTemplate } from './covariance-template.js'
import type { UnitFactor } from './unit-factor.js'

/** Maximum likelihood or restricted maximum likelihood. */
export type LikelihoodMethod = 'ML' | 'REML'

/** What is known at the theta that was evaluated last, in the whitened basis. */
export interface CriterionState {
  /** Fixed effects, beyond the least-squares ones. */
  readonly beta: Float64Array
  /** Lower Cholesky factor of X'WX, where sigma^2 W^-1 is the covariance of the response. */
  readonly crossFactor: Float64Array
  /** Penalised residual sum of squares. */
  readonly residualSquares: number
  /** log |Lambda'Z'Z Lambda + I|. */
  readonly logDeterminant: number
}

/** Second-order facts at a theta, per factor, in the whitened basis. */
export interface CriterionDiagnostics {
  /** The symmetric D for which the derivative of the value with respect to Lambda is 2 D Lambda. */
  readonly curvature: readonly Float64Array[]
  /** The sum over groups of Z'WZ: the natural metric of D. */
  readonly information: readonly Float64Array[]
}

/** A deviance as a function of the entries of the factors Lambda, and for generalised models of the fixed effects after them. */
export interface CovarianceCriterion {
  readonly templates: readonly CovarianceTemplate[]
  /** Number of groups of each factor. */
  readonly groupCounts: readonly number[]
  /** Share of the value that may be rounding; 0 when not given. */
  readonly rounding?: number
  /** The value; overwrites `gradient` when one is given. Not finite where the matrices are not positive definite. */
  evaluate(theta: ArrayLike<number>, gradient: Float64Array | null): number
  /** What the certificate needs at theta; leaves the state there. */
  diagnostics(theta: ArrayLike<number>): CriterionDiagnostics
}

/** -2 log (restricted) likelihood of a linear model with the fixed effects and sigma profiled out. */
export interface Criterion extends CovarianceCriterion {
  readonly rows: number
  readonly p: number
  readonly method: LikelihoodMethod
  /**
   * The value at theta; overwrites `gradient` when one is given. Not finite where the matrices are not positive definite. With a `variance`
   * sigma^2 is that number instead of being profiled out.
   */
  evaluate(theta: ArrayLike<number>, gradient: Float64Array | null, variance?: number): number
  /** The state of the latest evaluation. */
  state(): CriterionState
}

/** The Laplace deviance as a criterion: its variables are theta, then the whitened fixed effects, then the logarithm of the scale if there is one. */
export interface LaplaceCriterion extends CovarianceCriterion {
  /** Spherical modes of each unit at the latest evaluation. */
  modes(): readonly Float64Array[]
  /** Inverse of Omega of each unit at the latest evaluation, as far as its blocks go. */
  inverses(): readonly Pick<UnitFactor, 'block'>[]
  /** Row values of Z Lambda at the latest evaluation, and the linear predictor without random effects. */
  rows(): { readonly spherical: Float64Array; readonly base: Float64Array }
}

/** Degrees of freedom of sigma^2: rows, less the fixed effects for REML. */
export function residualDegrees(rows: number, p: number, method: LikelihoodMethod): number {
  return method === 'REML' ? rows - p : rows
}

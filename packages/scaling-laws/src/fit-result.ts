import type { Estimate, Finding, Interval } from '@safety-portfolio/stats'

/** How the distance between the law and the runs was measured. */
export type LossName = 'huber' | 'lad' | 'squared' | 'log-squared'

/** The loss that was minimised. */
export interface FitLoss {
  /**
   * `'huber'`: sum of Huber losses of log residuals. `'lad'`: sum of absolute log residuals. `'log-squared'`: sum of squared log residuals.
   * `'squared'`: sum of squared residuals of the loss itself.
   */
  readonly name: LossName
  /** Threshold of the Huber loss in units of log loss; `null` for the other losses. */
  readonly delta: number | null
}

/** One local optimum that was reached. */
export interface Optimum {
  /** Value of the objective there. */
  readonly objective: number
  /** Number of starts that led to it. */
  readonly starts: number
  /** Share of the cells of the start grid that lie in the basins of those starts. */
  readonly gridShare: number
}

/** What speaks for the reported optimum being the global one. */
export interface BasinEvidence {
  /** Cells of the start grid at which the linear constants were solved for exactly. */
  readonly gridCells: number
  /** Starts that were polished to an optimum: the distinct basins of the grid. */
  readonly starts: number
  /** Distinct optima among them, best first; starts that got stuck elsewhere are not listed. */
  readonly optima: readonly Optimum[]
  /** Newton steps of the best start. */
  readonly iterations: number
  /** Smallest eigenvalue of the Hessian, scaled to unit diagonal; <= 0 means not a strict minimum. */
  readonly smallestEigenvalue: number
  /** Ratio of the largest to the smallest eigenvalue of that scaled Hessian; `null` where the smallest is not positive. */
  readonly conditionNumber: number | null
}

/** Proof that a least-absolute-deviations optimum is one: runs met exactly, and multipliers within [-1, 1]. */
export interface LadCertificate {
  /** Indices of the runs (of those used) that the law meets exactly. */
  readonly interpolated: readonly number[]
  /** One multiplier per interpolated run; all within [-1, 1] at an optimum. */
  readonly multipliers: readonly number[]
  /** Largest absolute log residual of the interpolated runs: zero up to rounding. */
  readonly largestResidual: number
}

/** What a bootstrap did. */
export interface BootstrapEvidence {
  /** Replicates asked for. */
  readonly replicates: number
  /** Seed; replicate k uses stream k of it. */
  readonly seed: number
  /** Replicates that gave no usable fit and are left out of the intervals. */
  readonly failed: number
  /** Replicates whose warm start was doubtful and that were fitted again from the grid. */
  readonly restarted: number
}

/** Covariance of the constants of a fit, each on the scale on which its interval is made. */
export interface ConstantCovariance {
  /** The constants in the order of the rows: `'log A'` for the logarithm of A, `'alpha'` for alpha itself. */
  readonly scales: readonly string[]
  /** Variances and covariances. */
  readonly matrix: readonly (readonly number[])[]
  /** Degrees of freedom of the t distribution that goes with it. */
  readonly degrees: number
}

/** How intervals are made where no bootstrap is asked for. */
export type CovarianceName = 'sandwich' | 'infinitesimal-jackknife'

/** Compute-optimal allocation of one budget, with the uncertainty of the fit. */
export interface Allocation {
  /** Budget C in FLOP. */
  readonly compute: number
  /** Optimal number of parameters. */
  readonly params: Estimate
  /** Optimal number of training tokens. */
  readonly tokens: Estimate
  /** Optimal tokens per parameter. */
  readonly tokensPerParam: Estimate
  /** Loss of the law at the optimum (its mean, not a prediction of a single run). */
  readonly loss: Estimate
  /** Budget divided by the largest compute among the runs: above 1 the allocation extrapolates. */
  readonly extrapolation: number
}

/** What every fit of a law reports, whatever the law. JSON-safe. */
export interface LawFit<Law extends string, Parameters> {
  /** Name of the law. */
  readonly law: Law
  /** The loss that was minimised. */
  readonly loss: FitLoss
  /** Number of data points used. */
  readonly n: number
  /** The constants, or `null` with a `refusal`. */
  readonly parameters: Parameters | null
  /** The objective at the constants: a sum over the data, in the definition of `loss`. `null` when refused. */
  readonly objective: number | null
  /** Whether the constants are a certified local optimum: gradient zero and Hessian positive definite. */
  readonly converged: boolean
  /**
   * Largest component of the gradient of the objective, each divided by the sum of the absolute values of its terms; so 1 is far from an
   * optimum, 1e-9 and below is converged, in any unit, for a sum as for a mean. `null` when refused, and for `'lad'`, which has `certificate`.
   */
  readonly gradientNorm: number | null
  /** Evidence on other optima; `null` when refused. */
  readonly basins: BasinEvidence | null
  /** Certificate of a `'lad'` fit. */
  readonly certificate?: LadCertificate
  /** Standard error per constant, `null` where none can be had. */
  readonly standardErrors: Readonly<Record<string, number | null>>
  /** Interval per constant, `null` where none can be had. */
  readonly intervals: Readonly<Record<string, Interval | null>>
  /** Covariance behind the intervals that are not bootstrapped, so that a saved fit can still answer; `null` where there is none. */
  readonly covariance: ConstantCovariance | null
  /** What the bootstrap did; `null` when none was asked for. */
  readonly bootstrap: BootstrapEvidence | null
  /** What was done, in one sentence. */
  readonly method: string
  /** What has to hold for the numbers to mean what they say. */
  readonly assumptions: readonly string[]
  /** What the reader must know before using the fit. */
  readonly warnings: readonly Finding[]
  /** Why there is no fit, and which data would cure it. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

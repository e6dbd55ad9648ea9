/** The log density of each row given its linear predictor, with the derivatives that Laplace's approximation needs. It must be concave. */
export interface RowLikelihood {
  /** Number of further parameters after the fixed effects: 0, or 1 for the logarithm of a scale. */
  readonly nuisance: 0 | 1
  /** Sets the further parameter; called before rows are measured. */
  prepare(value: number): void
  /** -2 log density of a row at a linear predictor; writes its first derivative into `score` and minus its second into `weight`. */
  measure(row: number, eta: number, score: Float64Array, weight: Float64Array): number
  /** Derivative of the weight with respect to the linear predictor. */
  third(row: number, eta: number): number
  /** Derivatives with respect to the further parameter: of the log density, the score and the weight. */
  alongNuisance(row: number, eta: number, out: Float64Array): void
}

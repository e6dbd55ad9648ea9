/** A confidence, credible or prediction interval: plain data, with the level it claims and the method that made it. */
export interface Interval {
  /** Lower end. May be `-Infinity` only where the method says so. */
  readonly lower: number
  /** Upper end. */
  readonly upper: number
  /** Nominal coverage in (0, 1), e.g. `0.95`. */
  readonly level: number
  /** How it was made, in the words of the documentation: `'wilson'`, `'percentile bootstrap'`. */
  readonly method: string
}

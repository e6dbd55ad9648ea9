/** A request for resampling or simulation. Replicate k uses stream k of the seed, so results do not depend on the engine. */
export interface ResamplingOptions {
  /** Number of replicates; each function documents its default. */
  readonly replicates?: number
  /** Seed, any safe integer. */
  readonly seed: number
}

/** What a resampling did. */
export interface ResamplingRecord {
  /** Replicates drawn. */
  readonly replicates: number
  /** Seed. */
  readonly seed: number
  /** Replicates that gave no estimate and are left out of the intervals. */
  readonly unusable: number
}

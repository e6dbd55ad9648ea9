import type { Observations } from '../observations.js'
import { largest } from './largest.js'

/** What a tail is fitted to. */
export interface TailSample {
  readonly observations: Observations
  /** Number of observations. */
  readonly m: number
  /** Number of largest ones asked for. */
  readonly k: number
  /** The largest scores, descending: those of the fit and of the diagnostics, as far as there are. */
  readonly top: Float64Array
}

/** The largest number of scores that the diagnostics look at. */
export const deepest = 30

/** Takes the largest scores. */
export function tailSample(observations: Observations, k: number): TailSample {
  const m = observations.scores.length
  return { observations, m, k, top: largest(observations.scores, Math.min(m, Math.max(2 * k, deepest) + 1)) }
}

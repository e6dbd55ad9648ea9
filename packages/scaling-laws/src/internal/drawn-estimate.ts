import { standardDeviation, type Estimate } from '@safety-portfolio/stats'
import { percentileEnds, type Ends } from './percentile-ends.js'

/** How an interval is read off replicates. */
export interface DrawnInterval {
  readonly level: number
  readonly method: string
  /** Share of the replicates to leave out on each side; default (1 - level) / 2. */
  readonly tail?: number
  /** Which replicates are the ends; default the percentiles. */
  readonly ends?: (sorted: readonly number[], tail: number, estimate: number) => Ends
}

/** Standard deviation and interval of an estimate from its replicates; fewer than two have none, for the stated reason. */
export function drawnEstimate(
  estimate: number,
  draws: readonly number[],
  { level, method, tail = (1 - level) / 2, ends = percentileEnds }: DrawnInterval,
  reason: string,
): Estimate {
  if (draws.length < 2) return { estimate, standardError: null, interval: null, reason }
  const sorted = draws.toSorted((left, right) => left - right)
  const interval = { ...ends(sorted, tail, estimate), level, method }
  return { estimate, standardError: standardDeviation(sorted), interval }
}

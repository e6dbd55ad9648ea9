import { bootstrap, correlation } from '@safety-portfolio/stats'
import type { Estimate } from '@safety-portfolio/stats'
import type { MatchedCell } from './matched-cells.js'

/** Pearson's correlation of matched decisions with a bootstrap interval over questions. */
export function correlationOf(
  matched: readonly MatchedCell[],
  scale: 'logit' | 'probability',
  options: { readonly seed: number; readonly replicates: number; readonly level: number },
): Estimate {
  const [x, y] = [matched.map((cell) => cell[scale][0]), matched.map((cell) => cell[scale][1])]
  const estimate = matched.length < 2 ? null : correlation(x, y)
  if (estimate === null) {
    return {
      estimate: null,
      standardError: null,
      interval: null,
      reason: 'the decisions of a condition do not vary, so there is nothing to correlate',
    }
  }
  const clusters = matched.map(({ question }) => question)
  const drawn = bootstrap(matched.length, (weights) => [weightedCorrelation(x, y, weights)], { ...options, clusters })
  const { standardError, interval } = drawn.estimates[0]!
  return { estimate, standardError, interval }
}

function weightedCorrelation(x: readonly number[], y: readonly number[], weights: ArrayLike<number>): number {
  let [n, sx, sy] = [0, 0, 0]
  for (let k = 0; k < x.length; k += 1) {
    n += weights[k]!
    sx += weights[k]! * x[k]!
    sy += weights[k]! * y[k]!
  }
  let [xx, yy, xy] = [0, 0, 0]
  for (let k = 0; k < x.length; k += 1) {
    const [a, b] = [x[k]! - sx / n, y[k]! - sy / n]
    xx += weights[k]! * a * a
    yy += weights[k]! * b * b
    xy += weights[k]! * a * b
  }
  return xy / Math.sqrt(xx * yy)
}

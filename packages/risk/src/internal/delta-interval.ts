import { normalQuantile, type Estimate } from '@safety-portfolio/stats'

/**
 * Estimate and delta-method interval of a function of the four cell proportions of a table, with the gradient from central differences in the
 * direction of each cell. `wrap` maps the interval back from the scale on which the estimate is closer to normal.
 */
export function deltaEstimate(
  counts: readonly number[],
  f: (proportions: readonly number[]) => number,
  level: number,
  range: readonly [number, number],
): Estimate {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const proportions = counts.map((count) => count / n)
  const estimate = f(proportions)
  if (!Number.isFinite(estimate)) {
    return {
      estimate: null,
      standardError: null,
      interval: null,
      reason: 'a miss rate is 0 or 1, so it is not defined',
    }
  }
  if (counts.some((count) => count === 0)) {
    return {
      estimate,
      standardError: null,
      interval: null,
      reason: 'a cell of the table is empty: look at the interval of the joint miss',
    }
  }
  const gradient = proportions.map((own, cell) => {
    // Along the simplex: the cell grows at the cost of all.
    const step = 1e-4 * own * (1 - own)
    const moved = (by: number): number => f(proportions.map((p, i) => p * (1 - by) + (i === cell ? by : 0)))
    return (moved(step) - moved(-step)) / (2 * step)
  })
  const mean = gradient.reduce((sum, slope, i) => sum + slope * proportions[i]!, 0)
  const variance = gradient.reduce((sum, slope, i) => sum + proportions[i]! * (slope - mean) ** 2, 0) / n
  const standardError = Math.sqrt(variance)
  const z = normalQuantile((1 + level) / 2)
  return {
    estimate,
    standardError,
    interval: {
      lower: Math.max(range[0], estimate - z * standardError),
      upper: Math.min(range[1], estimate + z * standardError),
      level,
      method: 'delta method',
    },
  }
}

import { createRandom, quantileSorted } from '@safety-portfolio/stats'
import type { Interval } from '@safety-portfolio/stats'

/** How a bootstrap is drawn. */
export interface Resampling {
  readonly seed: number
  readonly replicates: number
}

/** Draws all cases of a table of counts again, with replacement, and shows the counts of each replicate; the array is reused. */
export function resampleCells(
  cells: readonly number[],
  { seed, replicates }: Resampling,
  visit: (counts: Float64Array) => void,
): void {
  const cellOf = Int32Array.from(cells.flatMap((count, cell) => new Array<number>(count).fill(cell)))
  const counts = new Float64Array(cells.length)
  for (let k = 0; k < replicates; k += 1) {
    const random = createRandom(seed, k)
    counts.fill(0)
    cellOf.forEach((_, __, all) => {
      const cell = all[random.integer(all.length)]!
      counts[cell] = counts[cell]! + 1
    })
    visit(counts)
  }
}

/** Percentile interval of draws; `null` where fewer than nine tenths of the replicates have a value. */
export function percentileInterval(draws: readonly number[], replicates: number, level: number): Interval | null {
  if (draws.length === 0 || draws.length < 0.9 * replicates) return null
  const sorted = draws.toSorted((a, b) => a - b)
  return {
    lower: quantileSorted(sorted, (1 - level) / 2),
    upper: quantileSorted(sorted, 1 - (1 - level) / 2),
    level,
    method: 'percentile bootstrap',
  }
}

import type { Cell } from './projected-cell.js'

/** Exponents tried on each axis. */
export const gridSize = 16

/** The exponents of an axis, evenly spaced in their square roots: densest where exponents usually lie. */
export interface GridAxis {
  readonly root: number
  readonly step: number
}

/** 0.02 to 2.5. */
export const wholeAxis: GridAxis = { root: Math.SQRT2 / 10, step: 0.0959808 }

export function exponentAt({ root, step }: GridAxis, k: number): number {
  return (root + k * step) ** 2
}

/**
 * exp(-exponent x) per grid line and run. The exponents are a quadratic in k, so each line is the one before times a ratio that itself shrinks by a
 * constant factor: three exponentials a run.
 */
export function gridLines(x: Float64Array, n: number, axis: GridAxis): Float64Array {
  const lines = new Float64Array(gridSize * n)
  const first = exponentAt(axis, 0)
  const second = exponentAt(axis, 1)
  for (let i = 0; i < n; i += 1) {
    let value = Math.exp(-first * x[i]!)
    let ratio = Math.exp((first - second) * x[i]!)
    const bend = Math.exp(-2 * axis.step * axis.step * x[i]!)
    for (let at = i; at < lines.length; at += n) {
      lines[at] = value
      value *= ratio
      ratio *= bend
    }
  }
  return lines
}

/** A local minimum of a grid. */
export interface Basin {
  readonly cell: number
  /** Share of the grid's cells from which walking downhill ends here. */
  readonly share: number
}

/** The local minima that walking to the lowest neighbour ends in, lowest first. */
export function basins(cells: readonly Cell[]): readonly Basin[] {
  const next = cells.map((_, cell) => lowestNeighbour(cells, cell))
  const counts = new Map<number, number>()
  for (let end of next) {
    while (next[end] !== end) end = next[end]!
    counts.set(end, (counts.get(end) ?? 0) + 1)
  }
  // Cells without one of the two terms form plateaus: they count only where there is nothing else.
  const flat = (cell: number): number => Number(cells[cell]!.A === 0 || cells[cell]!.B === 0)
  return [...counts]
    .sort(([left], [right]) => flat(left) - flat(right) || cells[left]!.rss - cells[right]!.rss)
    .map(([cell, count]) => ({ cell, share: count / cells.length }))
}

function lowestNeighbour(cells: readonly Cell[], cell: number): number {
  const row = Math.floor(cell / gridSize)
  let best = cell
  for (let j = Math.max(0, row - 1); j <= Math.min(gridSize - 1, row + 1); j += 1) {
    for (let k = -1; k <= 1; k += 1) {
      const column = (cell % gridSize) + k
      const neighbour = j * gridSize + column
      if (column >= 0 && column < gridSize && cells[neighbour]!.rss < cells[best]!.rss) best = neighbour
    }
  }
  return best
}

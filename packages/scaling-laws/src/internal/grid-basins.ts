/** Exponents tried on each axis. */
export const gridSize = 16
/** Square roots of the smallest exponent and of the distance between exponents: 0.02 to 2.5, densest where exponents usually lie. */
const smallestRoot = 0.1414213562373095
const rootStep = 0.0959808
/** The exponents of both axes, evenly spaced in their square roots. */
export function exponentAt(k: number): number {
  return (smallestRoot + k * rootStep) ** 2
}

/**
 * exp(-exponent x) per grid line and run. The exponents are a quadratic in k, so each line is the one before times a ratio that itself shrinks by a
 * constant factor: three exponentials a run.
 */
export function gridLines(x: Float64Array, n: number, into: Float64Array): void {
  for (let i = 0; i < n; i += 1) {
    const at = x[i]!
    let value = Math.exp(-exponentAt(0) * at)
    let ratio = Math.exp(-(exponentAt(1) - exponentAt(0)) * at)
    const bend = Math.exp(-2 * rootStep * rootStep * at)
    for (let k = 0; k < gridSize; k += 1) {
      into[k * n + i] = value
      value *= ratio
      ratio *= bend
    }
  }
}

/** A start for Newton: the lowest cell of one basin of the grid. */
export interface GridStart {
  /** (log A, log B, log E, alpha, beta), centred; `-Infinity` for a constant that the nonnegative solve put at zero. */
  readonly theta: Float64Array
  /** Share of the grid's cells from which walking downhill ends here. */
  readonly share: number
}

/** Labels every cell with the local minimum that walking to the lowest neighbour ends in. */
export function basins(rss: Float64Array, coefficients: Float64Array, most: number): readonly GridStart[] {
  const cells = gridSize * gridSize
  const next = new Int32Array(cells)
  for (let cell = 0; cell < cells; cell += 1) next[cell] = lowestNeighbour(rss, cell)
  const counts = new Map<number, number>()
  for (let cell = 0; cell < cells; cell += 1) {
    let end = cell
    while (next[end] !== end) end = next[end]!
    let walk = cell
    while (walk !== end) {
      const following = next[walk]!
      next[walk] = end
      walk = following
    }
    counts.set(end, (counts.get(end) ?? 0) + 1)
  }
  // Cells without one of the two terms form plateaus: they count only where there is nothing else.
  const flat = (cell: number): boolean => coefficients[cell * 3] === 0 || coefficients[cell * 3 + 1] === 0
  return [...counts]
    .toSorted(([left], [right]) => Number(flat(left)) - Number(flat(right)) || rss[left]! - rss[right]!)
    .slice(0, most)
    .map(([cell, count]) => ({
      theta: Float64Array.of(
        Math.log(coefficients[cell * 3]!),
        Math.log(coefficients[cell * 3 + 1]!),
        Math.log(coefficients[cell * 3 + 2]!),
        exponentAt(Math.floor(cell / gridSize)),
        exponentAt(cell % gridSize),
      ),
      share: count / cells,
    }))
}

function lowestNeighbour(rss: Float64Array, cell: number): number {
  const row = Math.floor(cell / gridSize)
  const column = cell % gridSize
  let best = cell
  for (let j = Math.max(0, row - 1); j <= Math.min(gridSize - 1, row + 1); j += 1) {
    for (let k = Math.max(0, column - 1); k <= Math.min(gridSize - 1, column + 1); k += 1) {
      const neighbour = j * gridSize + k
      if (rss[neighbour]! < rss[best]!) best = neighbour
    }
  }
  return best
}

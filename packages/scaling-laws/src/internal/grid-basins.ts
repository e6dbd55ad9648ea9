/** Exponents tried on each axis. */
export const gridSize = 32
const smallestExponent = 0.02
const largestExponent = 2.5
/** The exponents of both axes, evenly spaced in log. */
export const exponents: Float64Array = Float64Array.from(
  { length: gridSize },
  (_, k) => smallestExponent * (largestExponent / smallestExponent) ** (k / (gridSize - 1)),
)

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
        exponents[Math.floor(cell / gridSize)]!,
        exponents[cell % gridSize]!,
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

/** A cell of a grid of starts: its place in the grid, the squares it leaves, and the start that it is, `null` where it is none. */
export interface StartCell {
  readonly index: readonly number[]
  readonly rss: number
  readonly theta: () => Float64Array | null
}

/** The starts of the lowest cells of which none is a neighbour of a lower one, at most so many. */
export function separateStarts(cells: readonly StartCell[], most: number): Float64Array[] {
  const chosen: StartCell[] = []
  const starts: Float64Array[] = []
  const left = [...cells]
  // Of very many cells a few are wanted: looked for one by one, not sorted.
  while (starts.length < most && left.length > 0) {
    let lowest = 0
    for (let k = 1; k < left.length; k += 1) if (left[k]!.rss < left[lowest]!.rss) lowest = k
    const cell = left[lowest]!
    left[lowest] = left.at(-1)!
    left.pop()
    if (chosen.some(({ index }) => index.every((value, k) => Math.abs(value - cell.index[k]!) <= 1))) continue
    const theta = cell.theta()
    if (theta === null) continue
    chosen.push(cell)
    starts.push(theta)
  }
  return starts
}

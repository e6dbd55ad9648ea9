import type { ChinchillaProblem } from './chinchilla-problem.js'
import { basins, exponentAt, gridLines, gridSize, type GridStart } from './grid-basins.js'
import { solveCell, type Cell, type Line, type Losses } from './projected-cell.js'
import { mostGridRuns, thinnedRuns, type GridRuns } from './thinned-runs.js'

export { gridSize, type GridStart } from './grid-basins.js'

/** Memory of the grid, allocated once per problem size. */
export interface GridWorkspace {
  /** exp(-exponent x) per grid line and run. */
  readonly u: Float64Array
  /** exp(-exponent y) per grid line and run. */
  readonly v: Float64Array
  readonly weighted: Float64Array
  readonly rss: Float64Array
  /** A, B, E per cell. */
  readonly coefficients: Float64Array
}

export function gridWorkspace(runs: number): GridWorkspace {
  const n = Math.min(runs, mostGridRuns)
  const cells = gridSize * gridSize
  return {
    u: new Float64Array(gridSize * n),
    v: new Float64Array(gridSize * n),
    weighted: new Float64Array(n),
    rss: new Float64Array(cells),
    coefficients: new Float64Array(cells * 3),
  }
}

/**
 * Variable projection (Golub and Pereyra 1973; for this law Czech et al., arXiv 2603.22339): for each pair of exponents on a grid, A, B and E are
 * the solution of a nonnegative least-squares problem. All exponentials and all moments but one are cached per grid line, so a cell costs one
 * dot product.
 *
 * Of very many runs it looks at a part: starts need not be exact, the fits from them use every run.
 *
 * @param leastSquaresWeights - w / L^2 makes residuals of the loss stand for log residuals.
 * @param refill - Whether the cached exponentials belong to other runs.
 * @returns The basins of the grid, lowest first, at most `most`.
 */
export function gridStarts(
  problem: ChinchillaProblem,
  leastSquaresWeights: Float64Array,
  workspace: GridWorkspace,
  most: number,
  refill: boolean,
): readonly GridStart[] {
  const runs = thinnedRuns(problem, leastSquaresWeights)
  const { n, x, y, weights } = runs
  const { u, v, weighted, rss, coefficients } = workspace
  if (refill) {
    gridLines(x, n, u)
    gridLines(y, n, v)
  }
  const losses = lossMoments(runs)
  const lines = Array.from({ length: gridSize }, (_, k) => lineMoments(runs, losses, v, k * n))
  const crosses = new Float64Array(4)
  for (let j = 0; j < gridSize; j += 1) {
    const start = j * n
    const line = lineMoments(runs, losses, u, start)
    for (let i = 0; i < n; i += 1) weighted[i] = weights[i]! * (u[start + i]! - line.mean)
    for (let k = 0; k < gridSize; k += 1) {
      if (k % 4 === 0) fourDots(weighted, v, k * n, n, crosses)
      const cell = solveCell(losses, line, lines[k]!, crosses[k % 4]!)
      const at = j * gridSize + k
      rss[at] = cell.rss
      coefficients[at * 3] = cell.A
      coefficients[at * 3 + 1] = cell.B
      coefficients[at * 3 + 2] = cell.E
    }
  }
  return basins(rss, coefficients, most)
}

/**
 * From a start downhill in the exponents alone, A, B and E being solved for at each step: slow, but not led astray by the curved valley along which
 * a small exponent trades against E, where Newton's steps creep.
 */
export function slide(
  problem: ChinchillaProblem,
  leastSquaresWeights: Float64Array,
  start: Float64Array,
): Float64Array {
  const runs = thinnedRuns(problem, leastSquaresWeights)
  const { n, x, y, weights } = runs
  const losses = lossMoments(runs)
  const u = new Float64Array(n)
  const v = new Float64Array(n)
  const at = (alpha: number, beta: number): Cell => {
    for (let i = 0; i < n; i += 1) {
      u[i] = Math.exp(-alpha * x[i]!)
      v[i] = Math.exp(-beta * y[i]!)
    }
    const line = lineMoments(runs, losses, u, 0)
    let cross = 0
    for (let i = 0; i < n; i += 1) cross += weights[i]! * (u[i]! - line.mean) * v[i]!
    return solveCell(losses, line, lineMoments(runs, losses, v, 0), cross)
  }
  const lowest = exponentAt(0)
  let alpha = Math.max(lowest, start[3]!)
  let beta = Math.max(lowest, start[4]!)
  let best = at(alpha, beta)
  for (let factor = 1.5; factor > 1.001;) {
    const before = best
    for (const [p, q] of directions) {
      const nextAlpha = Math.max(lowest, alpha * factor ** p)
      const nextBeta = Math.max(lowest, beta * factor ** q)
      const cell = at(nextAlpha, nextBeta)
      if (!(cell.rss < best.rss)) continue
      best = cell
      alpha = nextAlpha
      beta = nextBeta
    }
    if (best === before) factor = Math.sqrt(factor)
  }
  return Float64Array.of(Math.log(best.A), Math.log(best.B), Math.log(best.E), alpha, beta)
}

const directions = [-1, 0, 1].flatMap((p) => [-1, 0, 1].map((q) => [p, q] as const))

function lossMoments({ n, weights, level }: GridRuns): Losses {
  let total = 0
  let mean = 0
  for (let i = 0; i < n; i += 1) {
    total += weights[i]!
    mean += weights[i]! * level[i]!
  }
  mean /= total
  let spread = 0
  for (let i = 0; i < n; i += 1) spread += weights[i]! * (level[i]! - mean) ** 2
  return { total, mean, spread }
}

function lineMoments({ n, weights, level }: GridRuns, losses: Losses, line: Float64Array, start: number): Line {
  let mean = 0
  for (let i = 0; i < n; i += 1) mean += weights[i]! * line[start + i]!
  mean /= losses.total
  let squares = 0
  let product = 0
  for (let i = 0; i < n; i += 1) {
    const apart = line[start + i]! - mean
    const centred = weights[i]! * apart
    squares += centred * apart
    product += centred * (level[i]! - losses.mean)
  }
  return { mean, squares, product }
}

/** Dot products with four lines at once: additions of one need not wait for those of the others. */
function fourDots(left: Float64Array, right: Float64Array, start: number, n: number, out: Float64Array): void {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = 0, at = start; i < n; i += 1, at += 1) {
    const value = left[i]!
    a += value * right[at]!
    b += value * right[at + n]!
    c += value * right[at + 2 * n]!
    d += value * right[at + 3 * n]!
  }
  out[0] = a
  out[1] = b
  out[2] = c
  out[3] = d
}

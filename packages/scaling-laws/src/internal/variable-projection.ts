import type { ChinchillaProblem } from './chinchilla-problem.js'
import { basins, exponentAt, gridLines, gridSize, wholeAxis, type GridAxis } from './grid-basins.js'
import { solveCell, type Cell, type Line, type Losses } from './projected-cell.js'

export { gridSize } from './grid-basins.js'

/** The runs, with least-squares weights. */
type GridRuns = Pick<ChinchillaProblem, 'n' | 'level' | 'weights'>

/** A start for Newton: the lowest cell of one basin of the grid. */
export interface GridStart {
  /** (log A, log B, log E, alpha, beta), centred; `-Infinity` for a constant that the nonnegative solve put at zero. */
  readonly theta: Float64Array
  /** Share of the grid's cells from which walking downhill ends here. */
  readonly share: number
}

/**
 * Variable projection (Golub and Pereyra 1973; for this law Czech et al., arXiv 2603.22339): for each pair of exponents on a grid, A, B and E are
 * the solution of a nonnegative least-squares problem. All moments but one belong to a grid line, so a cell costs one dot product.
 *
 * @returns The basins of the grid, lowest first, at most `most`, for given least-squares weights: w / L^2 makes residuals of the loss stand for log residuals.
 */
export function exponentGrid(
  problem: ChinchillaProblem,
  alphas: GridAxis = wholeAxis,
  betas: GridAxis = wholeAxis,
): (weights: Float64Array, most: number) => readonly GridStart[] {
  const { n, x, y, level } = problem
  const u = gridLines(x, n, alphas)
  const v = gridLines(y, n, betas)
  return (weights, most) => {
    const runs = { n, level, weights }
    const weighted = new Float64Array(n)
    const losses = lossMoments(runs)
    const lines = Array.from({ length: gridSize }, (_, k) => lineMoments(runs, losses, v, k * n))
    const crosses = new Float64Array(4)
    const cells: Cell[] = []
    for (let start = 0; start < gridSize * n; start += n) {
      const line = lineMoments(runs, losses, u, start)
      for (let i = 0; i < n; i += 1) weighted[i] = weights[i]! * (u[start + i]! - line.mean)
      for (let k = 0; k < gridSize; k += 1) {
        if (k % 4 === 0) fourDots(weighted, v, k * n, n, crosses)
        cells.push(solveCell(losses, line, lines[k]!, crosses[k % 4]!))
      }
    }
    return basins(cells)
      .slice(0, most)
      .map(({ cell, share }) => {
        const { A, B, E } = cells[cell]!
        const alpha = exponentAt(alphas, Math.floor(cell / gridSize))
        const beta = exponentAt(betas, cell % gridSize)
        return { theta: Float64Array.of(Math.log(A), Math.log(B), Math.log(E), alpha, beta), share }
      })
  }
}

/**
 * From a start downhill on grids around it that grow finer: slow, but not led astray by the curved valley along which a small exponent trades against
 * E, where Newton's steps creep.
 */
export function slide(problem: ChinchillaProblem, weights: Float64Array, start: Float64Array): Float64Array {
  let theta = start
  for (let step = wholeAxis.step / 2; step > 1e-3; step *= 0.8) {
    const [alphas, betas] = [theta[3]!, theta[4]!].map((exponent) => ({
      root: Math.max(wholeAxis.root, Math.sqrt(exponent) - (gridSize / 2) * step),
      step,
    }))
    ;[{ theta }] = exponentGrid(problem, alphas, betas)(weights, 1) as [GridStart]
  }
  return theta
}

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

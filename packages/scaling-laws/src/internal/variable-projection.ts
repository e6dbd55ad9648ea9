import type { ChinchillaProblem } from './chinchilla-problem.js'
import { dotProduct } from './dot-product.js'
import { basins, exponentAt, gridLines, gridSize, wholeAxis, type GridAxis } from './grid-basins.js'
import { solveCell, type Cell, type Line } from './projected-cell.js'

export { gridSize } from './grid-basins.js'

/** A start for Newton: the lowest cell of one basin of the grid. */
export interface GridStart {
  /** (log A, log B, log E, alpha, beta), centred; `-Infinity` for a constant that the nonnegative solve put at zero. */
  readonly theta: Float64Array
  /** Share of the grid's cells from which walking downhill ends here. */
  readonly share: number
  /** Its place in the grid. */
  readonly cell: number
}

/**
 * Variable projection (Golub and Pereyra 1973; for this law Czech et al., arXiv 2603.22339): for each pair of exponents on a grid, A, B and E are
 * the solution of a nonnegative least-squares problem. All moments but one belong to a grid line, so a cell costs one dot product.
 *
 * @returns The basins of the grid, lowest first, at most `most`, for given least-squares weights, one per run: w / L^2 makes residuals of the loss stand for log residuals.
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
    const total = weights.reduce((sum, weight) => sum + weight)
    const mean = dotProduct(weights, level) / total
    const centred = weights.map((weight, i) => weight * (level[i]! - mean))
    const losses = { total, mean, spread: dotProduct(centred, level) }
    const rows = lineMoments(u, weights, centred, total)
    const columns = lineMoments(v, weights, centred, total)
    const weighted = new Float64Array(n)
    const cells: Cell[] = []
    rows.forEach((row, j) => {
      for (let i = 0; i < n; i += 1) weighted[i] = weights[i]! * (u[j * n + i]! - row.mean)
      dots(weighted, v).forEach((cross, k) => cells.push(solveCell(losses, row, columns[k]!, cross)))
    })
    return basins(cells)
      .slice(0, most)
      .map(({ cell, share }) => {
        const { A, B, E } = cells[cell]!
        const alpha = exponentAt(alphas, Math.floor(cell / gridSize))
        const beta = exponentAt(betas, cell % gridSize)
        return { theta: Float64Array.of(Math.log(A), Math.log(B), Math.log(E), alpha, beta), share, cell }
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

/** Of every line, given the weights and the weights times the centred losses. */
function lineMoments(lines: Float64Array, weights: Float64Array, centred: Float64Array, total: number): Line[] {
  const n = weights.length
  const products = dots(centred, lines)
  return dots(weights, lines).map((sum, k) => {
    const mean = sum / total
    let squares = 0
    for (let i = 0; i < n; i += 1) squares += weights[i]! * (lines[k * n + i]! - mean) ** 2
    return { mean, squares, product: products[k]! }
  })
}

/** Dot products with all lines, four at once: additions of one need not wait for those of the others. */
function dots(left: Float64Array, lines: Float64Array): number[] {
  const n = left.length
  const products: number[] = []
  for (let at = 0; at < lines.length; at += 3 * n) {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (let i = 0; i < n; i += 1, at += 1) {
      const value = left[i]!
      a += value * lines[at]!
      b += value * lines[at + n]!
      c += value * lines[at + 2 * n]!
      d += value * lines[at + 3 * n]!
    }
    products.push(a, b, c, d)
  }
  return products
}

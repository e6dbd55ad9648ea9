import type { ChinchillaProblem } from './chinchilla-problem.js'
import { basins, exponents, gridSize, type GridStart } from './grid-basins.js'
import { mostGridRuns, thinnedRuns } from './thinned-runs.js'

export { gridSize, type GridStart } from './grid-basins.js'

/** Moments of one grid line: weighted mean of its exponential, its centred square sum, its centred product with the loss. */
interface LineMoments {
  readonly mean: Float64Array
  readonly squares: Float64Array
  readonly product: Float64Array
}

/** Memory of the grid, allocated once per problem size. */
export interface GridWorkspace {
  /** exp(-exponent x) per grid line and run. */
  readonly u: Float64Array
  /** exp(-exponent y) per grid line and run. */
  readonly v: Float64Array
  readonly uMoments: LineMoments
  readonly vMoments: LineMoments
  readonly weighted: Float64Array
  readonly rss: Float64Array
  /** A, B, E per cell. */
  readonly coefficients: Float64Array
}

export function gridWorkspace(runs: number): GridWorkspace {
  const n = Math.min(runs, mostGridRuns)
  const moments = (): LineMoments => ({
    mean: new Float64Array(gridSize),
    squares: new Float64Array(gridSize),
    product: new Float64Array(gridSize),
  })
  return {
    u: new Float64Array(gridSize * n),
    v: new Float64Array(gridSize * n),
    uMoments: moments(),
    vMoments: moments(),
    weighted: new Float64Array(n),
    rss: new Float64Array(gridSize * gridSize),
    coefficients: new Float64Array(gridSize * gridSize * 3),
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
  const { n, x, y, level, weights } = thinnedRuns(problem, leastSquaresWeights)
  const { u, v, uMoments, vMoments, weighted } = workspace
  let total = 0
  let meanLevel = 0
  for (let i = 0; i < n; i += 1) {
    total += weights[i]!
    meanLevel += weights[i]! * level[i]!
  }
  meanLevel /= total
  let spread = 0
  for (let i = 0; i < n; i += 1) spread += weights[i]! * (level[i]! - meanLevel) ** 2
  if (refill) {
    exponentials(x, n, u)
    exponentials(y, n, v)
  }
  lineMoments(u, weights, level, n, total, meanLevel, uMoments)
  lineMoments(v, weights, level, n, total, meanLevel, vMoments)
  const crosses = new Float64Array(4)
  const overall: Overall = { total, meanLevel, spread }
  for (let j = 0; j < gridSize; j += 1) {
    const line = j * n
    for (let i = 0; i < n; i += 1) weighted[i] = weights[i]! * (u[line + i]! - uMoments.mean[j]!)
    for (let k = 0; k < gridSize; k += 4) {
      fourDots(weighted, v, k * n, n, crosses)
      for (let m = 0; m < 4; m += 1) solveCell(workspace, overall, j, k + m, crosses[m]!)
    }
  }
  return basins(workspace.rss, workspace.coefficients, most)
}

interface Overall {
  readonly total: number
  readonly meanLevel: number
  readonly spread: number
}

function exponentials(coordinate: Float64Array, n: number, into: Float64Array): void {
  for (let k = 0; k < gridSize; k += 1) {
    const exponent = exponents[k]!
    for (let i = 0; i < n; i += 1) into[k * n + i] = Math.exp(-exponent * coordinate[i]!)
  }
}

function lineMoments(
  lines: Float64Array,
  weights: Float64Array,
  level: Float64Array,
  n: number,
  total: number,
  meanLevel: number,
  out: LineMoments,
): void {
  for (let k = 0; k < gridSize; k += 1) {
    const offset = k * n
    const mean = dot(weights, lines, offset, n) / total
    let squares = 0
    let product = 0
    for (let i = 0; i < n; i += 1) {
      const centred = weights[i]! * (lines[offset + i]! - mean)
      squares += centred * (lines[offset + i]! - mean)
      product += centred * (level[i]! - meanLevel)
    }
    out.mean[k] = mean
    out.squares[k] = squares
    out.product[k] = product
  }
}

function dot(left: Float64Array, right: Float64Array, offset: number, n: number): number {
  let total = 0
  for (let i = 0; i < n; i += 1) total += left[i]! * right[offset + i]!
  return total
}

/** Dot products with four lines at once: additions of one need not wait for those of the others. */
function fourDots(left: Float64Array, right: Float64Array, offset: number, n: number, out: Float64Array): void {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  const second = offset + n
  const third = second + n
  const fourth = third + n
  for (let i = 0; i < n; i += 1) {
    const value = left[i]!
    a += value * right[offset + i]!
    b += value * right[second + i]!
    c += value * right[third + i]!
    d += value * right[fourth + i]!
  }
  out[0] = a
  out[1] = b
  out[2] = c
  out[3] = d
}

/** Nonnegative least squares of the loss on (u, v, 1) from moments: the free solution, or the best of those with constants at zero. */
function solveCell(workspace: GridWorkspace, overall: Overall, j: number, k: number, cross: number): void {
  const { uMoments, vMoments, rss, coefficients } = workspace
  const { total, meanLevel, spread } = overall
  const uMean = uMoments.mean[j]!
  const uu = uMoments.squares[j]!
  const uz = uMoments.product[j]!
  const vMean = vMoments.mean[k]!
  const vv = vMoments.squares[k]!
  const vz = vMoments.product[k]!
  const cell = j * gridSize + k
  const at = cell * 3
  const determinant = uu * vv - cross * cross
  const A = (uz * vv - vz * cross) / determinant
  const B = (vz * uu - uz * cross) / determinant
  const E = meanLevel - A * uMean - B * vMean
  if (A >= 0 && B >= 0 && E >= 0 && determinant > 1e-12 * uu * vv) {
    rss[cell] = spread - A * uz - B * vz
    coefficients[at] = A
    coefficients[at + 1] = B
    coefficients[at + 2] = E
    return
  }
  rss[cell] = Infinity
  const onlyA = uz / uu
  const onlyB = vz / vv
  // Uncentred moments, for the solutions without E.
  const u2 = uu + total * uMean * uMean
  const v2 = vv + total * vMean * vMean
  const uv = cross + total * uMean * vMean
  const ul = uz + total * uMean * meanLevel
  const vl = vz + total * vMean * meanLevel
  const free = u2 * v2 - uv * uv
  const freeA = (ul * v2 - vl * uv) / free
  const freeB = (vl * u2 - ul * uv) / free
  consider(onlyA, 0, meanLevel - onlyA * uMean)
  consider(0, onlyB, meanLevel - onlyB * vMean)
  consider(freeA, freeB, 0)
  consider(ul / u2, 0, 0)
  consider(0, vl / v2, 0)
  consider(0, 0, meanLevel)
  function consider(a: number, b: number, e: number): void {
    if (!(a >= 0 && b >= 0 && e >= 0)) return
    const shift = meanLevel - e - a * uMean - b * vMean
    const value = spread - 2 * (a * uz + b * vz) + a * a * uu + 2 * a * b * cross + b * b * vv + total * shift * shift
    if (!(value < rss[cell]!)) return
    rss[cell] = value
    coefficients[at] = a
    coefficients[at + 1] = b
    coefficients[at + 2] = e
  }
}

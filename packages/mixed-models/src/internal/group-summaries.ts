import { dotAt, removeComponent } from './column-kernels.js'
import { findPattern } from './design-pattern.js'
import type { Pattern } from './design-pattern.js'
import { rowsByGroup } from './rows-by-group.js'
import type { WhitenedDesign } from './whitened-design.js'

/**
 * The data of a model with one grouping factor, reduced to a few numbers for each group: no fit, refit or bootstrap looks at rows
 * again. Working in the orthonormal basis of each group avoids the cancellation of y'y - ... when sigma is small.
 */
export interface GroupSummaries {
  readonly q: number
  readonly p: number
  readonly groups: number
  readonly patterns: readonly Pattern[]
  readonly patternOf: Int32Array
  /** U'y of each group, padded to q. */
  readonly uy: Float64Array
  /** X'(I - U U')y of each group. */
  readonly xy: Float64Array
  /** y'(I - U U')y of each group. */
  readonly yy: Float64Array
}

const dependence = 1e-9
/** A projection that leaves at least this share of the squared length is orthogonal to working precision; otherwise it is repeated. */
const oncePasses = 0.01

/** Reduces a whitened design with one grouping factor, or none (then all rows are one group without random effects). */
export function summariseGroups(design: WhitenedDesign): GroupSummaries {
  const first = design.factors[0]
  const columns = first?.columns ?? []
  const q = columns.length
  const p = design.p
  const groups = first?.factor.levels.length ?? 1
  const rowsOf = rowsByGroup(first?.factor.codes ?? new Int32Array(design.n), groups)
  const longest = rowsOf.reduce((most, rows) => Math.max(most, rows.length), 0)
  const work: Workspace = {
    columns,
    fixed: design.fixed.columns,
    u: new Float64Array(q * longest),
    x: new Float64Array(p * longest),
  }
  const y = new Float64Array(longest)
  const patterns: Pattern[] = []
  const byKey = new Map<string, number[]>()
  const patternOf = new Int32Array(groups)
  const uy = new Float64Array(groups * q)
  const xy = new Float64Array(groups * p)
  const yy = new Float64Array(groups)
  let last: Int32Array | null = null
  let pattern: Pattern | null = null

  rowsOf.forEach((rows, group) => {
    const size = rows.length
    // Groups with the same design row by row, as in a factorial, share everything but the response.
    if (pattern === null || last === null || !sameDesign(work, rows, last)) {
      pattern = decompose(work, rows, q, p)
      last = rows
      patternOf[group] = findPattern(pattern, patterns, byKey)
    } else patternOf[group] = patternOf[group - 1]!
    for (let i = 0; i < size; i += 1) y[i] = design.residual[rows[i]!]!
    for (let a = 0; a < pattern.rank; a += 1) uy[group * q + a] = removeComponent(y, 0, work.u, a * size, size)
    for (let k = 0; k < p; k += 1) xy[group * p + k] = dotAt(y, 0, work.x, k * size, size)
    yy[group] = dotAt(y, 0, y, 0, size)
  })
  return { q, p, groups, patterns, patternOf, uy, xy, yy }
}

interface Workspace {
  readonly columns: readonly Float64Array[]
  readonly fixed: readonly Float64Array[]
  /** U of the group at hand, and what is left of its fixed columns orthogonal to U; columns one after the other. */
  readonly u: Float64Array
  readonly x: Float64Array
}

function sameDesign({ columns, fixed }: Workspace, rows: Int32Array, others: Int32Array): boolean {
  if (rows.length !== others.length) return false
  for (const set of [columns, fixed]) {
    for (const column of set) {
      for (let i = 0; i < rows.length; i += 1) if (column[rows[i]!] !== column[others[i]!]) return false
    }
  }
  return true
}

/** Reduces the design of a group. */
function decompose({ columns, fixed, u, x }: Workspace, rows: Int32Array, q: number, p: number): Pattern {
  const size = rows.length
  const r = new Float64Array(q * q)
  const rank = orthonormalise(columns, rows, u, r, q)
  const ux = new Float64Array(rank * p)
  fixed.forEach((column, k) => {
    for (let i = 0; i < size; i += 1) x[k * size + i] = column[rows[i]!]!
    for (let a = 0; a < rank; a += 1) ux[a * p + k] = removeComponent(x, k * size, u, a * size, size)
  })
  const xx = new Float64Array(p * p)
  for (let k = 0; k < p; k += 1) {
    for (let l = 0; l <= k; l += 1) {
      const product = dotAt(x, k * size, x, l * size, size)
      xx[k * p + l] = product
      xx[l * p + k] = product
    }
  }
  return { rows: size, rank, r: r.slice(0, rank * q), ux, xx }
}

/** Gram-Schmidt of a group's columns: U into `u` (columns one after the other), R into the first rank rows of `r`. */
function orthonormalise(
  columns: readonly Float64Array[],
  rows: Int32Array,
  u: Float64Array,
  r: Float64Array,
  q: number,
): number {
  const size = rows.length
  let rank = 0
  for (let j = 0; j < q; j += 1) {
    const start = rank * size
    if (rank === size) {
      // The basis is complete: only the coordinates of the remaining columns are missing.
      for (let a = 0; a < rank; a += 1) {
        let product = 0
        for (let i = 0; i < size; i += 1) product += columns[j]![rows[i]!]! * u[a * size + i]!
        r[a * q + j] = product
      }
      continue
    }
    let squared = 0
    for (let i = 0; i < size; i += 1) {
      const value = columns[j]![rows[i]!]!
      u[start + i] = value
      squared += value * value
    }
    let rest = squared
    for (let pass = 0; pass < 2; pass += 1) {
      for (let a = 0; a < rank; a += 1) r[a * q + j] = r[a * q + j]! + removeComponent(u, start, u, a * size, size)
      const before = rest
      rest = dotAt(u, start, u, start, size)
      if (rest > oncePasses * before) break
    }
    if (squared === 0 || rest <= dependence * dependence * squared) continue
    const length = Math.sqrt(rest)
    for (let i = 0; i < size; i += 1) u[start + i] = u[start + i]! / length
    r[rank * q + j] = length
    rank += 1
  }
  return rank
}

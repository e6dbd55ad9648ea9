import { dotAt, removeComponent } from './column-kernels.js'
import type { WhitenedDesign } from './whitened-design.js'

/**
 * What groups with the same design share. With Z = U R (U orthonormal, r columns), everything the likelihood needs of the group's rows
 * is R, U'X and the cross-products of what is orthogonal to U.
 */
export interface Pattern {
  readonly rows: number
  readonly rank: number
  /** r x q. */
  readonly r: Float64Array
  /** U'X, r x p. */
  readonly ux: Float64Array
  /** X'(I - U U')X, p x p. */
  readonly xx: Float64Array
}

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

/** Groups whose summaries agree to this relative tolerance are treated as one pattern; far below any statistical meaning. */
const patternTolerance = 1e-12
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

/** Row indices of each group. */
export function rowsByGroup(codes: Int32Array, groups: number): Int32Array[] {
  const sizes = new Int32Array(groups)
  for (const code of codes) sizes[code] = sizes[code]! + 1
  const result = Array.from(sizes, (size) => new Int32Array(size))
  const filled = new Int32Array(groups)
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!
    result[code]![filled[code]!] = row
    filled[code] = filled[code]! + 1
  }
  return result
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

/** Candidates looked at before a pattern counts as new: so that many groups, each with a design of its own, cost no comparison with all others. */
const candidateLimit = 8

function findPattern(pattern: Pattern, patterns: Pattern[], byKey: Map<string, number[]>): number {
  const { rows, rank, r, ux, xx } = pattern
  const rounded = (values: Float64Array): number =>
    Math.round(1e9 * values.reduce((sum, value, k) => sum + value * value * (1 + (k % 7)), 0))
  const trace = r.reduce((sum, value) => sum + value * value, 0)
  const key = `${rows}/${rank}/${trace.toPrecision(9)}/${rounded(ux)}/${rounded(xx)}`
  const candidates = byKey.get(key) ?? []
  for (const index of candidates.slice(0, candidateLimit)) if (isSame(pattern, patterns[index]!)) return index
  patterns.push(pattern)
  byKey.set(key, [...candidates.slice(0, candidateLimit - 1), patterns.length - 1])
  return patterns.length - 1
}

function isSame(a: Pattern, b: Pattern): boolean {
  return isClose(a.r, b.r) && isClose(a.ux, b.ux) && isClose(a.xx, b.xx)
}

function isClose(a: Float64Array, b: Float64Array): boolean {
  let largest = 0
  for (const value of a) largest = Math.max(largest, Math.abs(value))
  // Columns of the orthonormal fixed basis have length 1 over the table: 1 is their scale even where this group's part is 0.
  const tolerance = patternTolerance * Math.max(largest, 1e-3)
  for (let i = 0; i < a.length; i += 1) if (Math.abs(a[i]! - b[i]!) > tolerance) return false
  return true
}

/** The summaries of all groups (or of a resample: how often each group occurs) added up pattern by pattern. */
export interface PatternTotals {
  readonly q: number
  readonly p: number
  readonly rows: number
  readonly groups: number
  readonly patterns: readonly Pattern[]
  readonly counts: Float64Array
  /** Sum of U'y in each pattern, and of its outer product (q x q, the first rank rows and columns used with stride q). */
  readonly uy: readonly Float64Array[]
  readonly uyuy: readonly Float64Array[]
  readonly xx: Float64Array
  readonly xy: Float64Array
  readonly yy: number
}

/** Adds up summaries; `counts` says how often each group occurs (default once). */
export function totalPatterns(summaries: GroupSummaries, counts?: ArrayLike<number>): PatternTotals {
  const { q, p, groups, patterns, patternOf } = summaries
  const total = new Float64Array(patterns.length)
  const uy = patterns.map(() => new Float64Array(q))
  const uyuy = patterns.map(() => new Float64Array(q * q))
  const xx = new Float64Array(p * p)
  const xy = new Float64Array(p)
  let yy = 0
  let rows = 0
  let used = 0
  for (let group = 0; group < groups; group += 1) {
    const count = counts?.[group] ?? 1
    if (count === 0) continue
    used += count
    const index = patternOf[group]!
    total[index] = total[index]! + count
    const sum = uy[index]!
    const outer = uyuy[index]!
    const rank = patterns[index]!.rank
    for (let a = 0; a < rank; a += 1) {
      const value = count * summaries.uy[group * q + a]!
      sum[a] = sum[a]! + value
      for (let b = 0; b < rank; b += 1) outer[a * q + b] = outer[a * q + b]! + value * summaries.uy[group * q + b]!
    }
    for (let k = 0; k < p; k += 1) xy[k] = xy[k]! + count * summaries.xy[group * p + k]!
    yy += count * summaries.yy[group]!
  }
  patterns.forEach((pattern, index) => {
    rows += total[index]! * pattern.rows
    for (let k = 0; k < p * p; k += 1) xx[k] = xx[k]! + total[index]! * pattern.xx[k]!
  })
  return { q, p, rows, groups: used, patterns, counts: total, uy, uyuy, xx, xy, yy }
}

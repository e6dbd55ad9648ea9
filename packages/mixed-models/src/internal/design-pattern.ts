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

/** Groups whose summaries agree to this relative tolerance are treated as one pattern; far below any statistical meaning. */
const patternTolerance = 1e-12
/** Candidates looked at before a pattern counts as new: so that many groups, each with a design of its own, cost no comparison with all others. */
const candidateLimit = 8

/** The index of a pattern among those seen, to which it is added when it is new. */
export function findPattern(pattern: Pattern, patterns: Pattern[], byKey: Map<string, number[]>): number {
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

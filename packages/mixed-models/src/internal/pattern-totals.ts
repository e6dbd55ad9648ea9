import type { Pattern } from './design-pattern.js'
import type { GroupSummaries } from './group-summaries.js'

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

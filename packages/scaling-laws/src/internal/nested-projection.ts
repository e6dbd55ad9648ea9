/** A choice of columns, with the squares that it leaves. */
export type EachChoice = (chosen: readonly number[], rss: number) => void

/** Enough to keep a break between two points, which has almost no effect on either, from a huge coefficient. */
const ridge = 1 + 1e-9

/** Weighted least squares of a target on any of the columns: each of their products is summed once. */
export interface NestedProjection {
  /**
   * Every choice of `count` ascending columns, `gap` apart, beside the first `fixed`. A choice shares the Cholesky factor of its beginning, so
   * that it costs one row of a factor.
   */
  each(fixed: number, count: number, gap: number, visit: EachChoice): void
  /** Coefficients of one choice of columns; `null` where they are dependent. */
  solve(columns: readonly number[]): Float64Array | null
}

export function nestedProjection(
  columns: readonly Float64Array[],
  target: Float64Array,
  weight: Float64Array,
): NestedProjection {
  const m = columns.length
  const inner = (left: Float64Array, right: Float64Array): number => {
    let total = 0
    for (let i = 0; i < target.length; i += 1) total += weight[i]! * left[i]! * right[i]!
    return total
  }
  const moments = columns.map((column) => inner(column, target))
  const products = new Float64Array(m * m).fill(NaN)
  /** Summed when it is first asked for: where one column is chosen at a time, few pairs ever meet. */
  const product = (j: number, k: number): number => {
    const known = products[j * m + k]!
    if (known === known) return known
    return (products[j * m + k] = inner(columns[j]!, columns[k]!) * (j === k ? ridge : 1))
  }
  const factor = new Float64Array(m * m)
  const half = new Float64Array(m)
  const chosen: number[] = []

  /** Adds a column to the factor; the squares that it explains, or -1 where it depends on the others. */
  const add = (column: number): number => {
    const row = chosen.length * m
    const whole = product(column, column)
    let pivot = whole
    let right = moments[column]!
    for (let j = 0; j < chosen.length; j += 1) {
      let total = product(column, chosen[j]!)
      for (let k = 0; k < j; k += 1) total -= factor[row + k]! * factor[j * m + k]!
      total /= factor[j * m + j]!
      factor[row + j] = total
      pivot -= total * total
      right -= total * half[j]!
    }
    if (!(pivot > 1e-13 * whole)) return -1
    factor[row + chosen.length] = Math.sqrt(pivot)
    half[chosen.length] = right / Math.sqrt(pivot)
    chosen.push(column)
    return half[chosen.length - 1]! ** 2
  }
  return {
    each(fixed, count, gap, visit) {
      chosen.length = 0
      let left = inner(target, target)
      for (let column = 0; column < fixed; column += 1) left -= Math.max(0, add(column))
      const deeper = (first: number, missing: number, rss: number): void => {
        if (missing === 0) {
          visit(chosen, rss)
          return
        }
        for (let column = first; column < m; column += 1) {
          const gain = add(column)
          if (gain < 0) continue
          deeper(column + gap, missing - 1, rss - gain)
          chosen.pop()
        }
      }
      deeper(fixed, count, left)
    },
    solve(wanted) {
      chosen.length = 0
      for (const column of wanted) if (add(column) < 0) return null
      const p = chosen.length
      const beta = half.slice(0, p)
      for (let j = p - 1; j >= 0; j -= 1) {
        for (let k = j + 1; k < p; k += 1) beta[j]! -= factor[k * m + j]! * beta[k]!
        beta[j]! /= factor[j * m + j]!
      }
      return beta
    },
  }
}

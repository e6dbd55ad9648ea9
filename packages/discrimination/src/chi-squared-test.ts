import { chiSquaredSurvival } from '@safety-portfolio/stats'

/** Result of {@link chiSquaredTest}. */
export interface ChiSquaredTest {
  /** Pearson's statistic. */
  readonly statistic: number
  /** Degrees of freedom. */
  readonly df: number
  /** p-value. */
  readonly p: number
  /** Cramer's V, from 0 (independent) to 1, without continuity correction. */
  readonly cramersV: number
  /** Smallest expected count: below 5 the approximation is poor. */
  readonly smallestExpected: number
}

/**
 * Pearson's chi-squared test that two attributes are independent. Rows and columns without counts are left out.
 *
 * @param table - Counts, one row per group.
 * @param options - `continuityCorrection` (Yates) for 2 x 2 tables, default false.
 * @throws RangeError when fewer than two rows or columns have counts.
 * @example
 * ```ts
 * import { chiSquaredTest } from '@safety-portfolio/discrimination'
 *
 * chiSquaredTest([[10, 20], [20, 10]]).statistic // => ~6.6667
 * chiSquaredTest([[10, 20], [20, 10]], { continuityCorrection: true }).statistic // => ~5.4
 * ```
 */
export function chiSquaredTest(
  table: readonly (readonly number[])[],
  options: { readonly continuityCorrection?: boolean } = {},
): ChiSquaredTest {
  const rows = table.filter((row) => row.some((count) => count > 0))
  const columns = (rows[0] ?? []).map((_, j) => j).filter((j) => rows.some((row) => row[j]! > 0))
  if (rows.length < 2 || columns.length < 2) {
    throw new RangeError(
      `chiSquaredTest: table must have at least two rows and columns with counts, got ${rows.length} x ${columns.length}`,
    )
  }
  const rowSums = rows.map((row) => columns.reduce((sum, j) => sum + row[j]!, 0))
  const columnSums = columns.map((j) => rows.reduce((sum, row) => sum + row[j]!, 0))
  const n = rowSums.reduce((sum, value) => sum + value, 0)
  const yates = options.continuityCorrection === true && rows.length === 2 && columns.length === 2
  let [statistic, plain, smallest] = [0, 0, Infinity]
  rows.forEach((row, i) => {
    columns.forEach((j, k) => {
      const expected = (rowSums[i]! * columnSums[k]!) / n
      const gap = Math.abs(row[j]! - expected)
      const corrected = yates ? gap - Math.min(0.5, gap) : gap
      statistic += corrected ** 2 / expected
      plain += gap ** 2 / expected
      smallest = Math.min(smallest, expected)
    })
  })
  const df = (rows.length - 1) * (columns.length - 1)
  return {
    statistic,
    df,
    p: chiSquaredSurvival(statistic, df),
    cramersV: Math.sqrt(plain / (n * (Math.min(rows.length, columns.length) - 1))),
    smallestExpected: smallest,
  }
}

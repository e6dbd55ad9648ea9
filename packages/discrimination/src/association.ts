/**
 * Mutual information of two attributes in nats, from their joint counts: 0 when the decision tells nothing about the group.
 *
 * @param table - Counts, one row per group.
 * @throws RangeError when there are no counts.
 * @example
 * ```ts
 * import { mutualInformation } from '@safety-portfolio/discrimination'
 *
 * mutualInformation([[5, 0], [0, 5]]) // => ~0.6931
 * mutualInformation([[2, 4], [1, 2]]) // => 0
 * ```
 */
export function mutualInformation(table: readonly (readonly number[])[]): number {
  const n = table.flat().reduce((sum, count) => sum + count, 0)
  if (!(n > 0)) throw new RangeError('mutualInformation: table must have counts')
  const columns = (table[0] ?? []).map((_, j) => table.reduce((sum, row) => sum + row[j]!, 0))
  let sum = 0
  for (const row of table) {
    const total = row.reduce((all, count) => all + count, 0)
    row.forEach((count, j) => {
      if (count > 0) sum += (count / n) * Math.log((count * n) / (total * columns[j]!))
    })
  }
  return Math.max(0, sum)
}

/**
 * Total variation distance of shares from equal shares, as HELM measures representation: 0 when all groups are named equally often.
 *
 * @param counts - How often each group occurs.
 * @throws RangeError when there are no counts.
 * @example
 * ```ts
 * import { distanceFromUniform } from '@safety-portfolio/discrimination'
 *
 * distanceFromUniform([50, 30, 20]) // => ~0.16667
 * ```
 */
export function distanceFromUniform(counts: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0)
  if (!(n > 0)) throw new RangeError('distanceFromUniform: counts must not be empty or all 0')
  return counts.reduce((sum, count) => sum + Math.abs(count / n - 1 / counts.length), 0) / 2
}

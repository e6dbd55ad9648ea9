import { requireValues } from './internal/require.js'

/**
 * Ranks from 1 (smallest); equal values share the average of their ranks. `correlation(rank(x), rank(y))` is Spearman's.
 *
 * @param values - finite numbers; none give none
 * @returns one rank per value, in the order given
 * @throws RangeError if a value is NaN or infinite.
 *
 * @example
 * ```ts
 * import { rank } from '@safety-portfolio/stats'
 *
 * rank([10, 30, 20, 20]) // => [1, 4, 2.5, 2.5]
 * ```
 */
export function rank(values: ArrayLike<number>): readonly number[] {
  requireValues('rank', values, 0)
  const n = values.length
  const ascending = Array.from({ length: n }, (_, index) => index).sort((i, j) => values[i]! - values[j]!)
  const ranks = new Array<number>(n)
  for (let first = 0; first < n;) {
    let end = first + 1
    while (end < n && values[ascending[end]!] === values[ascending[first]!]) end += 1
    for (let position = first; position < end; position += 1) ranks[ascending[position]!] = (first + 1 + end) / 2
    first = end
  }
  return ranks
}

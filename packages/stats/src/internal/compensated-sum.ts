/**
 * Neumaier's sum of `values[i] * factor`, with each error from Knuth's TwoSum, which needs no comparison. A sum that overflows is an
 * infinity or NaN.
 */
export function compensatedSum(values: ArrayLike<number>, factor = 1): number {
  let total = 0
  let lost = 0
  const n = values.length
  for (let index = 0; index < n; index += 1) {
    const value = values[index]! * factor
    const next = total + value
    const added = next - total
    lost += total - (next - added) + (value - added)
    total = next
  }
  return total + lost
}

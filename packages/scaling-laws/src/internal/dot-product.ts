/** Sum of the products of two columns of one length. */
export function dotProduct(left: Float64Array, right: Float64Array): number {
  let total = 0
  for (let i = 0; i < left.length; i += 1) total += left[i]! * right[i]!
  return total
}

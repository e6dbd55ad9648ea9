/** Numbers the distinct labels in the order in which they appear. `of[i]` is the number of case i. */
export function clusterIndex(labels: ArrayLike<number | string>): { of: Int32Array; count: number } {
  const numbers = new Map<number | string, number>()
  const of = new Int32Array(labels.length)
  for (let i = 0; i < labels.length; i += 1) {
    const label = labels[i]!
    let number = numbers.get(label)
    if (number === undefined) {
      number = numbers.size
      numbers.set(label, number)
    }
    of[i] = number
  }
  return { of, count: numbers.size }
}

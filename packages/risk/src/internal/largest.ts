/** The `count` largest values in descending order, without sorting the others; fewer when there are fewer. */
export function largest(values: Float64Array, count: number): Float64Array {
  // From some hundreds on, one sort is faster than shifting.
  if (count > 256 || count >= values.length) return values.slice().sort().reverse().slice(0, count)
  const top = new Float64Array(count).fill(-Infinity)
  let threshold = -Infinity
  let filled = 0
  for (const value of values) {
    if (filled === count && value <= threshold) continue
    let place = filled < count ? filled : count - 1
    while (place > 0 && top[place - 1]! < value) {
      top[place] = top[place - 1]!
      place -= 1
    }
    top[place] = value
    if (filled < count) filled += 1
    threshold = top[count - 1]!
  }
  return top
}

/**
 * Sorts the first `count` places, with their jumps and labels, only so far that the position is known at which the sum of the jumps reaches `need`: places
 * before it are not above its own, later ones not below. Linear in the number of places. -1 where all jumps together do not reach it.
 */
export function weightedCrossing(
  place: Float64Array,
  jump: Float64Array,
  label: Int32Array,
  count: number,
  need: number,
): number {
  const swap = (left: number, right: number): void => {
    const at = place[left]!
    const by = jump[left]!
    const name = label[left]!
    place[left] = place[right]!
    jump[left] = jump[right]!
    label[left] = label[right]!
    place[right] = at
    jump[right] = by
    label[right] = name
  }
  let low = 0
  let high = count
  let before = 0
  while (low < high) {
    const middle = (low + high) >> 1
    const pivot = median(place[low]!, place[middle]!, place[high - 1]!)
    // Three parts: below the pivot, at it, above it.
    let below = low
    let above = high
    let sum = 0
    let equal = 0
    for (let at = low; at < above;) {
      const value = place[at]!
      if (value < pivot) {
        sum += jump[at]!
        if (at !== below) swap(at, below)
        below += 1
        at += 1
      } else if (value > pivot) {
        above -= 1
        swap(at, above)
      } else {
        equal += jump[at]!
        at += 1
      }
    }
    if (before + sum >= need && below > low) high = below
    else if (before + sum + equal < need) {
      before += sum + equal
      low = above
    } else {
      before += sum
      for (let at = below; at < above; at += 1) {
        before += jump[at]!
        if (before >= need) return at
      }
      return above - 1
    }
  }
  return -1
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

/** Step-up adjustment: the running minimum, from the largest p-value down, of min(1, p times the multiplier of its rank from 1). */
export function stepUp(pValues: readonly number[], multiplier: (rank: number) => number): readonly number[] {
  const m = pValues.length
  const descending = pValues.map((_, index) => index).sort((i, j) => pValues[j]! - pValues[i]!)
  const adjusted = new Array<number>(m)
  let running = 1
  for (const [place, index] of descending.entries()) {
    running = Math.min(running, multiplier(m - place) * pValues[index]!)
    adjusted[index] = running
  }
  return adjusted
}

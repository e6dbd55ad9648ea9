/** Neumaier sum of `term(0)` to `term(n - 1)`. An overflow gives the plain sum, so that it is an infinity and not NaN. */
export function compensatedSum(n: number, term: (index: number) => number): number {
  let total = 0
  let lost = 0
  for (let index = 0; index < n; index += 1) {
    const value = term(index)
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return Number.isFinite(total) ? total + lost : total
}

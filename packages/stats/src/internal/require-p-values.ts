/** Throws one RangeError that lists the indices of everything that is no probability (NaN included). */
export function requirePValues(caller: string, pValues: readonly number[]): void {
  const bad = pValues.flatMap((p, index) => (p >= 0 && p <= 1 ? [] : [index]))
  if (bad.length === 0) return
  const shown = bad.slice(0, 10).map((index) => `${String(pValues[index])} at index ${index}`)
  const more = bad.length > shown.length ? ` and ${bad.length - shown.length} more` : ''
  throw new RangeError(`${caller}: pValues must lie in [0, 1], got ${shown.join(', ')}${more}`)
}

/** Least squares of log(-log ASR) on log N: -log ASR(N) = coefficient N^-exponent. `null` with fewer than 3 points inside (0, 1). */
export function powerLawOf(
  curve: readonly { readonly n: number; readonly asr: number }[],
): { readonly coefficient: number; readonly exponent: number; readonly points: number } | null {
  const inside = curve.filter(({ asr }) => asr > 0 && asr < 1)
  if (inside.length < 3) return null
  const x = inside.map(({ n }) => Math.log(n))
  const y = inside.map(({ asr }) => Math.log(-Math.log(asr)))
  const meanX = x.reduce((sum, value) => sum + value, 0) / x.length
  const meanY = y.reduce((sum, value) => sum + value, 0) / y.length
  let [xx, xy] = [0, 0]
  for (const [i, value] of x.entries()) {
    xx += (value - meanX) ** 2
    xy += (value - meanX) * (y[i]! - meanY)
  }
  if (!(xx > 0)) return null
  const slope = xy / xx
  return { coefficient: Math.exp(meanY - slope * meanX), exponent: 0 - slope, points: inside.length }
}

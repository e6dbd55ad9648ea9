/** Quantile of Student's t by the Cornish-Fisher expansion around the normal quantile (Abramowitz and Stegun 26.7.5, 26.2.23). */
export function tQuantile(probability: number, df: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.min(probability, 1 - probability)))
  const z0 =
    t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
  const z = probability < 0.5 ? -z0 : z0
  const g1 = (z ** 3 + z) / 4
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  return z + g1 / df + g2 / df ** 2 + g3 / df ** 3
}

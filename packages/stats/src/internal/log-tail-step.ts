/** A step below this, on the scale of the abscissa and of the tail, leaves an error of its cube: below 1e-14. */
export const converged = 1e-5

/**
 * Halley's step in u towards log tail(u) = log p, where the tail's derivative in u is +k (lower) or -k (upper) and the
 * derivative of log k is slope. On this scale tails are nearly straight, so that few steps suffice.
 */
export function logTailStep(isUpper: boolean, tail: number, p: number, k: number, slope: number): number {
  if (!(tail > 0)) return isUpper ? -1 : 1
  const relative = (tail - p) / p
  const g = Math.abs(relative) < 0.5 ? Math.log1p(relative) : Math.log(tail / p)
  const h = k / tail
  const first = isUpper ? -h : h
  const second = isUpper ? -h * (slope + h) : h * (slope - h)
  const newton = g / first
  const correction = 1 - 0.5 * newton * (second / first)
  const step = -newton / (correction > 0.3 ? correction : 1)
  return Math.max(-3, Math.min(3, step))
}

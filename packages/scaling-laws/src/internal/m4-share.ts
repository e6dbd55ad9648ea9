/**
 * The share t in (0, 1) of the way from E to E0 that M4 predicts: the root of log t - alpha log(1 - t) = z, alpha > 0, by Newton steps on
 * s = log(t / (1 - t)) within a bracket. The left side rises in s with a slope between min(1, alpha) and max(1, alpha), so there is one root.
 * `into` receives log t and its derivatives in z, alpha, z z, z alpha and alpha alpha: an object for each of many points would cost more than the root.
 */
export function m4Share(z: number, alpha: number, into: Float64Array): Float64Array {
  const s = rootOf(z, alpha)
  // t, 1 - t and their logarithms from one exponential.
  const e = Math.exp(-Math.abs(s))
  const larger = 1 / (1 + e)
  const smaller = e * larger
  const t = s >= 0 ? larger : smaller
  const rest = s >= 0 ? smaller : larger
  const small = Math.log1p(e)
  const logRest = s >= 0 ? -s - small : -small
  const slope = rest + alpha * t
  const r = rest / slope
  const bend = (alpha * t * r) / (slope * slope)
  const zAlpha = -bend * logRest - (t * rest) / (slope * slope)
  into[0] = s >= 0 ? -small : s - small
  into[1] = r
  into[2] = logRest * r
  into[3] = -bend
  into[4] = zAlpha
  into[5] = logRest * (zAlpha - (t * r) / slope)
  return into
}

function rootOf(z: number, alpha: number): number {
  // The same equation for the other share, with a flatter left side: fewer steps.
  if (alpha > 1) return -rootOf(-z / alpha, 1 / alpha)
  // At s = 0 the left side is (alpha - 1) log 2; from there on its slope is between alpha and 1.
  const gap = z - (alpha - 1) * Math.LN2
  let lower = Math.min(gap, gap / alpha)
  let upper = Math.max(gap, gap / alpha)
  // Below z = 0 near the root for alpha = 0, t = exp(z).
  let s = z < 0 ? z - Math.log(-Math.expm1(z)) : gap < 0 ? gap : gap / alpha
  for (let iteration = 0; iteration < 100; iteration += 1) {
    if (!(s >= lower && s <= upper)) s = 0.5 * (lower + upper)
    // softplus(s), softplus(-s) and the logistic function at s from one exponential.
    const e = Math.exp(-Math.abs(s))
    const rest = Math.log1p(e)
    const value = (s > 0 ? alpha * s : s) + (alpha - 1) * rest - z
    if (value > 0) upper = s
    else lower = s
    const slope = (s > 0 ? e + alpha : 1 + alpha * e) / (1 + e)
    const step = value / slope
    // Halley's correction; the second derivative is (alpha - 1) e / (1 + e)^2.
    const bend = ((alpha - 1) * e * step) / (2 * slope * (1 + e) ** 2)
    s -= Math.abs(bend) < 0.5 ? step / (1 - bend) : step
    if (Math.abs(step) <= 1e-15 * (1 + Math.abs(s))) break
  }
  return s
}

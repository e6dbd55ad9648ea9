import { softplusTail } from './softplus-tail.js'

/**
 * The share t in (0, 1) of the way from E to E0 that M4 predicts: the root of log t - alpha log(1 - t) = z, alpha > 0, by Newton steps on
 * s = log(t / (1 - t)) within a bracket. The left side rises in s with a slope between min(1, alpha) and max(1, alpha), so there is one root.
 * `into` receives log t and its derivatives in z, alpha, z z, z alpha and alpha alpha: an object for each of many points would cost more than the root.
 * Behind them it remembers z, alpha, s and the derivatives of s in z: from a root nearby the next one is a step or two away.
 */
export function m4Share(z: number, alpha: number, into: Float64Array): Float64Array {
  const far = z - into[6]!
  const near = alpha === into[7] && Math.abs(far) < nearby
  const guess = near ? into[8]! + far * (into[9]! + 0.5 * far * into[10]!) : NaN
  // The same equation for the other share has a flatter left side: fewer steps.
  const s = alpha > 1 ? -rootOf(-z / alpha, 1 / alpha, -guess) : rootOf(z, alpha, guess)
  // t, 1 - t and their logarithms; next to where the root was last looked for, by two terms.
  const step = Math.abs(s) - tail[2]!
  if (!(Math.abs(step) <= close)) softplusTail(Math.abs(s), tail)
  else {
    const bend = step * tail[1]! * (1 - tail[1]!)
    tail[0]! -= step * tail[1]! - 0.5 * step * bend
    tail[1]! -= bend * (1 - step * (0.5 - tail[1]!))
  }
  const smaller = tail[1]!
  const larger = 1 - smaller
  const t = s >= 0 ? larger : smaller
  const rest = s >= 0 ? smaller : larger
  const small = tail[0]!
  const logRest = s >= 0 ? -s - small : -small
  const flat = 1 / (rest + alpha * t)
  const r = rest * flat
  const tr = t * r * flat
  const zAlpha = -tr * (alpha * flat * logRest + 1)
  into[0] = s >= 0 ? -small : s - small
  into[1] = r
  into[2] = logRest * r
  into[3] = -alpha * tr * flat
  into[4] = zAlpha
  into[5] = logRest * (zAlpha - tr)
  into[6] = z
  into[7] = alpha
  into[8] = s
  into[9] = flat
  into[10] = (1 - alpha) * tr * flat
  return into
}

/** Where the root was last looked for, behind the tail there. */
const tail = /* @__PURE__ */ new Float64Array(3)
/** What {@link m4Share} needs to write. */
export const shareLength = 11
/** How far a root in z may be for its tangent and curvature to lead to the next. */
const nearby = 0.7

/** A step after which what is left is of the order of rounding. */
const close = 1e-5

/** For alpha up to 1. */
function rootOf(z: number, alpha: number, guess: number): number {
  // At s = 0 the left side is (alpha - 1) log 2; from there on its slope is between alpha and 1.
  const gap = z - (alpha - 1) * Math.LN2
  let lower = Math.min(gap, gap / alpha)
  let upper = Math.max(gap, gap / alpha)
  // Below z = 0 near the root for alpha = 0, t = exp(z).
  let s = guess === guess ? guess : z < 0 ? z - Math.log(-Math.expm1(z)) : gap < 0 ? gap : gap / alpha
  for (let iteration = 0; iteration < 100; iteration += 1) {
    if (!(s >= lower && s <= upper)) s = 0.5 * (lower + upper)
    tail[2] = Math.abs(s)
    softplusTail(tail[2], tail)
    const smaller = tail[1]!
    const value = (s > 0 ? alpha * s : s) + (alpha - 1) * tail[0]! - z
    if (value > 0) upper = s
    else lower = s
    const flat = 1 / (s > 0 ? alpha + (1 - alpha) * smaller : 1 - (1 - alpha) * smaller)
    const step = value * flat
    // Halley's correction; the second derivative is (alpha - 1) times the product of the shares.
    const bend = 0.5 * (alpha - 1) * smaller * (1 - smaller) * step * flat
    s -= Math.abs(bend) < 0.5 ? step / (1 - bend) : step
    // What is left is of the order of the third power of the step.
    if (Math.abs(step) <= close) break
  }
  return s
}

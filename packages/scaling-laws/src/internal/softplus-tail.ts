/** Nodes of the table per unit, and where it ends: from there on both functions are exp(-a) to rounding. */
const steps = 32
const end = 37
/** log(1 + exp(-a)) and 1 / (1 + exp(a)) at each node. */
const nodes = /* @__PURE__ */ Float64Array.from({ length: 2 * steps * end + 2 }, (_, i) => {
  const e = Math.exp(-(i >> 1) / steps)
  return (i & 1) === 0 ? Math.log1p(e) : e / (1 + e)
})

/**
 * log(1 + exp(-a)) and its share 1 / (1 + exp(a)) for a >= 0, written to `into`: for loops over many points, in which an exponential, a logarithm and a
 * division would be most of the time. Taylor's series from the nearest node, whose derivatives are polynomials in the share.
 */
export function softplusTail(a: number, into: Float64Array): void {
  if (!(a < end)) {
    into[0] = into[1] = Math.exp(-a)
    return
  }
  const k = (a * steps + 0.5) | 0
  const t = k / steps - a
  const s = nodes[2 * k + 1]!
  const q = s * (1 - s)
  const o = q * (1 - 2 * s)
  const third = q * (1 - 6 * q)
  const fourth = o * (1 - 12 * q)
  const fifth = q * (1 - q * (30 - 120 * q))
  into[0] =
    nodes[2 * k]! + t * (s + t * (q / 2 + t * (o / 6 + t * (third / 24 + t * (fourth / 120 + (t * fifth) / 720)))))
  into[1] =
    s +
    t *
      (q +
        t *
          (o / 2 + t * (third / 6 + t * (fourth / 24 + t * (fifth / 120 + (t * o * (1 - q * (60 - 360 * q))) / 720)))))
}

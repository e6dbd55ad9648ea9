/** Nodes of the table per unit, and where it ends: from there on both functions are exp(-a) to rounding. */
const steps = 128
const end = 37
/** log(1 + exp(-a)) and 1 / (1 + exp(a)) at each node. */
const nodes = /* @__PURE__ */ Float64Array.from({ length: 2 * steps * end + 2 }, (_, i) => {
  const e = Math.exp(-(i >> 1) / steps)
  return (i & 1) === 0 ? Math.log1p(e) : e / (1 + e)
})

/**
 * log(1 + exp(-a)) and its share 1 / (1 + exp(a)) for a >= 0, written to `into`: for loops over many points, in which an exponential, a logarithm and a
 * division would be most of the time. From the nearest node, t away with the share s, it is log(1 + s m) on to the first and s (1 + m) / (1 + s m), m = exp(t) - 1.
 */
export function softplusTail(a: number, into: Float64Array): void {
  if (!(a < end)) {
    into[0] = into[1] = Math.exp(-a)
    return
  }
  const k = (a * steps + 0.5) | 0
  const t = k / steps - a
  const s = nodes[2 * k + 1]!
  const m = t * (1 + t * (1 / 2 + t * (1 / 6 + t * (1 / 24 + t * (1 / 120)))))
  const r = s * m
  into[0] = nodes[2 * k]! + r * (1 - r * (1 / 2 - r * (1 / 3 - r * (1 / 4 - r * (1 / 5)))))
  into[1] = (s + r) / (1 + r)
}

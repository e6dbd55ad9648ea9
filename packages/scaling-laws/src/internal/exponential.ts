/** Steps a doubling. */
const steps = 64
/** 2^(k / 64), from 2^-32 to 2^32. */
const powers = /* @__PURE__ */ Float64Array.from({ length: 4096 }, (_, k) => 2 ** (k / steps - 32))
/** Adding it and taking it off again rounds to an integer. */
const rounding = 6755399441055744

/**
 * exp(t), for loops over many runs: `Math.exp` is a call that empties the registers, this is inlined where |t| < 22, as far as centred logarithms go
 * (Tang 1989: t = k log(2) / 64 + r, a table of powers, five terms in r). As exact as the rounding of t allows.
 */
export function exponential(t: number): number {
  const k = t * (steps / Math.LN2) + rounding - rounding
  const power = powers[k + 2048]
  if (power === undefined) return Math.exp(t)
  const r = t - k * (Math.LN2 / steps)
  const rr = r * r
  return power * (1 + r + rr * (0.5 + r * (1 / 6) + rr * (1 / 24 + r * (1 / 120))))
}

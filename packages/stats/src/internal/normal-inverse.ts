import { millsRatio } from './mills-ratio.js'

const halfLog2Pi = 0.9189385332046728

/** z with Phi(z) = 1/2 + q for |q| <= 0.425, as q times a rational function of 0.425^2 - q^2 (the split of Wichura 1988). */
export function centralInverse(q: number): number {
  const r = 0.180625 - q * q
  const numerator =
    ((((((2508.2909901006597 * r + 33422.40890648746) * r + 67253.44370150648) * r + 45915.90699954683) * r +
      13730.47444923647) *
      r +
      1971.485642053221) *
      r +
      133.13844374623937) *
      r +
    3.3871328727963665
  const denominator =
    ((((((5225.005873855401 * r + 28722.707528788404) * r + 39301.32321971037) * r + 21211.234282911508) * r +
      5393.755000758201) *
      r +
      687.1530561697184) *
      r +
      42.31237882115627) *
      r +
    1
  return (q * numerator) / denominator
}

/** z >= 0 with log(1 - Phi(z)) = logP for logP <= log(0.075). */
export function tailInverse(logP: number): number {
  const r = Math.sqrt(-logP)
  if (r <= 5) return mid(r - 1.6)
  return far(r, logP)
}

function mid(r: number): number {
  const numerator =
    ((((((0.0007745846499786922 * r + 0.022725072665131706) * r + 0.24179249140122894) * r + 1.2705068842378835) * r +
      3.6479439951561643) *
      r +
      5.76958412607719) *
      r +
      4.630366412411949) *
      r +
    1.4234371107496835
  const denominator =
    ((((((1.050738323615985e-9 * r + 0.0005476218337387997) * r + 0.015199490070395113) * r + 0.14811105575353548) * r +
      0.6897919197501745) *
      r +
      1.676421805932318) *
      r +
      2.053211695143201) *
      r +
    1
  return numerator / denominator
}

/** Newton's method on log(1 - Phi), which is nearly a parabola here. */
function far(r: number, logP: number): number {
  if (r > 1e150) return Math.SQRT2 * r
  let z = Math.SQRT2 * r
  z = Math.sqrt(-2 * (logP + halfLog2Pi + Math.log(z)))
  for (let i = 0; i < 4; i++) {
    const m = millsRatio(z)
    z += (Math.log(m) - halfLog2Pi - 0.5 * z * z - logP) * m
  }
  return z
}

import { requireNumber } from './internal/domain.js'

const halfLog2Pi = 0.9189385332046728

/** (-1)^k (zeta(k) - 1) / k from k = 2, after 1 - (Euler's constant): log Gamma(2 + d) in powers of d (DLMF 5.7.3). */
const aboutTwo: Float64Array = /* @__PURE__ */ Float64Array.of(
  0.42278433509846713,
  0.3224670334241132,
  -0.0673523010531981,
  0.020580808427784546,
  -0.007385551028673986,
  0.0028905103307415234,
  -0.001192753911703261,
  0.0005096695247430425,
  -0.00022315475845357939,
  9.945751278180853e-5,
  -4.492623673813314e-5,
  2.050721277567069e-5,
  -9.439488275268397e-6,
  4.374866789907488e-6,
  -2.039215753801366e-6,
  9.55141213040742e-7,
  -4.492469198764566e-7,
  2.1207184805554665e-7,
  -1.0043224823968099e-7,
  4.7698101693639804e-8,
  -2.2711094608943164e-8,
  1.0838659214896955e-8,
  -5.183475041970047e-9,
  2.4836745438024785e-9,
  -1.1921401405860912e-9,
  5.731367241678862e-10,
)

/** log Gamma(2 + d) for |d| <= 1/2. */
function nearTwo(d: number): number {
  const w = d * d
  let even = aboutTwo[24]!
  let odd = aboutTwo[25]!
  for (let i = 22; i >= 0; i -= 2) {
    even = even * w + aboutTwo[i]!
    odd = odd * w + aboutTwo[i + 1]!
  }
  return d * (even + d * odd)
}

/**
 * log Gamma(z) for z >= 0, with full relative accuracy also beside its zeros at 1 and 2.
 *
 * The Taylor series about 2 (DLMF 5.7.3) after recurrence for z < 10, Stirling's series (DLMF 5.11.1) from there. Infinity
 * at 0 and at Infinity.
 *
 * @param z - a number in [0, Infinity]
 * @throws RangeError where z is NaN or negative
 * @example
 * ```ts
 * import { logGamma } from '@safety-portfolio/stats'
 *
 * logGamma(0.5) // => ~0.5723649
 * logGamma(101) // => ~363.7393756
 * ```
 */
export function logGamma(z: number): number {
  requireNumber('logGamma', 'z', z)
  if (z < 0) throw new RangeError(`logGamma: z must be >= 0, got ${z}`)
  if (z < 0.5) return z === 0 ? Infinity : nearTwo(z) - Math.log1p(z) - Math.log(z)
  if (z < 1.5) return nearTwo(z - 1) - Math.log1p(z - 1)
  if (z <= 2.5) return nearTwo(z - 2)
  if (z < 10) {
    let product = 1
    while (z > 2.5) {
      z -= 1
      product *= z
    }
    return Math.log(product) + nearTwo(z - 2)
  }
  if (z > 1e300) return z * (Math.log(z) - 1)
  const v = 1 / z
  const w = v * v
  const series =
    v *
    (1 / 12 +
      w *
        (-1 / 360 +
          w *
            (1 / 1260 +
              w *
                (-1 / 1680 +
                  w * (1 / 1188 + w * (-691 / 360360 + w * (1 / 156 + w * (-3617 / 122400 + (w * 43867) / 244188))))))))
  return (z - 0.5) * (Math.log(z) - 1) + (halfLog2Pi - 0.5 + series)
}

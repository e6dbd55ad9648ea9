import { softplus } from './internal/softplus.js'

/** Name of a constant of a break: `c1`, `d1`, `f1`, `c2`, … up to six breaks. */
export type BnslBreakName = `${'c' | 'd' | 'f'}${1 | 2 | 3 | 4 | 5 | 6}`

/**
 * The constants of a broken neural scaling law, flat: `a`, `b`, `c0` and per break i = 1, 2, … in the order of x the change of slope `c{i}`,
 * the place `d{i}` (> 0, units of x) and the sharpness `f{i}` (> 0: the smaller, the sharper).
 */
export interface BnslParameters extends Readonly<Partial<Record<BnslBreakName, number>>> {
  /** Value that the curve tends to where all exponents are positive (>= 0). */
  readonly a: number
  /** Coefficient (> 0, units of y times x^c0). */
  readonly b: number
  /** Exponent before the first break: y - a falls like x^-c0; negative where it rises. */
  readonly c0: number
}

/**
 * Broken neural scaling law: a + b x^-c0 times (1 + (x / d_i)^(1 / f_i))^(-c_i f_i) for each break i. On log axes y - a is piecewise straight with
 * the slopes -c0, -(c0 + c1), … and smooth bends of width f_i at d_i.
 *
 * Source: Caballero et al. 2022 (arXiv 2210.14891), equation 1.
 *
 * @param parameters - Constants of the law; without `c1` there is no break and the law is a power law with offset.
 * @param x - The quantity that is scaled up (> 0).
 * @returns The predicted value.
 * @throws RangeError where x or a `d{i}`, `f{i}` is not > 0.
 *
 * @example
 * ```ts
 * import { bnslLoss } from '@safety-portfolio/scaling-laws'
 *
 * bnslLoss({ a: 1, b: 8, c0: 0.5 }, 16) // => 3
 * bnslLoss({ a: 0, b: 8, c0: 0, c1: 2, d1: 10, f1: 1 }, 10) // => 2
 * ```
 */
export function bnslLoss(parameters: BnslParameters, x: number): number {
  if (!(x > 0)) throw new RangeError(`bnslLoss: x must be > 0, got ${x}`)
  const { a, b, c0 } = parameters
  let log = -c0 * Math.log(x)
  for (let i = 1; ; i += 1) {
    const c = parameters[`c${i}` as BnslBreakName]
    if (c === undefined) break
    const d = parameters[`d${i}` as BnslBreakName] ?? Number.NaN
    const f = parameters[`f${i}` as BnslBreakName] ?? Number.NaN
    if (!(d > 0)) throw new RangeError(`bnslLoss: d${i} must be > 0, got ${d}`)
    if (!(f > 0)) throw new RangeError(`bnslLoss: f${i} must be > 0, got ${f}`)
    log -= c * f * softplus(Math.log(x / d) / f)
  }
  return a + b * Math.exp(log)
}

import * as dd from './double-double.js'
import { erfSeries } from './erf-series.js'
import { millsRatio } from './mills-ratio.js'
import type { Tail } from './tail.js'

const inverseSqrt2Pi = 0.3989422804014327
const halfLog2Pi = 0.9189385332046728

/** exp(-z^2 / 2) with the square taken exactly. */
function gaussian(z: number): number {
  const h = dd.twoProduct(z, z)
  return Math.exp(-0.5 * h) * (1 - 0.5 * dd.low())
}

/** 1 - Phi(z) for z >= 0. */
function upperTail(z: number): number {
  if (z < 0.7) return 0.5 - 0.5 * erfSeries(Math.SQRT1_2 * z)
  return z > 40 ? 0 : inverseSqrt2Pi * gaussian(z) * millsRatio(z)
}

/** log(1 - Phi(z)) for z >= 0. */
function logUpperTail(z: number): number {
  if (z < 0.7) return Math.log(upperTail(z))
  return z > 1e150 ? -0.5 * z * z : Math.log(millsRatio(z)) - halfLog2Pi - 0.5 * z * z
}

/** A face of the standard normal distribution at z. */
export function normalTail(tail: Tail, z: number): number {
  switch (tail) {
    case 0:
      return z < 0 ? upperTail(-z) : 1 - upperTail(z)
    case 1:
      return z > 0 ? upperTail(z) : 1 - upperTail(-z)
    case 2:
      return z < 0 ? logUpperTail(-z) : Math.log1p(-upperTail(z))
    case 3:
      return z > 0 ? logUpperTail(z) : Math.log1p(-upperTail(-z))
  }
}

/** Density of the standard normal distribution. */
export function normalKernel(z: number): number {
  return z > 40 || z < -40 ? 0 : inverseSqrt2Pi * gaussian(z)
}

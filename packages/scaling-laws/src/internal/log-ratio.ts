/** How far from 1 the series goes. */
const near = 0.06

/**
 * log(left / right), for loops over many points: near 1, where residuals are, a few terms of the area tangent; as exact as the arguments, also where the
 * difference of the logarithms would be rounding errors.
 */
export function logRatio(left: number, right: number): number {
  const u = (left - right) / (left + right)
  if (!(u < near && u > -near)) return Math.log(left) - Math.log(right)
  const uu = u * u
  return 2 * u * (1 + uu * (1 / 3 + uu * (1 / 5 + uu * (1 / 7 + uu * (1 / 9 + uu * (1 / 11))))))
}

/** Nonnegative least squares of a target on two columns u and v above zero, from the sums of their products with each other and with the target. */
export function nonnegativePair(uu: number, uv: number, vv: number, ut: number, vt: number): readonly [number, number] {
  const determinant = uu * vv - uv * uv
  const [u, v] = [(ut * vv - vt * uv) / determinant, (vt * uu - ut * uv) / determinant]
  if (u > 0 && v > 0) return [u, v]
  return ut * ut * vv > vt * vt * uu ? [ut / uu, 0] : [0, vt / vv]
}

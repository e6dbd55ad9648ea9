const exponents = /* @__PURE__ */ Array.from({ length: 64 }, (_, k) => 0.02 * (3 / 0.02) ** (k / 63))
const mostStarts = 3

/**
 * Variable projection in one exponent: for each of a grid, E and B of the loss E + B exp(-c x) by nonnegative least squares with weights
 * w / loss^2. The lowest local minima, as (log B, log E, c).
 */
export function exponentStarts(x: Float64Array, level: Float64Array, weights: Float64Array): readonly Float64Array[] {
  const cells = exponents.map((c) => solve(x, level, weights, c))
  return cells
    .filter(({ rss }, k) => rss <= (cells[k - 1]?.rss ?? Infinity) && rss <= (cells[k + 1]?.rss ?? Infinity))
    .toSorted((left, right) => left.rss - right.rss)
    .slice(0, mostStarts)
    .map(({ B, E, c }) => Float64Array.of(Math.log(Math.max(B, 1e-3)), Math.log(Math.max(E, 1e-3)), c))
}

function solve(
  x: Float64Array,
  level: Float64Array,
  weights: Float64Array,
  c: number,
): { readonly B: number; readonly E: number; readonly c: number; readonly rss: number } {
  const u = x.map((value) => Math.exp(-c * value))
  let w = 0
  let wu = 0
  let wy = 0
  let wuu = 0
  let wuy = 0
  for (let i = 0; i < x.length; i += 1) {
    const weight = weights[i]! / level[i]! ** 2
    w += weight
    wu += weight * u[i]!
    wy += weight * level[i]!
    wuu += weight * u[i]! * u[i]!
    wuy += weight * u[i]! * level[i]!
  }
  let B = (w * wuy - wu * wy) / (w * wuu - wu * wu)
  let E = (wy - B * wu) / w
  if (!(E >= 0)) {
    E = 0
    B = wuy / wuu
  } else if (!(B >= 0)) {
    B = 0
    E = wy / w
  }
  let rss = 0
  for (let i = 0; i < x.length; i += 1) rss += (weights[i]! / level[i]! ** 2) * (level[i]! - E - B * u[i]!) ** 2
  return { B, E, c, rss }
}

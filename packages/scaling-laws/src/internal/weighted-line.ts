/** A straight line, and the weighted squares that it leaves. */
export interface WeightedLine {
  readonly intercept: number
  readonly slope: number
  readonly rss: number
}

/** The line of least weighted squares through points. Where all lie at one place it has no slope: NaN. */
export function weightedLine(x: Float64Array, y: Float64Array, weights: Float64Array): WeightedLine {
  let w = 0
  let wx = 0
  let wy = 0
  for (let i = 0; i < x.length; i += 1) {
    w += weights[i]!
    wx += weights[i]! * x[i]!
    wy += weights[i]! * y[i]!
  }
  const [middle, mean] = [wx / w, wy / w]
  let xx = 0
  let xy = 0
  for (let i = 0; i < x.length; i += 1) {
    const apart = weights[i]! * (x[i]! - middle)
    xx += apart * (x[i]! - middle)
    xy += apart * (y[i]! - mean)
  }
  return lineWith(x, y, weights, mean - (xy / xx) * middle, xy / xx)
}

/** The same among lines with neither a negative intercept nor a negative slope, for places and values above zero. */
export function nonnegativeLine(x: Float64Array, y: Float64Array, weights: Float64Array): WeightedLine {
  const free = weightedLine(x, y, weights)
  if (free.intercept >= 0 && free.slope >= 0) return free
  let [w, wy, xx, xy] = [0, 0, 0, 0]
  for (let i = 0; i < x.length; i += 1) {
    w += weights[i]!
    wy += weights[i]! * y[i]!
    xx += weights[i]! * x[i]! * x[i]!
    xy += weights[i]! * x[i]! * y[i]!
  }
  return free.intercept >= 0 ? lineWith(x, y, weights, wy / w, 0) : lineWith(x, y, weights, 0, xy / xx)
}

function lineWith(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  intercept: number,
  slope: number,
): WeightedLine {
  let rss = 0
  for (let i = 0; i < x.length; i += 1) rss += weights[i]! * (y[i]! - intercept - slope * x[i]!) ** 2
  return { intercept, slope, rss }
}

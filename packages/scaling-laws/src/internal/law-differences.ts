/** Weights of central differences of eighth and of sixth order: first derivative. */
const eighth = [4 / 5, -1 / 5, 4 / 105, -1 / 280]
const sixth = [3 / 4, -3 / 20, 1 / 60, 0]
/** The second derivative to eighth order. */
const second = [8 / 5, -1 / 5, 8 / 315, -1 / 560]
const centre = -205 / 72

/** Difference of the two orders, relative to the derivative, at which the higher one is exact to rounding. */
const agreed = 1e-10
const rounding = 4e-15
const mostShrinks = 8

/**
 * Value of a function with its gradient and, where asked for, its Hessian by central differences. Each coordinate gets its own step: from the one given it shrinks until the
 * formulas of sixth and eighth order agree, since a function may bend on a scale that its coordinates do not tell. Coordinates at -Infinity take no part.
 *
 * Source: Fornberg 1988, table 1, for the weights.
 */
export function differences(
  f: (theta: Float64Array) => number,
  theta: Float64Array,
  steps: readonly number[],
  gradient: Float64Array,
  hessian: Float64Array | null,
): number {
  const size = theta.length
  const value = f(theta)
  const at = theta.slice()
  const used = new Float64Array(size)
  gradient.fill(0)
  hessian?.fill(0)
  for (let j = 0; j < size; j += 1) {
    if (theta[j] === -Infinity) continue
    let best = Infinity
    let step = steps[j]!
    for (let shrink = 0; shrink < mostShrinks; shrink += 1, step /= 4) {
      let high = 0
      let low = 0
      let curved = centre * value
      for (let k = 0; k < 4; k += 1) {
        at[j] = theta[j]! + (k + 1) * step
        const above = f(at)
        at[j] = theta[j]! - (k + 1) * step
        const below = f(at)
        high += eighth[k]! * (above - below)
        low += sixth[k]! * (above - below)
        curved += second[k]! * (above + below)
      }
      const error = Math.abs(high - low) / step
      if (!(error < best) && best < Infinity) break
      if (Number.isFinite(error)) {
        best = error
        used[j] = step
        gradient[j] = high / step
        if (hessian !== null) hessian[j * size + j] = curved / (step * step)
      }
      if (error <= agreed * Math.abs(high / step) + rounding / step) break
    }
    at[j] = theta[j]!
    if (best === Infinity) gradient[j] = NaN
  }
  if (hessian !== null) mixed(f, theta, used, hessian)
  return value
}

/** Mixed second derivatives, of fourth order: they steer the search and weigh residuals. */
function mixed(
  f: (theta: Float64Array) => number,
  theta: Float64Array,
  used: Float64Array,
  hessian: Float64Array,
): void {
  const size = theta.length
  const at = theta.slice()
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; k < j; k += 1) {
      if (used[j] === 0 || used[k] === 0) continue
      const [left, right] = [0.1 * used[j]!, 0.1 * used[k]!]
      const corner = (a: number, b: number): number => {
        at[j] = theta[j]! + a * left
        at[k] = theta[k]! + b * right
        return f(at)
      }
      const cross = (a: number): number =>
        (corner(a, a) - corner(a, -a) - corner(-a, a) + corner(-a, -a)) / (4 * a * a * left * right)
      hessian[j * size + k] = hessian[k * size + j] = (4 * cross(1) - cross(2)) / 3
      at[j] = theta[j]!
      at[k] = theta[k]!
    }
  }
}

/** Hessian from a gradient by central differences of fourth order, made symmetric. */
export function gradientDifferences(
  gradientAt: (theta: Float64Array, gradient: Float64Array) => void,
  theta: Float64Array,
  steps: readonly number[],
  hessian: Float64Array,
): void {
  const size = theta.length
  const at = theta.slice()
  const column = new Float64Array(size)
  hessian.fill(0)
  for (let j = 0; j < size; j += 1) {
    if (theta[j] === -Infinity) continue
    const step = 0.1 * steps[j]!
    for (const [move, weight] of [
      [-2, 1],
      [-1, -8],
      [1, 8],
      [2, -1],
    ] as const) {
      at[j] = theta[j]! + move * step
      gradientAt(at, column)
      for (let k = 0; k < size; k += 1) {
        const share = (weight * column[k]!) / (24 * step)
        hessian[j * size + k]! += share
        hessian[k * size + j]! += share
      }
    }
    at[j] = theta[j]!
  }
}

import type { StopReason } from '../optimization-result.js'

/** The objective along a search direction: at step `length`, value and directional derivative; NaN outside the domain. */
export interface LinePoint {
  readonly length: number
  readonly value: number
  readonly slope: number
}

const sufficientDecrease = 1e-4
const curvature = 0.9
// Hager and Zhang's approximate Wolfe condition, for when values no longer differ by more than their rounding.
const approximateDecrease = 0.1
const roundingNoise = 16 * Number.EPSILON
const extrapolation = 4
const maxEvaluations = 60

/**
 * A step length that satisfies the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 3.5 and 3.6, with cubic interpolation),
 * or, failing the curvature condition, one that lowers the value enough; else why there is none. `last` tells whether the point found
 * is the last one evaluated.
 */
export function strongWolfe(
  along: (length: number) => LinePoint,
  value: number,
  slope: number,
  first: number,
  floor: number,
): { point: LinePoint; last: boolean } | StopReason {
  const noise = roundingNoise * Math.abs(value)
  // Strictly lower: a step too short to change x changes nothing, and is no progress.
  const lowEnough = (point: LinePoint): boolean =>
    point.value < value && point.value <= value + sufficientDecrease * point.length * slope
  const accepted = (point: LinePoint): boolean =>
    (lowEnough(point) && Math.abs(point.slope) <= -curvature * slope) ||
    (Math.abs(point.value - value) <= noise &&
      point.slope >= curvature * slope &&
      point.slope <= (2 * approximateDecrease - 1) * slope)

  // `low` is the best point that is low enough; the minimum lies between it and `high`, once there is one.
  let low: LinePoint = { length: 0, value, slope }
  let high: LinePoint | null = null
  let length = first
  let evaluated = low
  let sawNonFinite = false
  let lastWidth = Infinity
  for (let count = 0; count < maxEvaluations; count += 1) {
    const point = along(length)
    evaluated = point
    if (Number.isNaN(point.value)) {
      if (low.length > 0) return { point: low, last: false }
      sawNonFinite = true
      high = point
    } else if (accepted(point)) return { point, last: true }
    else if (!lowEnough(point) || (point.value >= low.value && low.length > 0)) high = point
    else {
      if (high !== null ? point.slope * (high.length - low.length) >= 0 : point.slope >= 0) high = low
      low = point
    }

    if (high === null) {
      length *= extrapolation
      continue
    }
    const width = Math.abs(high.length - low.length)
    if (width <= floor) break
    // Too little progress by interpolation: halve.
    const halve = width > 0.66 * lastWidth
    lastWidth = width
    length = halve ? (low.length + high.length) / 2 : interpolate(low, high)
  }
  if (low.length > 0) return { point: low, last: evaluated === low }
  if (sawNonFinite) return 'not-finite'
  return Math.abs(slope) * first <= noise ? 'value' : 'step'
}

/** Minimum of the cubic through both points, kept from the ends of the bracket by a tenth of it. */
function interpolate(low: LinePoint, high: LinePoint): number {
  const width = high.length - low.length
  if (Number.isNaN(high.value)) return low.length + width * 0.1
  const d1 = low.slope + high.slope - (3 * (high.value - low.value)) / width
  const discriminant = d1 * d1 - low.slope * high.slope
  const d2 = Math.sign(width) * Math.sqrt(discriminant)
  const cubic = high.length - width * ((high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2))
  const share = (cubic - low.length) / width
  return low.length + width * (share >= 0.1 && share <= 0.9 ? share : share < 0.1 ? 0.1 : share > 0.9 ? 0.9 : 0.5)
}

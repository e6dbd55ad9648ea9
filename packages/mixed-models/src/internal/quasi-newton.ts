/** f at x; overwrites `gradient`. Not finite outside the domain. */
export type SmoothObjective = (x: Float64Array, gradient: Float64Array) => number

export interface QuasiNewtonResult {
  readonly x: Float64Array
  readonly value: number
  readonly gradient: Float64Array
  readonly iterations: number
  readonly evaluations: number
}

export interface QuasiNewtonOptions {
  /** Stop when no component of the gradient, times the coordinate where that exceeds 1, is larger than this. */
  readonly gradientTolerance: number
  readonly maxIterations: number
  /** Guess of the inverse second derivatives, for the first step. */
  readonly scale?: Float64Array
  /** Share of the value that may be rounding, where it is a sum over many rows: below it slopes tell more (Hager and Zhang 2005, section 4.1). Default 0. */
  readonly rounding?: number
}

const sufficientDecrease = 1e-4
const curvatureCondition = 0.9
/** Steps that change the value by less than this share of it are rounding. */
const valueNoise = 1e-15

/**
 * Minimises a smooth function by BFGS with a strong-Wolfe line search (Nocedal and Wright 2006, algorithms 3.5, 3.6 and 6.1). The dense
 * inverse Hessian converges superlinearly to the last digits of a deviance, which limited memory does not on rank-deficient optima.
 */
export function quasiNewton(
  objective: SmoothObjective,
  start: ArrayLike<number>,
  options: QuasiNewtonOptions,
): QuasiNewtonResult {
  const n = start.length
  let x: Float64Array = Float64Array.from(start)
  let gradient: Float64Array = new Float64Array(n)
  let value = objective(x, gradient)
  let evaluations = 1
  let iterations = 0
  const inverse = new Float64Array(n * n)
  let fresh = true
  let stalled = 0
  const direction = new Float64Array(n)
  const reset = (): void => {
    inverse.fill(0)
    let size = 0
    for (let i = 0; i < n; i += 1) {
      inverse[i * n + i] = options.scale?.[i] ?? 1
      size += (inverse[i * n + i]! * gradient[i]!) ** 2
    }
    // At most unit length.
    const shrink = Math.min(1, 1 / Math.sqrt(size))
    if (shrink < 1) for (let i = 0; i < n; i += 1) inverse[i * n + i] = inverse[i * n + i]! * shrink
    fresh = true
  }
  if (!Number.isFinite(value) || n === 0) return { x, value, gradient, iterations, evaluations }
  reset()
  while (iterations < options.maxIterations && relativeGradient(x, gradient) > options.gradientTolerance) {
    for (let i = 0; i < n; i += 1) {
      let sum = 0
      for (let j = 0; j < n; j += 1) sum -= inverse[i * n + j]! * gradient[j]!
      direction[i] = sum
    }
    let slope = dot(direction, gradient)
    if (!(slope < 0)) {
      if (fresh) break
      reset()
      for (let i = 0; i < n; i += 1) direction[i] = -inverse[i * n + i]! * gradient[i]!
      slope = dot(direction, gradient)
    }
    const step = lineSearch(objective, x, value, slope, direction, options.rounding ?? 0)
    evaluations += step.evaluations
    if (step.x === null) {
      if (fresh) break
      reset()
      continue
    }
    iterations += 1
    const moved = step.x.map((coordinate, i) => coordinate - x[i]!)
    const turned = step.gradient.map((component, i) => component - gradient[i]!)
    const improvement = value - step.value
    x = step.x
    value = step.value
    gradient = step.gradient
    stalled = improvement <= valueNoise * Math.max(Math.abs(value), 1) ? stalled + 1 : 0
    if (stalled >= 4) break
    updateInverse(inverse, moved, turned, fresh)
    fresh = false
  }
  return { x, value, gradient, iterations, evaluations }
}

interface Step {
  x: Float64Array | null
  value: number
  gradient: Float64Array
  evaluations: number
}

function lineSearch(
  objective: SmoothObjective,
  x: Float64Array,
  value: number,
  slope: number,
  direction: Float64Array,
  rounding: number,
): Step {
  const n = x.length
  const noise = 4 * valueNoise * Math.max(Math.abs(value), 1)
  const flat = rounding * Math.max(Math.abs(value), 1)
  let evaluations = 0
  let best: Step = { x: null, value, gradient: new Float64Array(0), evaluations }
  const at = (alpha: number): { value: number; slope: number; step: Step } => {
    const point = x.map((coordinate, i) => coordinate + alpha * direction[i]!)
    const gradient = new Float64Array(n)
    const reached = objective(point, gradient)
    evaluations += 1
    const finite = Number.isFinite(reached)
    const step: Step = { x: point, value: finite ? reached : Infinity, gradient, evaluations }
    return { value: step.value, slope: finite ? dot(gradient, direction) : NaN, step }
  }
  let low = { alpha: 0, value, slope }
  let high: { alpha: number; value: number; slope: number } | null = null
  let alpha = 1
  for (let trial = 0; trial < 40; trial += 1) {
    const { value: reached, slope: reachedSlope, step } = at(alpha)
    const decreased = reached <= value + sufficientDecrease * alpha * slope + noise && Number.isFinite(reached)
    if (flat > 0 && !decreased && reached - value <= flat && Math.abs(reachedSlope) <= -curvatureCondition * slope) {
      return { ...step, evaluations }
    }
    if (decreased && (best.x === null || reached < best.value)) best = step
    if (!decreased || (low.alpha > 0 && reached >= low.value + noise))
      high = { alpha, value: reached, slope: reachedSlope }
    else {
      if (Math.abs(reachedSlope) <= -curvatureCondition * slope) return { ...step, evaluations }
      if (high === null ? reachedSlope >= 0 : reachedSlope * (high.alpha - low.alpha) >= 0) high = low
      low = { alpha, value: reached, slope: reachedSlope }
    }
    if (high === null) alpha *= 3
    else {
      const width = Math.abs(high.alpha - low.alpha)
      if (width <= 1e-14 * Math.max(low.alpha, high.alpha)) break
      alpha = interpolate(low, high)
    }
  }
  return { ...best, evaluations }
}

/** Minimiser of the cubic through two values and slopes, kept inside the middle 80 % of the bracket. */
function interpolate(
  low: { alpha: number; value: number; slope: number },
  high: { alpha: number; value: number; slope: number },
): number {
  const width = high.alpha - low.alpha
  let share = 0.5
  if (Number.isFinite(high.value) && Number.isFinite(high.slope)) {
    const d1 = low.slope + high.slope - (3 * (low.value - high.value)) / (low.alpha - high.alpha)
    const radicand = d1 * d1 - low.slope * high.slope
    if (radicand >= 0) {
      const d2 = Math.sign(width) * Math.sqrt(radicand)
      share = 1 - (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2)
    }
  }
  if (!(share > 0.1)) share = 0.1
  if (share > 0.9) share = 0.9
  return low.alpha + share * width
}

function updateInverse(inverse: Float64Array, moved: Float64Array, turned: Float64Array, fresh: boolean): void {
  const n = moved.length
  const curvature = dot(moved, turned)
  if (!(curvature > 1e-12 * length(moved) * length(turned))) return
  if (fresh) {
    let size = 0
    for (let i = 0; i < n; i += 1) size += turned[i]! * turned[i]! * inverse[i * n + i]!
    const scale = curvature / size
    for (let i = 0; i < n; i += 1) inverse[i * n + i] = inverse[i * n + i]! * scale
  }
  const product = new Float64Array(n)
  for (let i = 0; i < n; i += 1) {
    let sum = 0
    for (let j = 0; j < n; j += 1) sum += inverse[i * n + j]! * turned[j]!
    product[i] = sum
  }
  const factor = (1 + dot(turned, product) / curvature) / curvature
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      inverse[i * n + j] =
        inverse[i * n + j]! +
        factor * moved[i]! * moved[j]! -
        (product[i]! * moved[j]! + moved[i]! * product[j]!) / curvature
    }
  }
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!
  return sum
}
const length = (a: Float64Array): number => Math.sqrt(dot(a, a))
const relativeGradient = (x: Float64Array, gradient: Float64Array): number =>
  gradient.reduce((most, value, i) => Math.max(most, Math.abs(value) * Math.max(Math.abs(x[i]!), 1)), 0)

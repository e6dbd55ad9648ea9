/** Value, gradient and Hessian at a point, filled in place. */
export interface Derivatives {
  value: number
  readonly gradient: Float64Array
  /** Row-major, both triangles. */
  readonly hessian: Float64Array
}

export function emptyDerivatives(size: number): Derivatives {
  return { value: 0, gradient: new Float64Array(size), hessian: new Float64Array(size * size) }
}

/** Fills the derivatives of the objective at theta. */
export type Evaluate = (theta: Float64Array, out: Derivatives) => void

/** Memory of one Newton run, allocated once and used for every replicate. */
export interface NewtonWorkspace {
  current: Derivatives
  trial: Derivatives
  readonly point: Float64Array
  readonly factor: Float64Array
  readonly step: Float64Array
  readonly scale: Float64Array
  /** Longest step per coordinate: beyond it the quadratic model means nothing. */
  readonly longest: Float64Array
  iterations: number
}

export function newtonWorkspace(longest: readonly number[]): NewtonWorkspace {
  const size = longest.length
  return {
    current: emptyDerivatives(size),
    trial: emptyDerivatives(size),
    point: new Float64Array(size),
    factor: new Float64Array(size * size),
    step: new Float64Array(size),
    scale: new Float64Array(size),
    longest: Float64Array.from(longest),
    iterations: 0,
  }
}

/** Precision of a point that is only on the way. */
export const nearby = 1e-2

/**
 * Minimises from `theta`, in place: Newton steps on the exact Hessian plus lambda times its scale, lambda 0 as soon as the Hessian allows it.
 * Returns whether the last step was a full Newton step of negligible size on a positive definite Hessian. `workspace.current` holds value,
 * gradient and Hessian at the point before that last step. `weight` is the total weight of the points, `precision` the decrease predicted by a full Newton
 * step, relative to the objective, below which the step is taken and the search ends, `most` the number of iterations.
 */
export function minimise(
  evaluate: Evaluate,
  theta: Float64Array,
  weight: number,
  workspace: NewtonWorkspace,
  precision = 1e-20,
  most = 200,
): boolean {
  const { point, factor, step, scale, longest } = workspace
  const size = theta.length
  evaluate(theta, workspace.current)
  workspace.iterations = 0
  // Objectives below this are rounding noise of a perfect fit.
  const noise = weight * 1e-29
  let lambda = 0
  for (let iteration = 0; iteration < most; iteration += 1) {
    const { value, gradient, hessian } = workspace.current
    if (!Number.isFinite(value)) return false
    workspace.iterations = iteration + 1
    for (let j = 0; j < size; j += 1) scale[j] = Math.abs(hessian[j * size + j]!) + 1e-12 * weight
    let moved = false
    for (; !moved; lambda = moved ? lambda : lambda === 0 ? 1e-3 : lambda * 8) {
      if (lambda > 1e12) return false
      if (!factorise(hessian, scale, lambda, factor)) continue
      solveFactored(factor, gradient, step)
      // Decrease that the quadratic model at least predicts for the step: g's - s'Hs / 2, with s'Hs = s'g - lambda s'Ds <= s'g.
      let slope = 0
      let shrink = 1
      for (let j = 0; j < size; j += 1) {
        const s = step[j]!
        slope += gradient[j]! * s
        if (Math.abs(s) * shrink > longest[j]!) shrink = longest[j]! / Math.abs(s)
      }
      const predicted = shrink * (1 - 0.5 * shrink) * slope
      for (let j = 0; j < size; j += 1) point[j] = theta[j]! - shrink * step[j]!
      if (lambda === 0 && slope <= precision * value + noise) {
        theta.set(point)
        return true
      }
      evaluate(point, workspace.trial)
      const decrease = value - workspace.trial.value
      // Where the decrease is below the rounding error of the value, the gradient decides; where it cannot fall either, this is the optimum.
      const resolved = predicted > 1e-13 * value + noise
      const accepted = resolved
        ? decrease > 1e-4 * predicted
        : norm(workspace.trial.gradient, scale) < norm(gradient, scale)
      if (!accepted && !resolved && lambda === 0) return true
      moved = accepted
      if (!moved) continue
      theta.set(point)
      ;[workspace.current, workspace.trial] = [workspace.trial, workspace.current]
      if (!resolved) lambda = 0
      else if (decrease > 0.25 * predicted) lambda = lambda < 1e-6 ? 0 : lambda * 0.1
    }
  }
  return false
}

function norm(gradient: Float64Array, scale: Float64Array): number {
  const size = scale.length
  let total = 0
  for (let j = 0; j < size; j += 1) total += (gradient[j]! * gradient[j]!) / scale[j]!
  return total
}

/** Cholesky factor of hessian + lambda diag(scale); a constant that the objective does not depend on (all zeros) gets a unit pivot. */
export function factorise(hessian: Float64Array, scale: Float64Array, lambda: number, factor: Float64Array): boolean {
  const size = scale.length
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; k <= j; k += 1) {
      let total = hessian[j * size + k]!
      if (j === k) total = total === 0 ? 1 : total + lambda * scale[j]!
      for (let m = 0; m < k; m += 1) total -= factor[j * size + m]! * factor[k * size + m]!
      if (j === k) {
        if (!(total > 1e-14 * scale[j]!)) return false
        factor[j * size + j] = Math.sqrt(total)
      } else factor[j * size + k] = total / factor[k * size + k]!
    }
  }
  return true
}

export function solveFactored(factor: Float64Array, right: Float64Array, result: Float64Array): void {
  const size = right.length
  for (let j = 0; j < size; j += 1) {
    let total = right[j]!
    for (let k = 0; k < j; k += 1) total -= factor[j * size + k]! * result[k]!
    result[j] = total / factor[j * size + j]!
  }
  for (let j = size - 1; j >= 0; j -= 1) {
    let total = result[j]!
    for (let k = j + 1; k < size; k += 1) total -= factor[k * size + j]! * result[k]!
    result[j] = total / factor[j * size + j]!
  }
}

import { dampedNewton } from '@safety-portfolio/stats'

/** A fitted logistic curve on one axis: probability = 1 / (1 + exp(-(intercept + slope x))). */
export interface LogisticLine {
  readonly intercept: number
  readonly slope: number
  /** Penalised objective at the optimum. */
  readonly objective: number
  readonly converged: boolean
}

const gradientTolerance = 1e-10

/**
 * Minimises sum_i w_i [log(1 + exp(eta_i)) - s_i eta_i] + penalty slope^2 / 2, eta = intercept + slope x, for scores s
 * in [0, 1]; the intercept is not penalised. `null` when no finite minimum exists.
 */
export function fitLogisticLine(
  x: Float64Array,
  score: Float64Array,
  weight: Float64Array,
  penalty: number,
): LogisticLine | null {
  let [total, centre, success] = [0, 0, 0]
  for (const [i, w] of weight.entries()) {
    total += w
    centre += w * x[i]!
    success += w * score[i]!
  }
  if (!(success > 0 && success < total) || (penalty === 0 && isSeparated(x, score, weight))) return null
  centre /= total
  const fit = dampedNewton(
    ([a, b], gradient, hessian) => {
      let value = (penalty * b! * b!) / 2
      let [ga, gb, haa, hab, hbb] = [0, penalty * b!, 0, 0, penalty]
      for (const [i, w] of weight.entries()) {
        if (w === 0) continue
        const dx = x[i]! - centre
        const eta = a! + b! * dx
        const e = Math.exp(-Math.abs(eta))
        const probability = eta >= 0 ? 1 / (1 + e) : e / (1 + e)
        value += w * (Math.max(eta, 0) + Math.log1p(e) - score[i]! * eta)
        const residual = w * (probability - score[i]!)
        const curvature = (w * e) / (1 + e) ** 2
        ga += residual
        gb += residual * dx
        haa += curvature
        hab += curvature * dx
        hbb += curvature * dx * dx
      }
      gradient.set([ga, gb])
      hessian.set([haa, hab, hab, hbb])
      return value
    },
    [Math.log(success / (total - success)), 0],
    { gradientTolerance },
  )
  const [a, slope] = fit.x as readonly [number, number]
  return { intercept: a - slope * centre, slope, objective: fit.value ?? NaN, converged: fit.converged }
}

/** Whether a point on the axis has all successes on one side and all failures on the other: the slope would be infinite. */
function isSeparated(x: Float64Array, score: Float64Array, weight: Float64Array): boolean {
  const range = (take: (score: number) => boolean): readonly [number, number] => {
    let [low, high] = [Infinity, -Infinity]
    for (const [i, value] of x.entries())
      if (weight[i]! > 0 && take(score[i]!)) [low, high] = [Math.min(low, value), Math.max(high, value)]
    return [low, high]
  }
  const [succeedLow, succeedHigh] = range((value) => value > 0)
  const [failLow, failHigh] = range((value) => value < 1)
  return succeedHigh <= failLow || failHigh <= succeedLow
}

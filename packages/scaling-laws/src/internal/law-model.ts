import type { Objective } from './chinchilla-kernel.js'

/**
 * A law at given points as the general engine sees it: the logarithm of the predicted loss with its derivatives, in coordinates of the law's
 * own choosing, in which it is smooth. Losses are divided by their geometric mean, so that everything inside is of order one.
 */
export interface LawModel {
  /** Number of points. */
  readonly n: number
  /** Number of coordinates. */
  readonly size: number
  readonly weights: Float64Array
  /** Log loss of each point, centred. */
  readonly logLoss: Float64Array
  /** Its exponential. */
  readonly level: Float64Array
  /** Mean that was taken off the log losses. */
  readonly logLossMean: number
  /** Log of the predicted loss at point i; overwrites its gradient (size) and Hessian (row-major size x size). */
  logValue(theta: Float64Array, i: number, gradient: Float64Array, hessian: Float64Array): number
  /** Coordinates that are logarithms of constants which may be zero; the others are finite at an optimum. */
  readonly vanishing: readonly number[]
  /** Longest Newton step per coordinate. */
  readonly longest: readonly number[]
}

/** Log losses, centred, with their exponentials. */
export function centredLosses(losses: readonly number[]): Pick<LawModel, 'logLoss' | 'level' | 'logLossMean'> {
  const logLoss = Float64Array.from(losses, Math.log)
  const logLossMean = logLoss.reduce((total, value) => total + value, 0) / logLoss.length
  for (let i = 0; i < logLoss.length; i += 1) logLoss[i]! -= logLossMean
  return { logLoss, level: logLoss.map((value) => Math.exp(value)), logLossMean }
}

/** Residual of point i (of log loss, or of the loss) with its gradient and Hessian. */
export function residualAt(
  model: LawModel,
  log: boolean,
  theta: Float64Array,
  i: number,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const value = model.logValue(theta, i, gradient, hessian)
  if (log) return value - model.logLoss[i]!
  const { size } = model
  const mu = Math.exp(value)
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; k < size; k += 1) {
      hessian[j * size + k] = mu * (hessian[j * size + k]! + gradient[j]! * gradient[k]!)
    }
  }
  for (let j = 0; j < size; j += 1) gradient[j]! *= mu
  return mu - model.level[i]!
}

/** All residuals. */
export function residuals(model: LawModel, log: boolean, theta: Float64Array): Float64Array {
  const gradient = new Float64Array(model.size)
  const hessian = new Float64Array(model.size ** 2)
  return Float64Array.from({ length: model.n }, (_, i) => residualAt(model, log, theta, i, gradient, hessian))
}

/** Weighted sum of squared log residuals. */
export function sumOfSquares(model: LawModel, theta: Float64Array): number {
  return residuals(model, true, theta).reduce((total, value, i) => total + model.weights[i]! * value * value, 0)
}

/** Sum of absolute log residuals. */
export function absoluteSum(model: LawModel, theta: Float64Array): number {
  return residuals(model, true, theta).reduce((total, value, i) => total + model.weights[i]! * Math.abs(value), 0)
}

/** Value of the objective; overwrites gradient and Hessian. */
export function lawObjective(
  model: LawModel,
  { log, delta }: Objective,
  theta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const { n, size, weights } = model
  const first = new Float64Array(size)
  const second = new Float64Array(size * size)
  gradient.fill(0)
  hessian.fill(0)
  let value = 0
  for (let i = 0; i < n; i += 1) {
    const weight = weights[i]!
    if (weight === 0) continue
    const residual = residualAt(model, log, theta, i, first, second)
    const psi = Math.max(-delta, Math.min(delta, residual))
    const quadratic = Math.abs(residual) <= delta ? 1 : 0
    value +=
      weight * (Math.abs(residual) <= delta ? 0.5 * residual * residual : delta * (Math.abs(residual) - 0.5 * delta))
    for (let j = 0; j < size; j += 1) {
      gradient[j]! += weight * psi * first[j]!
      for (let k = 0; k < size; k += 1) {
        hessian[j * size + k]! += weight * (quadratic * first[j]! * first[k]! + psi * second[j * size + k]!)
      }
    }
  }
  return value
}

import type { Objective } from './chinchilla-kernel.js'

/** An objective, of whose Hessian `gaussNewton` takes the squares of gradients alone. */
export type SquaresOrNewton = Objective & { readonly gaussNewton?: boolean }

/** What a loop over the points needs of a model: an object of this shape alone, for each other shape would have the loop compiled again. */
export type ModelPoints = Pick<LawModel, 'n' | 'size' | 'weights' | 'level' | 'rows'>

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
  /**
   * Log of the predicted loss at point i; overwrites its gradient (size) and Hessian (row-major size x size). Where `order` is given, no derivatives
   * beyond it are looked at, and a law may leave them out.
   */
  logValue(theta: Float64Array, i: number, gradient: Float64Array, hessian: Float64Array, order?: 0 | 1): number
  /** {@link lawObjective} in one loop of the law's own, for `at` in place of the law: its number of points, losses, weights and rows. */
  objective?(
    at: LawModel,
    objective: SquaresOrNewton,
    theta: Float64Array,
    gradient: Float64Array,
    hessian: Float64Array,
  ): number
  /** The same law at fewer points that stand for those of `at` where starts are looked for; `null` where these are few. */
  condensed?(at: LawModel): LawModel | null
  /** The same constants, with what is too narrow for the points to see so narrow that it makes no difference to any of them; themselves where there is none. */
  sharpened?(theta: Float64Array): Float64Array
  /** Points of the law that these are; all of them where there are none. */
  readonly rows?: readonly number[] | undefined
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
  order?: 1,
): number {
  const value = model.logValue(theta, i, gradient, hessian, order)
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
  const left = new Float64Array(model.n)
  for (let i = 0; i < model.n; i += 1) {
    const value = model.logValue(theta, i, gradient, hessian, 0)
    left[i] = log ? value - model.logLoss[i]! : Math.exp(value) - model.level[i]!
  }
  return left
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
  objective: SquaresOrNewton,
  theta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  if (model.objective !== undefined) return model.objective(model, objective, theta, gradient, hessian)
  return pointwiseObjective(model, objective, theta, gradient, hessian)
}

/** The same by adding up what the law says of single points. */
export function pointwiseObjective(
  model: LawModel,
  objective: SquaresOrNewton,
  theta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const { log, delta, gaussNewton = false } = objective
  const { n, size, weights } = model
  const first = new Float64Array(size)
  const second = new Float64Array(size * size)
  const order = gaussNewton ? 1 : undefined
  gradient.fill(0)
  hessian.fill(0)
  let value = 0
  for (let i = 0; i < n; i += 1) {
    const weight = weights[i]!
    if (weight === 0) continue
    const residual = residualAt(model, log, theta, i, first, second, order)
    const within = Math.abs(residual) <= delta
    const psi = weight * Math.max(-delta, Math.min(delta, residual))
    value += within ? 0.5 * psi * residual : weight * delta * (Math.abs(residual) - 0.5 * delta)
    for (let j = 0; j < size; j += 1) {
      gradient[j]! += psi * first[j]!
      const own = within ? weight * first[j]! : 0
      const row = j * size
      for (let k = 0; k <= j; k += 1) {
        hessian[row + k]! += gaussNewton ? own * first[k]! : own * first[k]! + psi * second[row + k]!
      }
    }
  }
  mirror(hessian, size)
  return value
}

/** Copies the lower triangle of a row-major matrix to the upper one. */
export function mirror(matrix: Float64Array, size: number): void {
  for (let j = 1; j < size; j += 1) for (let k = 0; k < j; k += 1) matrix[k * size + j] = matrix[j * size + k]!
}

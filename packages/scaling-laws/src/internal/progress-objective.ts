import type { DatedModel } from '../fit-algorithmic-progress.js'
import type { Derivatives, Evaluate } from './damped-newton.js'

/** Coordinates that all benchmarks share. */
const sharedCoordinates = 6

/** Models as the penalised fit sees them: logarithms over the smallest of the sample. */
export interface ProgressProblem {
  readonly n: number
  /** The benchmarks; the constants of the first are the shared ones, those of others are added to them. */
  readonly benchmarks: readonly string[]
  readonly size: number
  /** The smallest size, amount of data and year. */
  readonly smallest: { readonly params: number; readonly tokens: number; readonly year: number }
  /** Mean squared error and its derivatives with these weights of the models. */
  readonly objective: (weights: Float64Array) => Evaluate
  /** Predicted log perplexity of a model. */
  readonly predict: (theta: Float64Array, model: number) => number
  readonly loss: Float64Array
}

/**
 * log ppl = exp(aConst - aYear (Y - Y0) - aParam log(N / N0)) + exp(bConst - bYear (Y - Y0) - bData log(D / D0)) in the coordinates
 * (aConst, bConst, aParam, bData, aYear, bYear), then what each other benchmark adds to aConst and bConst.
 */
export function progressProblem(models: readonly DatedModel[], benchmarks: readonly string[]): ProgressProblem {
  const n = models.length
  const size = sharedCoordinates + 2 * (benchmarks.length - 1)
  const least = (of: (model: DatedModel) => number): number =>
    models.reduce((low, model) => Math.min(low, of(model)), Infinity)
  const smallest = { params: least((m) => m.params), tokens: least((m) => m.tokens), year: least((m) => m.year) }
  const x = Float64Array.from(models, ({ params }) => Math.log(params / smallest.params))
  const y = Float64Array.from(models, ({ tokens }) => Math.log(tokens / smallest.tokens))
  const t = Float64Array.from(models, ({ year }) => year - smallest.year)
  const loss = Float64Array.from(models, (model) => model.loss)
  const own = Int32Array.from(models, ({ benchmark = '' }) => {
    const index = benchmarks.indexOf(benchmark)
    return index < 1 ? -1 : sharedCoordinates + 2 * (index - 1)
  })
  const terms = (theta: Float64Array, i: number): readonly [number, number] => {
    const ratio = own[i]!
    const [a, b] = ratio < 0 ? [0, 0] : [theta[ratio]!, theta[ratio + 1]!]
    return [
      Math.exp(theta[0]! + a - theta[2]! * x[i]! - theta[4]! * t[i]!),
      Math.exp(theta[1]! + b - theta[3]! * y[i]! - theta[5]! * t[i]!),
    ]
  }
  // The exponent of each term: its coordinates and its derivatives by them, constant, slope, year and the benchmark's own constant.
  const where = [new Int32Array([0, 2, 4, 0]), new Int32Array([1, 3, 5, 0])] as const
  const z = [new Float64Array([1, 0, 0, 1]), new Float64Array([1, 0, 0, 1])] as const
  const add = (theta: Float64Array, i: number, weight: number, into: Derivatives): void => {
    const parts = terms(theta, i)
    const residual = parts[0] + parts[1] - loss[i]!
    const used = own[i]! < 0 ? 3 : 4
    for (const side of [0, 1] as const) {
      where[side][3] = own[i]! + side
      z[side][1] = -(side === 0 ? x : y)[i]!
      z[side][2] = -t[i]!
    }
    into.value += weight * residual * residual
    for (const row of [0, 1] as const) {
      for (let r = 0; r < used; r += 1) {
        const slope = weight * parts[row] * z[row][r]!
        const j = where[row][r]!
        into.gradient[j]! += residual * slope
        for (const column of [0, 1] as const) {
          const factor = slope * (parts[column] + (row === column ? residual : 0))
          for (let c = 0; c < used; c += 1) into.hessian[j * size + where[column][c]!]! += factor * z[column][c]!
        }
      }
    }
  }
  return {
    n,
    benchmarks,
    size,
    smallest,
    loss,
    predict(theta, model) {
      const [p, q] = terms(theta, model)
      return p + q
    },
    objective(weights) {
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      return (theta, into) => {
        into.value = 0
        into.gradient.fill(0)
        into.hessian.fill(0)
        for (let i = 0; i < n; i += 1) if (weights[i]! > 0) add(theta, i, weights[i]!, into)
        into.value /= total
        for (let j = 0; j < size; j += 1) into.gradient[j]! *= 2 / total
        for (let j = 0; j < size * size; j += 1) into.hessian[j]! *= 2 / total
      }
    },
  }
}

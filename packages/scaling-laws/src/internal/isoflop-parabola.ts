import type { Finding } from '@safety-portfolio/stats'
import { ordinaryLeastSquares } from './ordinary-least-squares.js'

/** The vertex of loss = c0 + c1 x + c2 x^2 in x = log N. */
export interface ParabolaVertex {
  readonly logParams: number
  readonly loss: number
  readonly curvature: number
  /** Delta-method standard errors. */
  readonly logParamsError: number
  readonly lossError: number
  readonly degreesOfFreedom: number
}

/** Sizes that a parabola needs at least. */
const leastSizes = 3
const leastModels = 4

/** Weighted least-squares parabola and its interior minimum, or why there is none. Runs of weight 0 do not exist. */
export function parabolaVertex(
  logParams: Float64Array,
  loss: Float64Array,
  weights: Float64Array,
): ParabolaVertex | Finding {
  const used = [...logParams.keys()].filter((i) => weights[i]! > 0)
  const models = used.reduce((total, i) => total + weights[i]!, 0)
  const sizes = new Set(used.map((i) => logParams[i]!)).size
  if (sizes < leastSizes || models < leastModels)
    return {
      code: 'too-few-models',
      message: `A parabola with its error needs ${leastModels} models of ${leastSizes} sizes, got ${models} of ${sizes}. Train more sizes at this budget.`,
    }
  const x = Float64Array.from(used, (i) => logParams[i]!)
  const w = Float64Array.from(used, (i) => weights[i]!)
  const y = Float64Array.from(used, (i) => loss[i]!)
  const smallest = Math.min(...x)
  const largest = Math.max(...x)
  const centre = (smallest + largest) / 2
  const half = (largest - smallest) / 2
  const z = x.map((value) => (value - centre) / half)
  const fit = ordinaryLeastSquares([new Float64Array(z.length).fill(1), z, z.map((value) => value * value)], y, w)
  if (fit === null) return flat
  const [c0, c1, c2] = fit.coefficients as unknown as readonly [number, number, number]
  if (!(c2 > 1e-13 * Math.abs(c0)))
    return {
      code: 'no-interior-minimum',
      message:
        'Loss does not curve upwards in log N at this budget, so the parabola has no minimum. Train smaller and larger models, or look for failed runs.',
    }
  const vertex = -c1 / (2 * c2)
  if (!(Math.abs(vertex) < 1)) {
    const size = Math.exp(centre + half * vertex).toPrecision(3)
    return {
      code: 'no-interior-minimum',
      message: `The parabola has its minimum at ${size} parameters, outside the models trained (${Math.exp(smallest).toPrecision(3)} to ${Math.exp(largest).toPrecision(3)}). Train ${vertex > 0 ? 'larger' : 'smaller'} models at this budget.`,
    }
  }
  const degreesOfFreedom = models - 3
  const variance = fit.rss / degreesOfFreedom
  const error = (gradient: readonly number[]): number => {
    let total = 0
    for (let j = 0; j < 3; j += 1)
      for (let k = 0; k < 3; k += 1) total += gradient[j]! * fit.inverse[j * 3 + k]! * gradient[k]!
    return Math.sqrt(Math.max(0, variance * total))
  }
  return {
    logParams: centre + half * vertex,
    loss: c0 - (c1 * c1) / (4 * c2),
    curvature: c2 / half ** 2,
    logParamsError: error([0, -half / (2 * c2), (half * c1) / (2 * c2 * c2)]),
    lossError: error([1, vertex, vertex * vertex]),
    degreesOfFreedom,
  }
}

const flat: Finding = {
  code: 'no-interior-minimum',
  message: 'These models do not determine a parabola. Train more sizes at this budget.',
}

import type { DownstreamPoint } from '../downstream-error-law.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { evenColumns } from './even-part.js'
import { distinctLogs, invalidValue } from './identifiability.js'
import { centredLosses } from './law-model.js'
import { lowestMinima } from './lowest-minima.js'
import { weightedLine } from './weighted-line.js'

type Name = 'epsilon' | 'k' | 'gamma'

const decays = /* @__PURE__ */ Array.from({ length: 48 }, (_, index) => 0.02 * (20 / 0.02) ** (index / 47))
const mostStarts = 3

/** Err = epsilon - k exp(-gamma L) in the coordinates (log epsilon, log k, gamma times the spread of L), L centred. */
export const downstreamErrorLaw: LawDefinition<'downstream-error', Name, DownstreamPoint> = {
  law: 'downstream-error',
  names: ['epsilon', 'k', 'gamma'],
  logScale: [true, true, false],
  exponents: [['gamma', 2, 'loss']],
  assumptions: [
    'Error is epsilon - k exp(-gamma L) over the whole range of loss, and below it wherever it is extrapolated.',
    'Loss alone explains the error: models are of one kind, their losses on one validation set.',
    'Models are independent.',
  ],
  unidentifiable(points) {
    const invalid = invalidValue(points, ['loss', 'error'])
    if (invalid !== undefined) return invalid
    const distinct = distinctLogs(points.map(({ loss }) => loss))
    if (distinct >= 4) return undefined
    return {
      code: 'too-few-points',
      message: `${distinct} distinct values of loss cannot determine three constants and say how well: at least 4 are needed. Add models of other losses.`,
    }
  },
  refusal({ epsilon, k, gamma }) {
    if (gamma > 0 && k > 0 && epsilon < Infinity) return undefined
    return {
      code: 'gamma-at-bound',
      message:
        'The best fit is a straight line, or curved the other way: the points do not show the error that models of high loss tend to. Add models of higher loss.',
    }
  },
  build(points, weights): FittableLaw<Name> {
    const losses = centredLosses(points.map(({ error }) => error))
    const raw = Float64Array.from(points, ({ loss }) => loss)
    const mean = raw.reduce((total, value) => total + value, 0) / raw.length
    const spread = Math.sqrt(raw.reduce((total, value) => total + (value - mean) ** 2, 0) / raw.length)
    const x = raw.map((value) => (value - mean) / spread)
    return {
      n: points.length,
      size: 3,
      weights,
      ...losses,
      vanishing: [],
      longest: [0.5, 2, 0.5],
      logValue(theta, i, gradient, hessian) {
        let plateau = Math.exp(theta[0]!)
        let fall = Math.exp(theta[1]! - theta[2]! * x[i]!)
        const mu = plateau - fall
        plateau /= mu
        fall /= mu
        gradient[0] = plateau
        gradient[1] = -fall
        gradient[2] = fall * x[i]!
        for (let j = 0; j < 3; j += 1) for (let k = 0; k < 3; k += 1) hessian[j * 3 + k] = -gradient[j]! * gradient[k]!
        hessian[0]! += plateau
        hessian[4]! -= fall
        hessian[5]! += fall * x[i]!
        hessian[7]! += fall * x[i]!
        hessian[8]! -= fall * x[i]! * x[i]!
        return Math.log(mu)
      },
      starts(at) {
        const [weight, u, level] = evenColumns(at, x, losses.level)
        return decayStarts(u, level, weight)
      },
      constants(theta) {
        const gamma = theta[2]! / spread
        // Below this the curve departs from a straight line by less than about one per cent of its rise, and epsilon and k are a ridge.
        const straight = theta[2]! * (Math.max(...x) - Math.min(...x)) < 0.1
        return {
          epsilon: straight ? Infinity : Math.exp(theta[0]! + losses.logLossMean),
          k: Math.exp(theta[1]! + gamma * mean + losses.logLossMean),
          gamma,
        }
      },
      derivatives: () => Float64Array.of(1, 0, 0, 0, 1, mean / spread, 0, 0, 1 / spread),
    }
  },
}

/** Variable projection: for each decay of a grid epsilon and k by least squares. The lowest local minima with both positive. */
function decayStarts(x: Float64Array, level: Float64Array, weights: Float64Array): readonly Float64Array[] {
  const cells = decays.map((gamma) => {
    const u = x.map((value) => Math.exp(-gamma * value))
    const { intercept: epsilon, slope, rss } = weightedLine(u, level, weights)
    const k = -slope
    const admissible = k > 0 && u.every((value) => epsilon - k * value > 0)
    return { theta: Float64Array.of(Math.log(epsilon), Math.log(k), gamma), rss: admissible ? rss : Infinity }
  })
  return lowestMinima([cells], mostStarts).map(({ theta }) => theta)
}

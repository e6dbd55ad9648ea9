import type { CurvePoint } from '../curve-point.js'
import { centredLogs } from './centred-logs.js'
import { condensable, condensedCurve, type CurveData } from './condensed-curve.js'
import { exponentAtBound, tooFewPoints } from './curve-identifiability.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { centredLosses, type LawModel } from './law-model.js'
import { logistic, softplus } from './softplus.js'
import { lowestMinima } from './lowest-minima.js'
import { weightedLine } from './weighted-line.js'

type Name = 'B' | 'gamma' | 'c'

const shifts = /* @__PURE__ */ Array.from({ length: 33 }, (_, k) => -8 + 0.5 * k)
const mostStarts = 4

/** y = B (1 / x + gamma)^c in the coordinates (log B, log gamma, c), x centred in log. */
export const m3: LawDefinition<'m3', Name, CurvePoint> = {
  law: 'm3',
  names: ['B', 'gamma', 'c'],
  logScale: [true, true, false],
  exponents: [['c', 2, 'x']],
  assumptions: [
    'Loss is B (1 / x + gamma)^c over the whole range, and beyond it wherever the curve is extrapolated.',
    'Points are independent: not, for instance, checkpoints of one run whose noise carries over.',
  ],
  unidentifiable: (points) => tooFewPoints(points, 3),
  refusal({ c, gamma }) {
    if (gamma < Infinity) return exponentAtBound(c)
    return { code: 'gamma-at-bound', message: 'The best fit has no part that falls. Add points at smaller x.' }
  },
  build(points, weights): FittableLaw<Name> {
    const losses = centredLosses(points.map(({ loss }) => loss))
    const { centred: x, mean } = centredLogs(points.map((point) => point.x))
    const lawAt = (x: Float64Array, data: CurveData): LawModel => ({
      logLossMean: losses.logLossMean,
      ...data,
      size: 3,
      vanishing: [1],
      longest: [3, 3, 0.5],
      logValue(theta, i, gradient, hessian) {
        const c = theta[2]!
        // log(exp(-x) + gamma) and the share of gamma in it.
        const w = theta[1]! + x[i]!
        const u = softplus(w) - x[i]!
        const s = logistic(w)
        hessian.fill(0)
        gradient[0] = 1
        gradient[1] = c * s
        gradient[2] = u
        hessian[4] = c * s * logistic(-w)
        hessian[5] = hessian[7] = s
        return theta[0]! + c * u
      },
    })
    return {
      ...condensable(x, { n: points.length, weights, ...losses }, lawAt),
      starts(at) {
        const curve = condensedCurve({ ...losses, n: x.length, weights: at }, x)
        return shiftStarts(curve?.x ?? x, curve?.logLoss ?? losses.logLoss, curve?.weights ?? at)
      },
      constants: (theta) => ({
        B: Math.exp(theta[0]! + theta[2]! * mean + losses.logLossMean),
        c: theta[2]!,
        gamma: Math.exp(theta[1]! - mean),
      }),
      derivatives: () => Float64Array.of(1, 0, mean, 0, 1, 0, 0, 0, 1),
    }
  },
}

/** Variable projection: for each gamma of a grid, log B and c by a straight line. The lowest local minima. */
function shiftStarts(x: Float64Array, logLoss: Float64Array, weights: Float64Array): readonly Float64Array[] {
  const cells = shifts.map((shift) => {
    const u = x.map((value) => softplus(shift + value) - value)
    const { intercept, slope, rss } = weightedLine(u, logLoss, weights)
    return { theta: Float64Array.of(intercept, shift, slope), rss }
  })
  return lowestMinima([cells], mostStarts).map(({ theta }) => theta)
}

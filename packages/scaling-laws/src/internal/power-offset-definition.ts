import type { CurvePoint } from '../curve-point.js'
import { addOffset } from './add-offset.js'
import { bnslObjective, bnslScratch } from './bnsl-objective.js'
import { centredLogs } from './centred-logs.js'
import { condensable, condensedCurve, type CurveData } from './condensed-curve.js'
import { exponentAtBound, tooFewPoints } from './curve-identifiability.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { centredLosses, type LawModel } from './law-model.js'
import { exponentStarts } from './exponent-starts.js'

type Name = 'E' | 'B' | 'c'

/** y = E + B x^-c in the coordinates (log B, log E, c), x centred in log. */
export const powerOffset: LawDefinition<'power-offset', Name, CurvePoint> = {
  law: 'power-offset',
  names: ['B', 'E', 'c'],
  logScale: [true, true, false],
  exponents: [['c', 2, 'x']],
  assumptions: [
    'Loss is E + B x^-c over the whole range, and beyond it wherever the curve is extrapolated.',
    'Points are independent: not, for instance, checkpoints of one run whose noise carries over.',
  ],
  unidentifiable: (points) => tooFewPoints(points, 3),
  // Without B nothing falls, as with an exponent of zero.
  refusal: ({ B, c }) => exponentAtBound(B > 0 ? c : 0),
  build(points, weights): FittableLaw<Name> {
    const losses = centredLosses(points.map(({ loss }) => loss))
    const { centred: x, mean } = centredLogs(points.map((point) => point.x))
    const lawAt = (x: Float64Array, data: CurveData): LawModel => {
      // It is a broken law without breaks.
      const places = { x, unit: 0, scratch: bnslScratch(3) }
      return {
        logLossMean: losses.logLossMean,
        ...data,
        size: 3,
        vanishing: [1],
        longest: [3, 3, 0.5],
        logValue(theta, i, gradient, hessian, order) {
          hessian.fill(0)
          gradient[0] = 1
          gradient[1] = 0
          gradient[2] = -x[i]!
          return addOffset(theta[0]! - theta[2]! * x[i]!, theta[1]!, 1, 0, gradient, hessian, order)
        },
        objective: ({ n, size, weights, level, rows }, { log, delta, gaussNewton = false }, ...into) =>
          bnslObjective({ n, size, weights, level, rows }, places, { log, delta, gaussNewton }, ...into),
      }
    }
    return {
      ...condensable(x, { n: points.length, weights, ...losses }, lawAt),
      starts(at) {
        const curve = condensedCurve({ ...losses, n: x.length, weights: at }, x)
        return exponentStarts(curve?.x ?? x, curve?.level ?? losses.level, curve?.weights ?? at)
      },
      constants: (theta) => ({
        E: Math.exp(theta[1]! + losses.logLossMean),
        B: Math.exp(theta[0]! + theta[2]! * mean + losses.logLossMean),
        c: theta[2]!,
      }),
      derivatives: () => Float64Array.of(1, 0, mean, 0, 1, 0, 0, 0, 1),
    }
  },
}

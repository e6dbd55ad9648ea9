import type { CurvePoint } from '../curve-point.js'
import { centredLogs } from './centred-logs.js'
import { exponentAtBound, tooFewPoints } from './curve-identifiability.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { centredLosses } from './law-model.js'

type Name = 'B' | 'c'

/** y = B x^-c in the coordinates (log B, c), x centred in log: a straight line. */
export const m1: LawDefinition<'m1', Name, CurvePoint> = {
  law: 'm1',
  names: ['B', 'c'],
  logScale: [true, false],
  exponents: [['c', 1, 'x']],
  assumptions: [
    'Loss is B x^-c over the whole range and beyond: it never levels off.',
    'Points are independent: not, for instance, checkpoints of one run whose noise carries over.',
  ],
  unidentifiable: (points) => tooFewPoints(points, 2),
  refusal: ({ c }) => exponentAtBound(c),
  build(points, weights): FittableLaw<Name> {
    const losses = centredLosses(points.map(({ loss }) => loss))
    const { centred: x, mean } = centredLogs(points.map((point) => point.x))
    return {
      n: points.length,
      size: 2,
      weights,
      ...losses,
      vanishing: [],
      longest: [3, 0.5],
      logValue(theta, i, gradient, hessian) {
        hessian.fill(0)
        gradient[0] = 1
        gradient[1] = -x[i]!
        return theta[0]! - theta[1]! * x[i]!
      },
      starts: () => [Float64Array.of(0, 0.1), Float64Array.of(0, 1)],
      constants: (theta) => ({ B: Math.exp(theta[0]! + theta[1]! * mean + losses.logLossMean), c: theta[1]! }),
      derivatives: () => Float64Array.of(1, mean, 0, 1),
    }
  },
}

import type { CurvePoint } from '../curve-point.js'
import { centredLogs } from './centred-logs.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { distinctLogs, invalidValue } from './identifiability.js'
import { centredLosses } from './law-model.js'

type Name = 'scale' | 'exponent'

/** y = (scale / x)^exponent in the coordinates (log y at the mean of log x, exponent): linear in log y. */
export const powerLaw: LawDefinition<'power', Name, CurvePoint> = {
  law: 'power',
  names: ['scale', 'exponent'],
  logScale: [true, false],
  exponents: [['exponent', 1, 'x']],
  assumptions: [
    'Loss is a power of x without an irreducible part, over the whole range and beyond it.',
    'Points are independent.',
  ],
  unidentifiable(points) {
    const invalid = invalidValue(points, ['x', 'loss'])
    if (invalid !== undefined) return invalid
    if (points.length >= 3 && distinctLogs(points.map(({ x }) => x)) >= 2) return undefined
    return {
      code: 'too-few-points',
      message:
        'Two constants need at least three points with two distinct values of x. Add points over a wider range of x.',
    }
  },
  refusal({ exponent }) {
    if (exponent >= 1e-4 && exponent <= 10) return undefined
    return {
      code: 'exponent-at-bound',
      message: `The best fit has the exponent ${exponent.toPrecision(3)}: these points do not fall like a power of x. Add points over a wider range of x.`,
    }
  },
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
        gradient[0] = 1
        gradient[1] = -x[i]!
        hessian.fill(0)
        return theta[0]! - theta[1]! * x[i]!
      },
      starts: () => [Float64Array.of(0, 0)],
      constants: (theta) => ({
        scale: Math.exp((theta[0]! + losses.logLossMean) / theta[1]! + mean),
        exponent: theta[1]!,
      }),
      derivatives: (theta) => Float64Array.of(1 / theta[1]!, -(theta[0]! + losses.logLossMean) / theta[1]! ** 2, 0, 1),
    }
  },
}

import type { TrainingStepPoint } from '../kaplan-training.js'
import { evenColumns } from './even-part.js'
import { centredLogs } from './centred-logs.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { distinctLogs, invalidValue } from './identifiability.js'
import { centredLosses } from './law-model.js'
import { termStarts } from './term-starts.js'

type Name = 'Nc' | 'Sc' | 'alphaN' | 'alphaS'

/** L = (Nc/N)^alphaN + (Sc/S)^alphaS in the coordinates (log of each term at the centre, alphaN, alphaS). */
export const kaplanSteps: LawDefinition<'kaplan-steps', Name, TrainingStepPoint> = {
  law: 'kaplan-steps',
  names: ['Nc', 'Sc', 'alphaN', 'alphaS'],
  logScale: [true, true, false, false],
  exponents: [
    ['alphaN', 2, 'params'],
    ['alphaS', 3, 'steps'],
  ],
  assumptions: [
    'Loss is (Nc / N)^alphaN + (Sc / S)^alphaS, with no irreducible part, over the whole range.',
    'Steps are minimum steps (or all at one batch size), after the warm-up; the learning rate has no schedule that bends the curve.',
    'Points are independent: points of one training curve share its noise, so intervals from many points a curve are too short.',
  ],
  unidentifiable(points) {
    const invalid = invalidValue(points, ['params', 'steps', 'loss'])
    if (invalid !== undefined) return invalid
    const sizes = distinctLogs(points.map(({ params }) => params))
    const lengths = distinctLogs(points.map(({ steps }) => steps))
    if (points.length >= 5 && sizes >= 3 && lengths >= 3) return undefined
    return {
      code: 'too-few-points',
      message: `${points.length} points of ${sizes} model sizes and ${lengths} numbers of steps cannot determine four constants and say how well: at least 5 are needed, with three sizes and three lengths. Add training curves of other models.`,
    }
  },
  refusal({ alphaN, alphaS }) {
    if (alphaN >= 1e-3 && alphaN <= 4 && alphaS >= 1e-3 && alphaS <= 4) return undefined
    return {
      code: 'exponent-at-bound',
      message: `The best fit has alphaN = ${alphaN.toPrecision(3)} and alphaS = ${alphaS.toPrecision(3)}, outside [0.001, 4]: the loss of these points does not fall like this law. Add points over a wider range of params and steps.`,
    }
  },
  build(points, weights): FittableLaw<Name> {
    const losses = centredLosses(points.map(({ loss }) => loss))
    const { centred: x, mean: xMean } = centredLogs(points.map(({ params }) => params))
    const { centred: y, mean: yMean } = centredLogs(points.map(({ steps }) => steps))
    const { logLossMean } = losses
    return {
      n: points.length,
      size: 4,
      weights,
      ...losses,
      vanishing: [],
      longest: [3, 3, 0.5, 0.5],
      logValue(theta, i, gradient, hessian) {
        let p = Math.exp(theta[0]! - theta[2]! * x[i]!)
        let q = Math.exp(theta[1]! - theta[3]! * y[i]!)
        const mu = p + q
        p /= mu
        q /= mu
        gradient[0] = p
        gradient[1] = q
        gradient[2] = -p * x[i]!
        gradient[3] = -q * y[i]!
        for (let j = 0; j < 4; j += 1) for (let k = 0; k < 4; k += 1) hessian[j * 4 + k] = -gradient[j]! * gradient[k]!
        hessian[0]! += p
        hessian[2]! -= p * x[i]!
        hessian[8]! -= p * x[i]!
        hessian[10]! += p * x[i]! ** 2
        hessian[5]! += q
        hessian[7]! -= q * y[i]!
        hessian[13]! -= q * y[i]!
        hessian[15]! += q * y[i]! ** 2
        return Math.log(mu)
      },
      starts(at) {
        const [weight, u, v, level] = evenColumns(at, x, y, losses.level)
        return termStarts(u, v, level, weight)
      },
      constants: (theta) => ({
        Nc: Math.exp((theta[0]! + logLossMean) / theta[2]! + xMean),
        Sc: Math.exp((theta[1]! + logLossMean) / theta[3]! + yMean),
        alphaN: theta[2]!,
        alphaS: theta[3]!,
      }),
      derivatives(theta) {
        const [p, q, alphaN, alphaS] = theta as unknown as readonly [number, number, number, number]
        return Float64Array.of(
          ...[1 / alphaN, 0, -(p + logLossMean) / alphaN ** 2, 0],
          ...[0, 1 / alphaS, 0, -(q + logLossMean) / alphaS ** 2],
          ...[0, 0, 1, 0],
          ...[0, 0, 0, 1],
        )
      },
    }
  },
}

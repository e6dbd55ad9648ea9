import type { TrainingRun } from '../training-run.js'
import { chinchillaProblem } from './chinchilla-problem.js'
import { evenColumns } from './even-part.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { unidentifiable } from './identifiability.js'
import { kaplanStarts } from './kaplan-starts.js'
import { centredLosses } from './law-model.js'

type Name = 'Nc' | 'Dc' | 'alphaN' | 'alphaD'

/** L = [(Nc/N)^(alphaN/alphaD) + Dc/D]^alphaD in the coordinates (p, q, gamma, alphaD): log L = alphaD logsumexp(p - gamma x, q - y). */
export const kaplan: LawDefinition<'kaplan', Name, TrainingRun> = {
  law: 'kaplan',
  names: ['Nc', 'Dc', 'alphaN', 'alphaD'],
  logScale: [true, true, false, false],
  exponents: [
    ['alphaN/alphaD', 2, 'params'],
    ['alphaD', 3, 'tokens'],
  ],
  assumptions: [
    'Loss is [(Nc / N)^(alphaN / alphaD) + Dc / D]^alphaD, with no irreducible part, over the whole range.',
    'Runs are independent and stopped early where they would overfit; params are counted the same way in every run.',
  ],
  unidentifiable: (runs) => unidentifiable(runs, chinchillaProblem(runs, new Float64Array(runs.length))),
  refusal({ alphaN, alphaD }) {
    if (alphaN >= 1e-3 && alphaN <= 4 && alphaD >= 1e-3 && alphaD <= 4) return undefined
    return {
      code: 'exponent-at-bound',
      message: `The best fit has alphaN = ${alphaN.toPrecision(3)} and alphaD = ${alphaD.toPrecision(3)}, outside [0.001, 4]: the loss of these runs does not fall like this law. Add runs over a wider range of params and tokens.`,
    }
  },
  build(runs, weights): FittableLaw<Name> {
    const losses = centredLosses(runs.map(({ loss }) => loss))
    const { logLossMean } = losses
    const x = Float64Array.from(runs, (run) => Math.log(run.params))
    const y = Float64Array.from(runs, (run) => Math.log(run.tokens))
    const xMean = centre(x)
    const yMean = centre(y)
    return {
      n: runs.length,
      size: 4,
      weights,
      ...losses,
      vanishing: [],
      longest: [3, 3, 0.5, 0.1],
      logValue(theta, i, gradient, hessian) {
        const first = theta[0]! - theta[2]! * x[i]!
        const second = theta[1]! - y[i]!
        const top = Math.max(first, second)
        const sum = top + Math.log(Math.exp(first - top) + Math.exp(second - top))
        const share = Math.exp(first - sum)
        const rest = Math.exp(second - sum)
        const exponent = theta[3]!
        gradient[0] = exponent * share
        gradient[1] = exponent * rest
        gradient[2] = -exponent * share * x[i]!
        gradient[3] = sum
        // Second derivatives of a log-sum-exp of two affine forms: share * rest * z z', z the difference of their gradients.
        const bend = exponent * share * rest
        const z = [1, -1, -x[i]!]
        for (let j = 0; j < 3; j += 1) {
          for (let k = 0; k < 3; k += 1) hessian[j * 4 + k] = bend * z[j]! * z[k]!
          hessian[j * 4 + 3] = hessian[12 + j] = gradient[j]! / exponent
        }
        hessian[15] = 0
        return exponent * sum
      },
      starts(at) {
        const [weight, u, v, logLoss] = evenColumns(at, x, y, losses.logLoss)
        return kaplanStarts(u, v, logLoss, weight)
      },
      constants(theta) {
        const [p, q, gamma, alphaD] = theta as unknown as readonly [number, number, number, number]
        return {
          Nc: Math.exp((p + logLossMean / alphaD) / gamma + xMean),
          Dc: Math.exp(q + logLossMean / alphaD + yMean),
          alphaN: gamma * alphaD,
          alphaD,
        }
      },
      derivatives(theta) {
        const [p, , gamma, alphaD] = theta as unknown as readonly [number, number, number, number]
        const shift = -logLossMean / alphaD ** 2
        return Float64Array.of(
          ...[1 / gamma, 0, -(p + logLossMean / alphaD) / gamma ** 2, shift / gamma],
          ...[0, 1, 0, shift],
          ...[0, 0, alphaD, gamma],
          ...[0, 0, 0, 1],
        )
      },
    }
  },
}

function centre(values: Float64Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  for (let i = 0; i < values.length; i += 1) values[i]! -= mean
  return mean
}

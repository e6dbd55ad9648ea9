import type { DatedModel } from '../fit-algorithmic-progress.js'
import { centredLogs } from './centred-logs.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { distinctLogs, invalidValue } from './identifiability.js'
import { centredLosses } from './law-model.js'
import { termStarts } from './term-starts.js'

type Name = 'A' | 'B' | 'alpha' | 'beta' | 'alphaYear' | 'betaYear'

/** L = A N^-alpha e^(-alphaYear t) + B D^-beta e^(-betaYear t) in the coordinates (log of each term at the centre, then the four rates). */
export const algorithmicProgress: LawDefinition<'algorithmic-progress', Name, DatedModel> = {
  law: 'algorithmic-progress',
  names: ['A', 'B', 'alpha', 'beta', 'alphaYear', 'betaYear'],
  logScale: [true, true, false, false, false, false],
  exponents: [
    ['alpha', 2, 'params at one time'],
    ['beta', 3, 'tokens at one time'],
  ],
  assumptions: [
    'Log perplexity is A N^-alpha e^(-alphaYear t) + B D^-beta e^(-betaYear t): progress is the same at every scale and constant over the years.',
    'Models are independent, measured on one benchmark with one tokenisation, and as well trained as their year allowed.',
  ],
  unidentifiable(models) {
    const invalid = invalidValue(models, ['params', 'tokens', 'loss', 'year'])
    if (invalid !== undefined) return invalid
    const counts = [
      distinctLogs(models.map(({ params }) => params)),
      distinctLogs(models.map(({ tokens }) => tokens)),
      new Set(models.map(({ year }) => Math.round(year))).size,
    ]
    if (models.length >= 8 && counts.every((count) => count >= 3)) return undefined
    return {
      code: 'too-few-models',
      message: `${models.length} models with ${counts[0]!} sizes, ${counts[1]!} amounts of data and ${counts[2]!} years cannot determine six constants and say how well: at least 8 are needed, with three of each. Add models, best of several sizes in one year.`,
    }
  },
  refusal({ alpha, beta }) {
    if (alpha >= 1e-3 && alpha <= 4 && beta >= 1e-3 && beta <= 4) return undefined
    return {
      code: 'exponent-at-bound',
      message: `The best fit has alpha = ${alpha.toPrecision(3)} and beta = ${beta.toPrecision(3)}, outside [0.001, 4]: in these models size and data cannot be told from the year. Add models of several sizes in one year.`,
    }
  },
  build(models, weights): FittableLaw<Name> {
    const losses = centredLosses(models.map(({ loss }) => loss))
    const { centred: x, mean: xMean } = centredLogs(models.map(({ params }) => params))
    const { centred: y, mean: yMean } = centredLogs(models.map(({ tokens }) => tokens))
    const first = models.reduce((least, { year }) => Math.min(least, year), Infinity)
    const years = Float64Array.from(models, ({ year }) => year - first)
    const tMean = years.reduce((total, value) => total + value, 0) / years.length
    const t = years.map((value) => value - tMean)
    const { logLossMean } = losses
    return {
      n: models.length,
      size: 6,
      weights,
      ...losses,
      vanishing: [],
      longest: [3, 3, 0.5, 0.5, 0.5, 0.5],
      logValue(theta, i, gradient, hessian) {
        let p = Math.exp(theta[0]! - theta[2]! * x[i]! - theta[4]! * t[i]!)
        let q = Math.exp(theta[1]! - theta[3]! * y[i]! - theta[5]! * t[i]!)
        const mu = p + q
        p /= mu
        q /= mu
        const left = [1, 0, -x[i]!, 0, -t[i]!, 0]
        const right = [0, 1, 0, -y[i]!, 0, -t[i]!]
        for (let j = 0; j < 6; j += 1) gradient[j] = p * left[j]! + q * right[j]!
        for (let j = 0; j < 6; j += 1) {
          for (let k = 0; k < 6; k += 1) {
            // Log-sum-exp of two affine forms: p q z z' with z the difference of their gradients.
            hessian[j * 6 + k] = p * q * (left[j]! - right[j]!) * (left[k]! - right[k]!)
          }
        }
        return Math.log(mu)
      },
      starts: (at) => termStarts(x, y, losses.level, at).map((start) => Float64Array.of(...start, 0.02, 0.02)),
      constants: (theta) => ({
        A: Math.exp(theta[0]! + theta[2]! * xMean + theta[4]! * tMean + logLossMean),
        B: Math.exp(theta[1]! + theta[3]! * yMean + theta[5]! * tMean + logLossMean),
        alpha: theta[2]!,
        beta: theta[3]!,
        alphaYear: theta[4]!,
        betaYear: theta[5]!,
      }),
      derivatives: () =>
        Float64Array.from({ length: 36 }, (_, at) => {
          const [row, column] = [Math.floor(at / 6), at % 6]
          if (row === column) return 1
          if (row === 0) return column === 2 ? xMean : column === 4 ? tMean : 0
          return row === 1 ? (column === 3 ? yMean : column === 5 ? tMean : 0) : 0
        }),
    }
  },
}

import type { TrainingRun } from '../training-run.js'
import { centredLogs } from './centred-logs.js'
import { evenColumns } from './even-part.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { distinctLogs, invalidValue } from './identifiability.js'
import { centredLosses } from './law-model.js'
import { overTrainingStarts } from './over-training-starts.js'

type Name = 'a' | 'b' | 'E' | 'eta'

const log6 = /* @__PURE__ */ Math.log(6)

/** Spread of log N - log D below which all runs have the same tokens per parameter. */
const sameRatio = 0.02

/** L = E + A N^-2eta + B D^-2eta in the coordinates (log A, log B, log E, eta), N and D centred in log. */
export const overTraining: LawDefinition<'over-training', Name, TrainingRun> = {
  law: 'over-training',
  names: ['a', 'b', 'E', 'eta'],
  logScale: [true, true, true, false],
  exponents: [['eta', 3, 'compute']],
  assumptions: [
    'Loss is E + (a M^eta + b M^-eta) C^-eta over the whole range, and beyond it wherever it is extrapolated: model size and data have one exponent.',
    'Compute is 6 N D; params and tokens are counted the same way in every run.',
    'Runs are independent; each is trained well enough that N and D alone explain its loss.',
  ],
  unidentifiable(runs) {
    const invalid = invalidValue(runs, ['params', 'tokens', 'loss'])
    if (invalid !== undefined) return invalid
    const distinct = new Set(runs.map(({ params, tokens }) => `${params} ${tokens}`)).size
    if (distinct < 5) {
      return {
        code: 'too-few-runs',
        message: `${distinct} different runs cannot determine four constants and say how well: at least 5 are needed, with several model sizes and at least two ratios of tokens to params.`,
      }
    }
    if (distinctLogs(runs.map(({ params, tokens }) => params * tokens)) < 3) {
      return {
        code: 'too-few-budgets',
        message: 'With fewer than three amounts of compute E and eta cannot be told apart. Add runs of other sizes.',
      }
    }
    const ratio = runs.map(({ params, tokens }) => Math.log(tokens / params))
    if (Math.max(...ratio) - Math.min(...ratio) < sameRatio) {
      return {
        code: 'one-ratio',
        message:
          'All runs have the same tokens per parameter, so a and b cannot be told apart. Add a run with another ratio, or fit a power law with offset in compute.',
      }
    }
    return undefined
  },
  refusal({ a, b, eta }) {
    if (!(eta >= 0.005 && eta <= 2)) {
      return {
        code: 'eta-at-bound',
        message: `The best fit has eta = ${eta.toPrecision(3)}, outside [0.005, 2]: the loss of these runs does not fall like a power of compute. Add runs over a wider range of compute.`,
      }
    }
    const smaller = Math.min(a, b)
    if (smaller > 1e-7 * Math.max(a, b)) return undefined
    return {
      code: a < b ? 'no-effect-of-params' : 'no-effect-of-tokens',
      message: `In the best fit only ${a < b ? 'data' : 'model size'} lowers the loss. Add runs that differ more in ${a < b ? 'params' : 'tokens'} with the other held fixed.`,
    }
  },
  build(runs, weights): FittableLaw<Name> {
    const losses = centredLosses(runs.map(({ loss }) => loss))
    const { centred: x, mean: xMean } = centredLogs(runs.map(({ params }) => params))
    const { centred: y, mean: yMean } = centredLogs(runs.map(({ tokens }) => tokens))
    return {
      n: runs.length,
      size: 4,
      weights,
      ...losses,
      vanishing: [2],
      longest: [3, 3, 3, 0.25],
      logValue(theta, i, gradient, hessian) {
        const along = [-2 * x[i]!, -2 * y[i]!]
        const A = Math.exp(theta[0]! + theta[3]! * along[0]!)
        const B = Math.exp(theta[1]! + theta[3]! * along[1]!)
        const E = Math.exp(theta[2]!)
        const mu = A + B + E
        const p = A / mu
        const q = B / mu
        gradient[0] = p
        gradient[1] = q
        gradient[2] = E / mu
        gradient[3] = p * along[0]! + q * along[1]!
        for (let j = 0; j < 4; j += 1) for (let k = 0; k < 4; k += 1) hessian[j * 4 + k] = -gradient[j]! * gradient[k]!
        hessian[0]! += p
        hessian[5]! += q
        hessian[10]! += gradient[2]
        hessian[3]! += p * along[0]!
        hessian[12]! += p * along[0]!
        hessian[7]! += q * along[1]!
        hessian[13]! += q * along[1]!
        hessian[15]! += p * along[0]! ** 2 + q * along[1]! ** 2
        return Math.log(mu)
      },
      starts(at) {
        const [weight, u, v, level] = evenColumns(at, x, y, losses.level)
        return overTrainingStarts(u, v, level, weight)
      },
      constants: (theta) => ({
        E: Math.exp(theta[2]! + losses.logLossMean),
        a: Math.exp(theta[0]! + theta[3]! * (2 * xMean + log6) + losses.logLossMean),
        b: Math.exp(theta[1]! + theta[3]! * (2 * yMean + log6) + losses.logLossMean),
        eta: theta[3]!,
      }),
      derivatives: () => Float64Array.of(1, 0, 0, 2 * xMean + log6, 0, 1, 0, 2 * yMean + log6, 0, 0, 1, 0, 0, 0, 0, 1),
    }
  },
}

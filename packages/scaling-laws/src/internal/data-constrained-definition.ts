import type { ChinchillaParameters } from '../chinchilla-law.js'
import { sufficientParams } from '../data-constrained-law.js'
import type { RepeatedDataRun } from '../fit-data-constrained.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { invalidValue } from './identifiability.js'
import { centredLosses } from './law-model.js'

type Name = 'RD' | 'RN'

const starts = /* @__PURE__ */ (() =>
  [1, 4, 16, 64].flatMap((RD) => [1, 4, 16, 64].map((RN) => Float64Array.of(Math.log(RD), Math.log(RN)))))()

/** E + A / N'^alpha + B / D'^beta in the coordinates (log R_D*, log R_N*), the other constants given. */
export function dataConstrained(base: ChinchillaParameters): LawDefinition<'data-constrained', Name, RepeatedDataRun> {
  const split = (run: RepeatedDataRun): { readonly unique: number; readonly sufficient: number } => {
    const unique = Math.min(run.uniqueTokens, run.tokens)
    return { unique, sufficient: Math.min(run.params, sufficientParams(base, unique)) }
  }
  return {
    law: 'data-constrained',
    names: ['RD', 'RN'],
    logScale: [true, true],
    // No exponent, so that none is called uncertain; findings say what to vary.
    exponents: [['RD', 2, 'epochs and excess parameters']],
    assumptions: [
      'The Chinchilla constants are right for unique data; their uncertainty is not part of the intervals.',
      'Each repetition is worth less than the one before by a constant factor, whatever the data.',
    ],
    unidentifiable(runs) {
      const invalid = invalidValue(runs, ['params', 'tokens', 'uniqueTokens', 'loss'])
      if (invalid !== undefined) return invalid
      if (runs.length < 3) {
        return { code: 'too-few-runs', message: 'Two constants need at least three runs. Add runs that repeat data.' }
      }
      if (!runs.some((run) => run.tokens > 1.01 * run.uniqueTokens)) {
        return {
          code: 'no-repetition',
          message: 'No run repeats data, so R_D* cannot be known. Add runs of several epochs.',
        }
      }
      if (!runs.some((run) => run.params > 1.01 * split(run).sufficient)) {
        return {
          code: 'no-excess-params',
          message:
            'No run has more parameters than are compute-optimal for its unique tokens, so R_N* cannot be known. Add larger models on the same unique tokens.',
        }
      }
      return undefined
    },
    refusal({ RD, RN }) {
      const outside = Object.entries({ RD, RN }).find(([, value]) => !(value > 1e-3 && value < 1e4))
      if (outside === undefined) return undefined
      return {
        code: `${outside[0]}-at-bound`,
        message: `The best fit has ${outside[0]} = ${outside[1].toPrecision(3)}, outside [0.001, 10000]: these runs do not show how the worth of repetition ends. Add runs with more epochs and more excess parameters.`,
      }
    },
    build(runs, weights): FittableLaw<Name> {
      const losses = centredLosses(runs.map(({ loss }) => loss))
      const parts = runs.map((run) => {
        const { unique, sufficient } = split(run)
        return { unique, sufficient, repetitions: run.tokens / unique - 1, excess: run.params / sufficient - 1 }
      })
      return {
        n: runs.length,
        size: 2,
        weights,
        ...losses,
        vanishing: [],
        longest: [1, 1],
        logValue(theta, i, gradient, hessian) {
          const { unique, sufficient, repetitions, excess } = parts[i]!
          const data = term(base.B, base.beta, unique, repetitions, theta[0]!)
          const size = term(base.A, base.alpha, sufficient, excess, theta[1]!)
          const mu = base.E + data.value + size.value
          gradient[0] = data.first / mu
          gradient[1] = size.first / mu
          hessian[0] = data.second / mu - gradient[0] ** 2
          hessian[1] = hessian[2] = -gradient[0] * gradient[1]
          hessian[3] = size.second / mu - gradient[1] ** 2
          return Math.log(mu) - losses.logLossMean
        },
        starts: () => starts,
        constants: (theta) => ({ RD: Math.exp(theta[0]!), RN: Math.exp(theta[1]!) }),
        derivatives: () => Float64Array.of(1, 0, 0, 1),
      }
    },
  }
}

/** K (base g)^-k with g = 1 + R (1 - exp(-z)), z = repetitions / R, and its first two derivatives by log R. */
function term(
  coefficient: number,
  exponent: number,
  base: number,
  repetitions: number,
  logR: number,
): { readonly value: number; readonly first: number; readonly second: number } {
  const R = Math.exp(logR)
  const z = repetitions / R
  const left = -Math.expm1(-z)
  const g = 1 + R * left
  const bend = left - z * Math.exp(-z)
  const first = (R * bend) / g
  const second = (R * (bend - z * z * Math.exp(-z))) / g
  const value = coefficient * (base * g) ** -exponent
  // d log value = -k d log g; second derivative of log g is second - first^2.
  return {
    value,
    first: -exponent * value * first,
    second: value * (exponent * exponent * first * first - exponent * (second - first * first)),
  }
}

import type { TrainingRun } from '../training-run.js'
import { constantNames } from './chinchilla-estimates.js'
import { evaluate } from './chinchilla-kernel.js'
import { chinchillaModel } from './chinchilla-model.js'
import { parametersOf } from './chinchilla-problem.js'
import { chinchillaProblem } from './chinchilla-problem.js'
import type { Derivatives } from './damped-newton.js'
import { refusalOf } from './fit-findings.js'
import type { FittableLaw } from './fit-law.js'
import { unidentifiable } from './identifiability.js'
import { pointwiseObjective } from './law-model.js'
import type { InferableLaw } from './located-law.js'
import { exponentGrid } from './variable-projection.js'

type Name = (typeof constantNames)[number]

const mostStarts = 5

/** The Chinchilla law for the general engine, from the same start grid as its own fit. */
export const chinchilla: InferableLaw<'chinchilla', Name, TrainingRun> = {
  law: 'chinchilla',
  names: constantNames,
  logScale: [true, true, true, false, false],
  exponents: [
    ['alpha', 3, 'params'],
    ['beta', 4, 'tokens'],
  ],
  assumptions: [
    'Loss is E + A / N^alpha + B / D^beta over the whole range.',
    'Runs are independent; each is trained well enough that N and D alone explain its loss.',
  ],
  unidentifiable: (runs) => unidentifiable(runs, chinchillaProblem(runs, new Float64Array(runs.length))),
  refusal({ A, B, E, alpha, beta }, runs) {
    const problem = chinchillaProblem(runs, new Float64Array(runs.length).fill(1))
    const { logParamsMean, logTokensMean, logLossMean } = problem
    const a = Math.log(A) - alpha * logParamsMean - logLossMean
    const b = Math.log(B) - beta * logTokensMean - logLossMean
    return refusalOf(problem, Float64Array.of(a, b, Math.log(E) - logLossMean, alpha, beta))
  },
  build(runs, weights): FittableLaw<Name> {
    const problem = chinchillaProblem(runs, weights)
    const model = chinchillaModel(problem)
    return {
      ...model,
      // The kernel computes the same as the points one by one, in a fraction of the time.
      objective(at, objective, theta, gradient, hessian) {
        if (objective.gaussNewton === true) return pointwiseObjective(at, objective, theta, gradient, hessian)
        const take = (column: Float64Array): Float64Array =>
          at.rows === undefined ? column : Float64Array.from(at.rows, (row) => column[row]!)
        const { n, level, weights } = at
        const out: Derivatives = { value: 0, gradient, hessian }
        evaluate({ ...problem, n, level, weights, x: take(problem.x), y: take(problem.y) }, objective, theta, out)
        return out.value
      },
      starts(at) {
        const least = at.map((weight, i) => weight / problem.level[i]! ** 2)
        return exponentGrid(problem)(least, mostStarts).map(({ theta }) =>
          // A constant that the grid put at zero starts small, so that it can move.
          theta.map((value) => (value === -Infinity ? Math.log(1e-3) : value)),
        )
      },
      constants: (theta) => ({ ...parametersOf(problem, theta) }),
      derivatives() {
        const transform = Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 1 : 0))
        transform[3] = problem.logParamsMean
        transform[9] = problem.logTokensMean
        return transform
      },
    }
  },
}

import type { Finding } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'
import type { BasinEvidence, FitLoss, LadCertificate } from '../fit-result.js'
import type { TrainingRun } from '../training-run.js'
import { evaluate, type Objective } from './chinchilla-kernel.js'
import { chinchillaProblem, size, type ChinchillaProblem } from './chinchilla-problem.js'
import { solve, solverWorkspace, type DistinctOptimum, type SolverWorkspace } from './chinchilla-solution.js'
import { relativeGradientNorm } from './gradient-norm.js'
import { scaledEigenvalues } from './hessian-spectrum.js'
import { sandwichCovariance } from './sandwich-covariance.js'
import { gridSize } from './variable-projection.js'

/** The point estimate with its evidence, and what a bootstrap needs to start from it. */
export interface ChinchillaPoint {
  readonly problem: ChinchillaProblem
  readonly objectiveSpec: Objective
  readonly workspace: SolverWorkspace
  readonly optima: readonly DistinctOptimum[]
  readonly parameters: ChinchillaParameters
  readonly objective: number
  readonly converged: boolean
  readonly gradientNorm: number | null
  readonly basins: BasinEvidence
  readonly covariance: Float64Array | null
  readonly certificate?: LadCertificate
  readonly warnings: readonly Finding[]
  readonly refusal?: Finding
}

const gradientTolerance = 1e-9

export function objectiveOf(loss: FitLoss): Objective {
  if (loss.name === 'squared') return { log: false, delta: Infinity }
  return { log: true, delta: loss.name === 'log-squared' ? Infinity : (loss.delta ?? 1e-3) }
}

/** The constants in the units of the runs. */
export function parametersOf(problem: ChinchillaProblem, theta: Float64Array): ChinchillaParameters {
  const [a, b, e, alpha, beta] = theta as unknown as readonly [number, number, number, number, number]
  return {
    A: Math.exp(a + alpha * problem.logParamsMean + problem.logLossMean),
    B: Math.exp(b + beta * problem.logTokensMean + problem.logLossMean),
    E: Math.exp(e + problem.logLossMean),
    alpha,
    beta,
  }
}

export function fitChinchillaPoint(
  runs: readonly TrainingRun[],
  weights: Float64Array,
  loss: FitLoss,
): ChinchillaPoint {
  const problem = chinchillaProblem(runs, weights)
  const objective = objectiveOf(loss)
  const workspace = solverWorkspace(problem.n)
  const optima = solve(problem, objective, workspace)
  const best = optima[0]!
  evaluate(problem, objective, best.theta, workspace.derivatives)
  const { hessian } = workspace.derivatives
  const eigenvalues = scaledEigenvalues(hessian, size)
  const smallest = eigenvalues[0] ?? 0
  const gradientNorm = relativeGradientNorm(problem, objective, best.theta)
  const parameters = parametersOf(problem, best.theta)
  const scale = outputScale(loss, problem)
  return {
    problem,
    objectiveSpec: objective,
    workspace,
    optima,
    parameters,
    objective: best.value * scale,
    converged: best.converged && gradientNorm <= gradientTolerance && smallest > 0,
    gradientNorm,
    basins: {
      gridCells: gridSize * gridSize,
      starts: optima.reduce((total, optimum) => total + optimum.starts, 0),
      optima: optima.map(({ value, starts, gridShare }) => ({ objective: value * scale, starts, gridShare })),
      iterations: best.iterations,
      smallestEigenvalue: smallest,
      conditionNumber: smallest > 0 ? eigenvalues.at(-1)! / smallest : null,
    },
    covariance: sandwichCovariance(problem, objective, best.theta, hessian),
    warnings: [],
  }
}

/** The kernels minimise half squares of losses divided by their geometric mean; results speak of sums in the units of the runs. */
function outputScale(loss: FitLoss, problem: ChinchillaProblem): number {
  if (loss.name === 'squared') return 2 * Math.exp(2 * problem.logLossMean)
  return loss.name === 'log-squared' ? 2 : 1
}

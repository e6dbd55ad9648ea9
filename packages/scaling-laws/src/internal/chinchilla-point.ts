import type { Finding } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'
import type { BasinEvidence, FitLoss, LadCertificate } from '../fit-result.js'
import type { TrainingRun } from '../training-run.js'
import { chinchillaProblem, parametersOf, size, uncentring, type ChinchillaProblem } from './chinchilla-problem.js'
import { chinchillaScores } from './chinchilla-scores.js'
import { solverWorkspace, type SolverWorkspace } from './chinchilla-solution.js'
import { refusalOf, warningsOf } from './fit-findings.js'
import type { LossOptimum } from './loss-solver.js'
import { covarianceObjective, outputScale } from './objective.js'
import type { LawScores } from './law-scores.js'
import { gradientTolerance, relativeGradientNorm } from './gradient-norm.js'
import { scaledEigenvalues } from './hessian-spectrum.js'
import { sandwichCovariance, transformCovariance } from './sandwich-covariance.js'
import { nothingFound } from './nothing-found.js'
import { reported } from './solution.js'
import { gridSize } from './variable-projection.js'

/** The point estimate with its evidence, and what a bootstrap needs to start from it. */
export interface ChinchillaPoint {
  readonly problem: ChinchillaProblem
  readonly workspace: SolverWorkspace
  readonly optima: readonly LossOptimum[]
  readonly parameters: ChinchillaParameters
  readonly objective: number
  readonly converged: boolean
  readonly gradientNorm: number | null
  readonly basins: BasinEvidence
  readonly covariance: Float64Array | null
  /** Residuals and their gradients at the optimum. */
  readonly scores: LawScores
  readonly certificate?: LadCertificate
  readonly warnings: readonly Finding[]
}

/** All distinct optima of a loss, best first. */
export type SolveAll = (problem: ChinchillaProblem, loss: FitLoss, workspace: SolverWorkspace) => readonly LossOptimum[]

export function fitChinchillaPoint(
  runs: readonly TrainingRun[],
  weights: Float64Array,
  loss: FitLoss,
  correction: 'hc3' | 'none',
  solveAll: SolveAll,
): ChinchillaPoint | Finding {
  const problem = chinchillaProblem(runs, weights)
  const workspace = solverWorkspace(problem.n)
  const optima = solveAll(problem, loss, workspace)
  const best = optima[0]
  if (best === undefined) return nothingFound
  const refusal = refusalOf(problem, best.theta)
  if (refusal !== undefined) return refusal
  const smooth = covarianceObjective(loss)
  const scores = chinchillaScores(problem, smooth, best.theta, workspace.derivatives)
  const eigenvalues = scaledEigenvalues(workspace.derivatives.hessian, size)
  const smallest = eigenvalues[0] ?? 0
  const conditionNumber = smallest > 0 ? eigenvalues.at(-1)! / smallest : null
  const gradientNorm = loss.name === 'lad' ? null : relativeGradientNorm(scores, smooth.delta)
  const scale = outputScale(loss, problem)
  const converged =
    gradientNorm === null
      ? best.certificate !== undefined
      : best.converged && gradientNorm <= gradientTolerance && smallest > 0
  const centred = sandwichCovariance(scores, smooth.delta, correction)
  const covariance = centred && transformCovariance(centred, uncentring(problem), size)
  return {
    problem,
    workspace,
    optima,
    parameters: parametersOf(problem, best.theta),
    objective: best.value * scale,
    converged,
    gradientNorm,
    basins: {
      gridCells: gridSize * gridSize,
      starts: optima.reduce((total, optimum) => total + optimum.starts, 0),
      optima: reported(optima).map(({ value, starts, gridShare }) => ({ objective: value * scale, starts, gridShare })),
      iterations: best.iterations,
      smallestEigenvalue: smallest,
      conditionNumber,
    },
    covariance,
    scores,
    ...(best.certificate === undefined ? {} : { certificate: best.certificate }),
    warnings: warningsOf(optima, converged, conditionNumber, covariance),
  }
}

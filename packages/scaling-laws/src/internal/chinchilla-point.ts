import type { Finding } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'
import type { BasinEvidence, FitLoss, LadCertificate } from '../fit-result.js'
import type { TrainingRun } from '../training-run.js'
import { chinchillaProblem, size, type ChinchillaProblem } from './chinchilla-problem.js'
import { chinchillaScores } from './chinchilla-scores.js'
import { solverWorkspace, type SolverWorkspace } from './chinchilla-solution.js'
import { refusalOf, warningsOf } from './fit-findings.js'
import { solveLoss, type LossOptimum } from './loss-solver.js'
import { covarianceObjective, outputScale } from './objective.js'
import type { LawScores } from './law-scores.js'
import { gradientTolerance, relativeGradientNorm } from './gradient-norm.js'
import { scaledEigenvalues } from './hessian-spectrum.js'
import { sandwichCovariance, transformCovariance } from './sandwich-covariance.js'
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
  correction: 'hc3' | 'none' = 'hc3',
): ChinchillaPoint | Finding {
  const problem = chinchillaProblem(runs, weights)
  const workspace = solverWorkspace(problem.n)
  const optima = solveLoss(problem, loss, workspace)
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

const nothingFound: Finding = {
  code: 'not-identifiable',
  message: 'No start of the grid led to a finite objective. Check the units of params, tokens and loss.',
}

/** log A = a + alpha mean(log N) + constant, log B alike; the others stay. */
function uncentring(problem: ChinchillaProblem): Float64Array {
  const transform = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0))
  transform[3] = problem.logParamsMean
  transform[size + 4] = problem.logTokensMean
  return transform
}

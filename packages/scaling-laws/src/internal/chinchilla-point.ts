import type { Finding } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'
import type { LawFit, FitLoss } from '../fit-result.js'
import { parametersOf, size, uncentring, type ChinchillaProblem } from './chinchilla-problem.js'
import { chinchillaScores } from './chinchilla-scores.js'
import { solverWorkspace, type SolverWorkspace } from './chinchilla-solution.js'
import type { ChinchillaSolver, LossOptimum } from './chinchilla-solver.js'
import { refusalOf, ridgeOf, warningsOf } from './fit-findings.js'
import { gradientTolerance, relativeGradientNorm } from './gradient-norm.js'
import { scaledExtremes } from './hessian-spectrum.js'
import type { LawScores } from './law-scores.js'
import { outputScale } from './objective.js'
import { sandwichCovariance, transformCovariance } from './sandwich-covariance.js'
import { reported } from './solution.js'
import { gridSize } from './variable-projection.js'

/** The point estimate, and what intervals and a bootstrap start from. */
export interface ChinchillaPoint {
  readonly problem: ChinchillaProblem
  readonly workspace: SolverWorkspace
  readonly optima: readonly LossOptimum[]
  readonly parameters: ChinchillaParameters
  readonly covariance: Float64Array | null
  /** Residuals and their gradients at the optimum. */
  readonly scores: LawScores
  /** What the fit reports of its optimum. */
  readonly evidence: Pick<
    LawFit<'chinchilla', never>,
    'objective' | 'converged' | 'gradientNorm' | 'basins' | 'certificate'
  >
  /** Why it must not be reported unless the caller insists. */
  readonly doubts: readonly Finding[]
  readonly warnings: readonly Finding[]
}

export function fitChinchillaPoint(
  problem: ChinchillaProblem,
  loss: FitLoss,
  power: number,
  solver: ChinchillaSolver,
  early?: Finding,
): ChinchillaPoint | Finding {
  const workspace = solverWorkspace()
  const optima = solver.all(problem, loss, workspace)
  const [best] = optima
  if (best === undefined) return ridgeOf(null)!
  const { theta, value, iterations, certificate } = best
  const objective = solver.curved(loss)
  const { delta } = objective
  const scores = chinchillaScores(problem, objective, theta, workspace.derivatives)
  const [smallestEigenvalue, largestEigenvalue] = scaledExtremes(scores.hessian, size)
  const corners = loss.name === 'lad'
  const gradientNorm = corners ? null : relativeGradientNorm(scores, delta)
  const scale = outputScale(loss, problem)
  const converged =
    gradientNorm === null
      ? certificate !== undefined
      : best.converged && gradientNorm <= gradientTolerance && smallestEigenvalue > 0
  const conditionNumber = smallestEigenvalue > 0 ? largestEigenvalue / smallestEigenvalue : null
  const centred = sandwichCovariance(scores, delta, power)
  const covariance = centred && transformCovariance(centred, uncentring(problem), size)
  return {
    problem,
    workspace,
    optima,
    parameters: parametersOf(problem, theta),
    covariance,
    scores,
    evidence: {
      objective: value * scale,
      converged,
      gradientNorm,
      basins: {
        gridCells: gridSize * gridSize,
        starts: optima.reduce((total, { starts }) => total + starts, 0),
        optima: reported(optima).map(({ value, starts, gridShare }) => ({
          objective: value * scale,
          starts,
          gridShare,
        })),
        iterations,
        smallestEigenvalue,
        conditionNumber,
      },
      ...(certificate && { certificate }),
    },
    // Absolute deviations have no Hessian of their own: their optimum is certified by the runs that it meets.
    doubts: [early, refusalOf(problem, theta), corners ? undefined : ridgeOf(conditionNumber)].filter(
      (doubt) => doubt !== undefined,
    ),
    warnings: warningsOf(optima, converged, covariance),
  }
}

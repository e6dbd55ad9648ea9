import { createRandom, resampleCounts, type Estimate, type Finding } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'
import type { BootstrapEvidence, FitLoss } from '../fit-result.js'
import type { Quantity } from './chinchilla-estimates.js'
import type { ChinchillaPoint } from './chinchilla-point.js'
import { drawnEstimate } from './drawn-estimate.js'
import { failedReplicates } from './failed-replicates.js'
import { parametersOf } from './chinchilla-problem.js'
import { emptyResample, size, takeCounts } from './chinchilla-problem.js'
import type { Solution } from './solution.js'
import { refusalOf } from './fit-findings.js'
import type { ChinchillaSolver } from './chinchilla-solver.js'
import { smoothedBread } from './sandwich-covariance.js'

/** The replicates of a case bootstrap, and estimates from them. */
export interface ChinchillaReplicates {
  readonly constants: readonly ChinchillaParameters[]
  readonly evidence: BootstrapEvidence
  /** How its intervals are called. */
  readonly method: string
  readonly warnings: readonly Finding[]
  estimates(quantities: (parameters: ChinchillaParameters) => readonly Quantity[], level: number): Estimate[]
}

const method = 'percentile case bootstrap'

/** Standard errors from the fit beyond which a replicate is looked at twice. */
const farAway = 5

/** What carries a case bootstrap out. */
export type RunCaseBootstrap = typeof bootstrapChinchilla

export function bootstrapChinchilla(
  point: ChinchillaPoint,
  loss: FitLoss,
  solver: ChinchillaSolver,
  options: { readonly replicates?: number; readonly seed: number },
): ChinchillaReplicates {
  const { replicates = 1000, seed } = options
  const { problem, workspace, optima } = point
  const resample = emptyResample(problem)
  const counts = new Float64Array(problem.n)
  const constants: ChinchillaParameters[] = []
  const reach = Float64Array.from(
    { length: size },
    (_, j) => farAway * Math.sqrt(point.covariance?.[j * size + j] ?? Infinity),
  )
  const centre = optima[0]!.theta
  // A replicate that did not converge, or that ended far from the fit, is fitted again from every basin of its own grid.
  const doubtful = ({ converged, theta }: Solution): boolean =>
    !converged || theta.some((value, j) => j > 1 && Math.abs(value - centre[j]!) > reach[j]!)
  const start = centre.slice()
  const predict = firstOrder(point, solver.curved(loss).delta)
  let restarted = 0
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    resampleCounts(createRandom(seed, replicate), problem.n, counts)
    takeCounts(problem, counts, resample)
    predict(counts, start)
    let found = solver.from(resample, loss, start, workspace)
    if (doubtful(found)) {
      restarted += 1
      const again = solver.all(resample, loss, workspace)[0]
      if (again !== undefined && (!found.converged || again.value < found.value)) found = again
    }
    if (found.converged && refusalOf(resample, found.theta) === undefined)
      constants.push(parametersOf(problem, found.theta))
  }
  const evidence = { replicates, seed, failed: replicates - constants.length, restarted }
  return {
    constants,
    evidence,
    method,
    warnings: failedReplicates(evidence),
    estimates(quantities, level) {
      const draws = constants.map((parameters) => quantities(parameters))
      return quantities(point.parameters).map(({ value }, index) => {
        const values = draws.map((draw) => draw[index]!.value)
        return drawnEstimate(value, values, { level, method }, 'Too few bootstrap replicates gave a fit.')
      })
    },
  }
}

/**
 * Where the optimum of a resample lies to first order: the fit moved by each run's influence times what its count differs from 1 (the infinitesimal
 * jackknife, Efron 1982). Newton then has less far to go.
 */
function firstOrder(
  { scores, optima }: ChinchillaPoint,
  delta: number,
): (counts: Float64Array, into: Float64Array) => void {
  const { n, psi, jacobian } = scores
  const { theta } = optima[0]!
  const bread = smoothedBread(scores, delta)
  const influence = new Float64Array(n * size)
  if (bread !== null) {
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j < size; j += 1) {
        let moved = 0
        for (let k = 0; k < size; k += 1) moved += bread.inverse[j * size + k]! * jacobian[i * size + k]!
        influence[i * size + j] = -psi[i]! * moved
      }
    }
  }
  return (counts, into) => {
    into.set(theta)
    for (let i = 0; i < n; i += 1) {
      const extra = counts[i]! - 1
      if (extra === 0) continue
      for (let j = 0; j < size; j += 1) into[j]! += extra * influence[i * size + j]!
    }
  }
}

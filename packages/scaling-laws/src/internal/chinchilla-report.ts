import type { Estimate, Finding, Interval } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'
import type { ChinchillaFit, FitChinchillaOptions } from '../fit-chinchilla.js'
import type { FitLoss } from '../fit-result.js'
import type { TrainingRun } from '../training-run.js'
import { version } from '../version.js'
import { allocate, defaultBudgets, largestCompute } from './chinchilla-allocation.js'
import type { ChinchillaReplicates } from './chinchilla-bootstrap.js'
import {
  constantNames,
  constantQuantities,
  constantScales,
  deltaEstimate,
  exponentQuantities,
} from './chinchilla-estimates.js'
import type { ChinchillaPoint } from './chinchilla-point.js'
import { covarianceMethods, plainCovariance } from './fit-covariance.js'
import { describeLoss } from './options.js'
import { studentTHalfWidth } from './student-t-half-width.js'

/** A fit as it is reported, with intervals from its covariance or from bootstrap replicates. */
export function chinchillaReport(
  runs: readonly TrainingRun[],
  loss: FitLoss,
  point: ChinchillaPoint,
  options: FitChinchillaOptions,
  replicates: ChinchillaReplicates | null,
): ChinchillaFit {
  const { parameters } = point
  const { budgets = defaultBudgets } = options
  const level = options.bootstrap?.level ?? options.level ?? 0.95
  const degrees = Math.max(1, runs.length - 5)
  const quantile = studentTHalfWidth((1 - level) / 2, degrees)
  const method = covarianceMethods[options.covariance ?? 'sandwich']
  const estimate = (
    quantities: (parameters: ChinchillaParameters) => readonly ReturnType<typeof constantQuantities>[number][],
  ): Estimate[] =>
    replicates === null
      ? quantities(parameters).map((quantity) => deltaEstimate(quantity, point.covariance, quantile, level, method))
      : replicates.estimates(quantities, level)
  const constants = estimate(constantQuantities)
  const [params, tokens] = estimate(exponentQuantities) as [Estimate, Estimate]
  const warnings: Finding[] = [...point.warnings, ...(replicates?.warnings ?? [])]
  if (replicates === null && point.covariance === null) {
    warnings.push({
      code: 'no-intervals',
      message:
        loss.name === 'lad'
          ? 'A least-absolute-deviations fit has no sandwich covariance, since its optimum meets runs exactly. Ask for a bootstrap.'
          : 'No covariance can be computed from this fit. Ask for a bootstrap.',
    })
  }
  return {
    law: 'chinchilla',
    loss,
    n: runs.length,
    parameters,
    objective: point.objective,
    converged: point.converged,
    gradientNorm: point.gradientNorm,
    basins: point.basins,
    ...(point.certificate === undefined ? {} : { certificate: point.certificate }),
    standardErrors: byName(constants, (value): number | null => value.standardError),
    intervals: byName(constants, (value): Interval | null => value.interval),
    covariance: plainCovariance(constantNames, constantScales, point.covariance, degrees),
    exponents: { params, tokens },
    largestCompute: largestCompute(runs),
    allocation: allocate(runs, budgets, estimate),
    bootstrap: replicates?.evidence ?? null,
    method: `${describeLoss(loss)} by variable projection and exact-Hessian Newton; intervals: ${replicates === null ? method : 'percentile case bootstrap'}`,
    assumptions,
    warnings,
    version,
  }
}

const assumptions: readonly string[] = [
  'Loss is E + A / N^alpha + B / D^beta over the whole range, budgets beyond the runs included.',
  'Runs are independent; each is trained well enough (learning-rate schedule matched to its length) that N and D alone explain its loss.',
  'Compute is 6 N D; params and tokens are counted the same way in every run.',
]

function byName<T>(values: readonly Estimate[], take: (value: Estimate) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(constantNames.map((name, index) => [name, take(values[index]!)]))
}

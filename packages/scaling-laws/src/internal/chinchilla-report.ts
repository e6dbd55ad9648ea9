import type { AllocationAt } from '../allocation-at.js'
import type { ChinchillaFit, FitChinchillaOptions } from '../fit-chinchilla.js'
import type { TrainingRun } from '../training-run.js'
import type { frontier } from './chinchilla-allocation.js'
import type { ChinchillaReplicates } from './chinchilla-bootstrap.js'
import {
  constantNames,
  constantQuantities,
  constantScales,
  deltaEstimate,
  type Estimator,
  noInterval,
} from './chinchilla-estimates.js'
import type { ChinchillaPoint } from './chinchilla-point.js'
import { covarianceMethods, plainCovariance } from './fit-covariance.js'
import { studentTHalfWidth } from './student-t-half-width.js'

/** A fit as it is reported, with intervals from its covariance or from bootstrap replicates. */
export function chinchillaReport(
  empty: ChinchillaFit,
  runs: readonly TrainingRun[],
  { parameters, covariance, evidence, warnings }: ChinchillaPoint,
  options: FitChinchillaOptions,
  replicates: ChinchillaReplicates | undefined,
): ChinchillaFit {
  const allocation = options.allocation as AllocatingPart | undefined
  const level = options.bootstrap?.level ?? options.level ?? 0.95
  const degrees = Math.max(1, empty.n - 5)
  const quantile = studentTHalfWidth((1 - level) / 2, degrees)
  const method = replicates?.method ?? covarianceMethods[options.covariance ?? 'sandwich']
  const estimate: Estimator = (quantities) =>
    replicates?.estimates(quantities, level) ??
    quantities(parameters).map((quantity) => deltaEstimate(quantity, covariance, quantile, level, method))
  const constants = estimate(constantQuantities)
  const named = <T>(take: (index: number) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(constantNames.map((name, index) => [name, take(index)]))
  const largestCompute = runs.reduce((most, run) => Math.max(most, run.compute ?? 6 * run.params * run.tokens), 0)
  return {
    ...empty,
    parameters,
    ...evidence,
    standardErrors: named((index) => constants[index]!.standardError),
    intervals: named((index) => constants[index]!.interval),
    covariance: plainCovariance(constantNames, constantScales, covariance, degrees),
    largestCompute,
    ...allocation?.frontier(allocation.budgets, largestCompute, estimate),
    bootstrap: replicates?.evidence ?? null,
    method: `${empty.loss.name} loss by variable projection and exact-Hessian Newton; intervals: ${method}`,
    assumptions: [
      'Loss is E + A / N^alpha + B / D^beta over the whole range and beyond; compute is 6 N D.',
      'Runs are independent, counted alike, trained well enough.',
    ],
    warnings: [
      ...warnings,
      ...(replicates?.warnings ?? (covariance === null ? [{ code: 'no-intervals', message: noInterval }] : [])),
    ],
  }
}

type AllocatingPart = AllocationAt & { readonly frontier: typeof frontier }

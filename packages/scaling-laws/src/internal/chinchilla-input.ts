import type { Finding } from '@safety-portfolio/stats'
import type { ChinchillaFit, FitChinchillaOptions } from '../fit-chinchilla.js'
import type { FitLoss } from '../fit-result.js'
import type { TrainingRun } from '../training-run.js'
import { version } from '../version.js'
import { constantNames } from './chinchilla-estimates.js'
import { unidentifiable } from './identifiability.js'
import { fitLoss, requireFraction, requireWhole } from './options.js'

/** The runs that take part, or why none can. */
export interface ChinchillaInput {
  readonly runs: readonly TrainingRun[]
  readonly weights: Float64Array
  readonly loss: FitLoss
  readonly refusal?: Finding
}

/** Checks the options, leaves out the highest losses and runs without weight, and looks for what makes a fit impossible. */
export function usableRuns(runs: readonly TrainingRun[], options: FitChinchillaOptions): ChinchillaInput {
  const { dropHighest = 0, weights, budgets = [], bootstrap } = options
  const loss = fitLoss('fitChinchilla', options)
  requireWhole('fitChinchilla', 'dropHighest', dropHighest, 0)
  requireFraction('fitChinchilla', 'level', bootstrap?.level ?? options.level ?? 0.95)
  if (bootstrap?.replicates !== undefined)
    requireWhole('fitChinchilla', 'bootstrap.replicates', bootstrap.replicates, 2)
  for (const budget of budgets) {
    if (!(budget > 0 && budget < Infinity)) throw new RangeError(`fitChinchilla: budgets must be > 0, got ${budget}`)
  }
  if (weights !== undefined && weights.length !== runs.length) {
    throw new RangeError(`fitChinchilla: weights must have one entry per run (${runs.length}), got ${weights.length}`)
  }
  for (const weight of weights ?? []) {
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`fitChinchilla: weights must be >= 0, got ${weight}`)
  }
  let kept = runs.map((_, index) => index)
  if (dropHighest > 0) {
    const dropped = new Set(kept.toSorted((left, right) => runs[right]!.loss - runs[left]!.loss).slice(0, dropHighest))
    kept = kept.filter((index) => !dropped.has(index))
  }
  if (weights !== undefined) kept = kept.filter((index) => weights[index]! > 0)
  const used = kept.map((index) => runs[index]!)
  const refusal = unidentifiable(used)
  return {
    runs: used,
    weights: Float64Array.from(kept, (index) => weights?.[index] ?? 1),
    loss,
    ...(refusal === undefined ? {} : { refusal }),
  }
}

/** The result that carries a refusal and no number. */
export function refusedChinchilla(loss: FitLoss, n: number, refusal: Finding): ChinchillaFit {
  const none = Object.fromEntries(constantNames.map((name) => [name, null]))
  return {
    law: 'chinchilla',
    loss,
    n,
    parameters: null,
    objective: null,
    converged: false,
    gradientNorm: null,
    basins: null,
    standardErrors: none,
    intervals: none,
    covariance: null,
    exponents: null,
    largestCompute: null,
    allocation: [],
    bootstrap: null,
    method: 'refused',
    assumptions: [],
    warnings: [],
    refusal,
    version,
  }
}

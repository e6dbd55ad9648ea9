import type { Estimate } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'
import type { Allocation } from '../fit-result.js'
import type { TrainingRun } from '../training-run.js'
import { allocationQuantities, type Quantity } from './chinchilla-estimates.js'

export const defaultBudgets: readonly number[] = [1e19, 1e20, 1e21, 1e22, 1e23, 5.76e23, 1e24, 1e25, 1e26]

/** Turns a function of the constants into estimates with intervals. */
export type Estimator = (quantities: (parameters: ChinchillaParameters) => readonly Quantity[]) => readonly Estimate[]

/** Largest compute of the runs, 6 N D where it is not given. */
export function largestCompute(runs: readonly TrainingRun[]): number {
  return runs.reduce((most, run) => Math.max(most, run.compute ?? 6 * run.params * run.tokens), 0)
}

export function allocate(
  runs: readonly TrainingRun[],
  budgets: readonly number[],
  estimate: Estimator,
): readonly Allocation[] {
  const largest = largestCompute(runs)
  return budgets.map((compute) => {
    const [params, tokens, tokensPerParam, loss] = estimate((constants) =>
      allocationQuantities(constants, compute),
    ) as [Estimate, Estimate, Estimate, Estimate]
    return { compute, params, tokens, tokensPerParam, loss, extrapolation: compute / largest }
  })
}

import {
  allocationAt,
  caseBootstrap,
  type ChinchillaFit,
  fitChinchilla,
  leastAbsoluteDeviations,
  type TrainingRun,
  withoutHighest,
} from '@safety-portfolio/scaling-laws'
import type { ChinchillaState } from './state.js'

/** The budgets of the slider: tenths of a power of ten, from the smallest run to at least four powers beyond the largest. */
export function sliderRange(runs: readonly TrainingRun[]): { readonly lower: number; readonly upper: number } {
  const logs = runs.map((run) => Math.log10(run.compute ?? 6 * run.params * run.tokens))
  const lower = Math.floor(Math.min(...logs))
  return { lower, upper: Math.min(lower + 20, Math.max(lower + 8, Math.ceil(Math.max(...logs)) + 4)) }
}

/** The budget that a position of the slider stands for. */
export function budgetAt(log10: number): number {
  return 10 ** (Math.round(log10 * 10) / 10)
}

type FitState = Pick<ChinchillaState, 'loss' | 'delta' | 'drop' | 'replicates' | 'seed'>

/** The fit of the page: the package's own, with an allocation for every position of the slider. */
export function fitRuns(runs: readonly TrainingRun[], state: FitState): ChinchillaFit {
  const { lower, upper } = sliderRange(runs)
  return fitChinchilla(withoutHighest(runs, state.drop), {
    loss: state.loss === 'lad' ? leastAbsoluteDeviations : state.loss,
    ...(state.loss === 'huber' ? { delta: state.delta } : {}),
    allocation: allocationAt(
      Array.from({ length: 10 * (upper - lower) + 1 }, (_, step) => budgetAt(lower + step / 10)),
    ),
    ...(state.replicates === 0 ? {} : { bootstrap: caseBootstrap({ replicates: state.replicates, seed: state.seed }) }),
  })
}

import type { FitLoss } from '../fit-result.js'
import type { Objective } from './chinchilla-kernel.js'

/** Huber threshold from which the search for a least-absolute-deviations optimum starts. */
export const firstDelta = 1e-3

/** The objective of a loss with a second derivative. */
export function smoothObjective({ name, delta }: FitLoss): Objective {
  return { log: name !== 'squared', delta: delta ?? Infinity }
}

/** The smooth objective of any loss; for absolute deviations the first one of the continuation. */
export function objectiveOf(loss: FitLoss): Objective {
  return smoothObjective(loss.name === 'lad' ? { name: 'huber', delta: firstDelta } : loss)
}

/** The objective that a covariance looks at: for absolute deviations a Huber loss far below any noise. */
export function covarianceObjective(loss: FitLoss): Objective {
  return objectiveOf(loss.name === 'lad' ? { name: 'huber', delta: 1e-8 } : loss)
}

/** The kernels minimise half squares of losses divided by their geometric mean; results speak of sums in the units of the runs. */
export function outputScale({ name }: FitLoss, { logLossMean }: { readonly logLossMean: number }): number {
  return name === 'squared' ? 2 * Math.exp(2 * logLossMean) : name === 'log-squared' ? 2 : 1
}

import { createRandom } from '@safety-portfolio/stats'
import { chinchillaLoss, type ChinchillaParameters } from './chinchilla-law.js'
import { computeOptimal } from './compute-optimal.js'
import type { TrainingRun } from './training-run.js'

/** What {@link simulateRuns} plants and how it draws. */
export interface SimulateRunsOptions {
  /** The true constants. */
  readonly parameters: ChinchillaParameters
  /** Compute budgets in FLOP; default eight, 6e18 to 1e21, roughly those of Hoffmann et al. 2022. */
  readonly budgets?: readonly number[]
  /** Models per budget, spread evenly in log N around the true optimum; default 8. */
  readonly modelsPerBudget?: number
  /** Half width of that spread: N from optimum / spread to optimum * spread; default 8. */
  readonly spread?: number
  /** Standard deviation of the noise of log loss; default 0.005, 0 gives losses exactly on the law. */
  readonly noise?: number
  /** Seed; the same seed gives the same runs. */
  readonly seed: number
}

const defaultBudgets = [6e18, 1e19, 3e19, 6e19, 1e20, 3e20, 6e20, 1e21]

/**
 * Training runs with known truth: an IsoFLOP design around the true optimum, log loss = log L(N, D) + noise * standard normal.
 *
 * @param options - Planted constants, design, noise and seed.
 * @returns `budgets.length * modelsPerBudget` runs with their compute.
 *
 * @example
 * ```ts
 * import { publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
 * runs.length // => 64
 * ```
 */
export function simulateRuns(options: SimulateRunsOptions): readonly TrainingRun[] {
  const { parameters, budgets = defaultBudgets, modelsPerBudget = 8, spread = 8, noise = 0.005, seed } = options
  if (!Number.isInteger(modelsPerBudget) || modelsPerBudget < 1) {
    throw new RangeError(`simulateRuns: modelsPerBudget must be a whole number >= 1, got ${modelsPerBudget}`)
  }
  if (!(spread >= 1)) throw new RangeError(`simulateRuns: spread must be >= 1, got ${spread}`)
  if (!(noise >= 0)) throw new RangeError(`simulateRuns: noise must be >= 0, got ${noise}`)
  const random = createRandom(seed)
  return budgets.flatMap((compute) => {
    const optimum = computeOptimal(parameters, compute).params
    return Array.from({ length: modelsPerBudget }, (_, index): TrainingRun => {
      const position = modelsPerBudget === 1 ? 0 : (2 * index) / (modelsPerBudget - 1) - 1
      const params = optimum * spread ** position
      const tokens = compute / (6 * params)
      return {
        params,
        tokens,
        loss: chinchillaLoss(parameters, params, tokens) * Math.exp(noise * random.normal()),
        compute,
      }
    })
  })
}

import { createRandom, resampleCounts } from '@safety-portfolio/stats'
import { progressDoublingTimes, type ProgressDoublingTimes } from '../algorithmic-progress.js'
import { penalisedMinimum, type PenalisedMinimum } from './penalised-minimum.js'
import type { ProgressProblem } from './progress-objective.js'
import { progressStarts } from './progress-starts.js'

/** The best optimum that the starts lead to. */
export function progressOptimum(
  problem: ProgressProblem,
  penalty: number,
): { readonly best: PenalisedMinimum; readonly tried: number; readonly reached: number } {
  const evaluate = problem.objective(new Float64Array(problem.n).fill(1))
  const found = progressStarts(problem).map((start) => penalisedMinimum(evaluate, start, penalty))
  const best = found.reduce((least, one) => (better(one, least) ? one : least))
  const reached = found.filter(({ value }) => value <= best.value * (1 + 1e-9) + 1e-15).length
  return { best, tried: found.length, reached }
}

function better(one: PenalisedMinimum, other: PenalisedMinimum): boolean {
  const same = Math.abs(one.value - other.value) <= 1e-12 * Math.abs(other.value)
  return same ? one.converged && !other.converged : one.value < other.value
}

/** How well a weight of the penalty predicts each model from all others. */
export function leaveOneOut(
  problem: ProgressProblem,
  penalty: number,
): { readonly penalty: number; readonly meanSquaredError: number } {
  const { theta } = progressOptimum(problem, penalty).best
  const weights = new Float64Array(problem.n).fill(1)
  let total = 0
  for (let i = 0; i < problem.n; i += 1) {
    weights[i] = 0
    const without = penalisedMinimum(problem.objective(weights), theta, penalty)
    weights[i] = 1
    total += (problem.predict(without.theta, i) - problem.loss[i]!) ** 2
  }
  return { penalty, meanSquaredError: total / problem.n }
}

/** One optimum per resample, from that of the models; `null` where it gives no doubling times. */
export function resampledProgress(
  problem: ProgressProblem,
  penalty: number,
  theta: Float64Array,
  replicates: number,
  seed: number,
): readonly (Float64Array | null)[] {
  const counts = new Float64Array(problem.n)
  return Array.from({ length: replicates }, (_, replicate) => {
    resampleCounts(createRandom(seed, replicate), problem.n, counts)
    const found = penalisedMinimum(problem.objective(counts), theta, penalty)
    return found.converged && timesOf(found.theta) !== null ? found.theta : null
  })
}

/** The doubling times of coefficients; `null` where size or data has no effect. */
export function timesOf(theta: Float64Array): ProgressDoublingTimes | null {
  const [, , params, data, paramsYear, dataYear] = theta as unknown as readonly number[]
  if (!(params! > 0 && data! > 0)) return null
  return progressDoublingTimes({ params: params!, paramsYear: paramsYear!, data: data!, dataYear: dataYear! })
}

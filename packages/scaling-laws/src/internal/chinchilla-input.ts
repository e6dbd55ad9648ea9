import type { Finding } from '@safety-portfolio/stats'
import type { TrainingRun } from '../training-run.js'
import { chinchillaProblem, type ChinchillaProblem } from './chinchilla-problem.js'
import { unidentifiable } from './identifiability.js'
import { requireFraction, requireWeights } from './options.js'

/** The runs that take part, or why none can. */
export interface ChinchillaInput {
  readonly runs: readonly TrainingRun[]
  readonly problem: ChinchillaProblem
  readonly refusal: Finding | undefined
}

/** The options that say what takes part. */
export interface InputOptions {
  readonly weights?: readonly number[]
  readonly level?: number
}

/** Checks the options, leaves out runs without weight, and looks for what makes a fit impossible. */
export function usableRuns(caller: string, given: readonly TrainingRun[], options: InputOptions): ChinchillaInput {
  const { level = 0.95, weights = given.map(() => 1) } = options
  requireFraction(caller, 'level', level)
  requireWeights(caller, given.length, weights)
  const runs = given.filter((_, i) => weights[i]! > 0)
  const problem = chinchillaProblem(runs, Float64Array.from(weights.filter((weight) => weight > 0)))
  return { runs, problem, refusal: unidentifiable(runs, problem) }
}

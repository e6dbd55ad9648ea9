import type { LawModel } from './law-model.js'
import { polishLaw } from './polish-law.js'
import { addOptimum, type DistinctOptimum } from './solution.js'

/** Some steps downhill, after which a value this many times the best cannot win any more. */
export interface Round {
  readonly steps: number
  readonly hopeless: number
}

/** Points whose squares differ by less than this share are in one valley, of which the lowest stands for all. */
const sameValley = 1e-6
/** Decreases predicted below this share of the squares do not matter for a start. */
const close = 1e-6

/**
 * What is left of starts after rounds in which all of them go downhill on the squares of the residuals and those that are too far above the best to win
 * are dropped, so that the many steps of a narrow valley are gone only where they may decide. Lowest first.
 */
export function contenders(
  model: LawModel,
  log: boolean,
  starts: readonly Float64Array[],
  rounds: readonly Round[],
): readonly DistinctOptimum[] {
  let field: readonly DistinctOptimum[] = starts.map((theta) => ({
    theta,
    value: Infinity,
    converged: false,
    iterations: 0,
    starts: 1,
    gridShare: 0,
  }))
  for (const { steps, hopeless } of rounds) {
    const moved: DistinctOptimum[] = []
    for (const each of field) {
      if (each.converged) moved.push(each)
      else addOptimum(moved, polishLaw(model, { log, delta: Infinity }, each.theta, close, steps), 0)
    }
    moved.sort((left, right) => left.value - right.value)
    field = moved.filter(
      ({ value }, k) =>
        value <= hopeless * moved[0]!.value && !(k > 0 && value <= moved[k - 1]!.value * (1 + sameValley)),
    )
  }
  return field
}

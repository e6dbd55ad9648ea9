import { createRandom } from '@safety-portfolio/stats'
import type { FitLoss } from '../fit-result.js'
import { cutoffsOf } from './extrapolation-drift.js'
import { lossScale, predictFurther } from './law-prediction.js'
import type { AnyLaw, AnyPoint } from './law-registry.js'
import { locateLaw } from './located-law.js'

/** A split: fit to some data, predict others. */
export interface Split {
  readonly fit: readonly number[]
  readonly predict: readonly number[]
}

/** Every datum is predicted once, from the other folds; the deal depends on the seed alone. */
export function foldSplits(n: number, folds: number, seed: number): readonly Split[] {
  const random = createRandom(seed)
  const order = Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i -= 1) {
    const j = random.integer(i + 1)
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return Array.from({ length: folds }, (_, fold) => ({
    fit: order.filter((_, k) => k % folds !== fold).toSorted((left, right) => left - right),
    predict: order.filter((_, k) => k % folds === fold),
  }))
}

/** Rolling origin: the data below each cutoff predict those up to the next, the last cutoff all above it. */
export function rollingSplits(scales: readonly number[], cutoffs: readonly number[]): readonly Split[] {
  const indices = scales.map((_, i) => i)
  return cutoffs
    .map((cutoff, k): Split => ({
      fit: indices.filter((i) => scales[i]! <= cutoff),
      predict: indices.filter((i) => scales[i]! > cutoff && scales[i]! <= (cutoffs[k + 1] ?? Infinity)),
    }))
    .filter(({ predict }) => predict.length > 0)
}

/** Squared log error of each datum, `null` where it is not predicted; or why a split could not be fitted. */
export function splitErrors(
  definition: AnyLaw,
  points: readonly AnyPoint[],
  loss: FitLoss,
  splits: readonly Split[],
  weights?: Float64Array,
): readonly (number | null)[] | string {
  const errors: (number | null)[] = points.map(() => null)
  for (const { fit, predict } of splits) {
    const further = predict.map((i) => points[i]!)
    const located = locateLaw(
      definition,
      fit.map((i) => points[i]!),
      loss,
      further,
      weights && Float64Array.from(fit, (i) => weights[i]!),
    )
    if ('code' in located) return located.message
    if (!located.converged) return 'A fit to part of the data is not a certified optimum.'
    const toLoss = lossScale(loss, located.model.logLossMean)
    predictFurther(located, 0.5, 'normal').forEach(({ value }, k) => {
      errors[predict[k]!] = Math.log(toLoss(value) / further[k]!.loss) ** 2
    })
  }
  return errors
}

/** Shares 0.5, 0.6, ..., 0.9 of the data, of data with these scales, as cutoffs. */
export function rollingCutoffs(scales: readonly number[]): readonly number[] {
  return cutoffsOf(scales, [0.5, 0.6, 0.7, 0.8, 0.9])
}

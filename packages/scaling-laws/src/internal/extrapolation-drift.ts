import { studentTHalfWidth } from './student-t-half-width.js'
import type { FitLoss } from '../fit-result.js'
import { predictFurther, type Ends, type PointPrediction } from './law-prediction.js'
import { scaleOf, type AnyLaw, type AnyPoint } from './law-registry.js'
import { locateLaw } from './located-law.js'

/** How far a law has drifted from the larger data that were held back from it. */
export interface Drift {
  /** Root mean square over the cutoffs of the error per factor of e beyond the largest fitted scale, on the scale of the residuals. */
  readonly perEfold: number
  /** Cutoffs that it rests on. */
  readonly cutoffs: number
}

const shares = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
/** A fit to part of the data whose own standard error per factor of e is above this says nothing about drift. */
const uninformed = 0.1

/**
 * Drift of a law, from a rolling backtest inside the data: at each cutoff the law is fitted to the data up to it, and the errors of its predictions of
 * the data above are regressed through the origin on the log of the factor of extrapolation. What a fit's own uncertainty explains is not taken off: on
 * data whose law bends slowly the fits are too sure of themselves, and taking it off would leave the drift at zero. `null` where no cutoff can be used.
 */
export function extrapolationDrift(
  definition: AnyLaw,
  points: readonly AnyPoint[],
  loss: FitLoss,
  weights?: Float64Array,
): Drift | null {
  const scales = points.map((point) => scaleOf(definition, point))
  let squares = 0
  let cutoffs = 0
  for (const cutoff of cutoffsOf(scales, shares)) {
    const inside = scales.map((scale) => scale <= cutoff)
    const below = points.filter((_, i) => inside[i])
    const above = points.filter((_, i) => !inside[i])
    const located = locateLaw(
      definition,
      below,
      loss,
      above,
      weights?.filter((_, i) => inside[i]!),
    )
    if ('code' in located || !located.converged) continue
    const largest = Math.max(...below.map((point) => scaleOf(definition, point)))
    const unit = Math.exp(located.model.logLossMean)
    let product = 0
    let total = 0
    let own = 0
    predictFurther(located, 0.5, 'normal').forEach(({ value, error }, k) => {
      const folds = Math.log(scaleOf(definition, above[k]!) / largest)
      const seen = located.objective.log ? Math.log(above[k]!.loss / unit) : above[k]!.loss / unit
      product += (seen - value) * folds
      own += (error ?? Infinity) * folds
      total += folds * folds
    })
    if (!(total > 0 && own / total < uninformed)) continue
    squares += (product / total) ** 2
    cutoffs += 1
  }
  return cutoffs === 0 ? null : { perEfold: Math.sqrt(squares / cutoffs), cutoffs }
}

/** The interval of a new datum `factor` times the largest scale, widened by what the law may drift until there. */
export function widened(
  { value, datum }: Pick<PointPrediction, 'value' | 'datum'>,
  drift: Drift | null,
  factor: number,
  level: number,
): Ends | null {
  if (datum === null || drift === null || !(factor > 1)) return datum
  const extra = studentTHalfWidth((1 - level) / 2, drift.cutoffs) * drift.perEfold * Math.log(factor)
  return {
    lower: value - Math.hypot(value - datum.lower, extra),
    upper: value + Math.hypot(datum.upper - value, extra),
  }
}

/** Scales at the given shares of the data, whole budgets together; the largest scale is none. */
export function cutoffsOf(scales: readonly number[], at: readonly number[]): readonly number[] {
  const sorted = scales.toSorted((left, right) => left - right)
  const largest = sorted.at(-1) ?? 0
  // Compute computed as 6 N D differs by rounding within a budget: a cutoff takes the whole budget.
  const whole = at.map((share) => {
    const cutoff = sorted[Math.ceil(share * sorted.length) - 1]!
    return sorted.findLast((scale) => scale <= cutoff * (1 + 1e-9))!
  })
  return [...new Set(whole)].filter((cutoff) => cutoff < largest)
}

import { clopperPearsonInterval, type Estimate, type Interval } from '@safety-portfolio/stats'
import { requireFraction, requireInteger, requireProbability } from './internal/require.js'

/** A rate taken as known, or the counts that it was estimated from. */
export type MeasuredRate = number | { readonly count: number; readonly total: number }

/** A rate corrected for the errors of the judge. */
export interface CorrectedRate extends Estimate {
  /** What the judge reported. */
  readonly apparent: number
  /** The correction as it comes, which may lie outside [0, 1]. */
  readonly raw: number
}

/**
 * Corrects a reported rate for a judge with known errors (Rogan and Gladen 1978): (apparent + specificity - 1) / (sensitivity + specificity - 1). A value below 0
 * says that the reports are compatible with no case at all: the estimate is then 0 and `raw` tells by how much. Where counts are given, the
 * interval joins the Clopper-Pearson intervals of all of them, each at a level that makes the whole hold: it covers at least `level`.
 *
 * @param apparent - share reported
 * @param judge - `sensitivity`: share of the cases it reports; `specificity`: share of the others it does not; their sum must exceed 1
 * @throws RangeError outside these domains: a judge no better than chance cannot be corrected.
 *
 * @example
 * ```ts
 * import { roganGladen } from '@safety-portfolio/risk'
 *
 * roganGladen(0.14, { sensitivity: 0.9, specificity: 0.98 }).estimate // => ~0.136364
 * roganGladen(0.01, { sensitivity: 0.9, specificity: 0.98 }).raw // => ~-0.011364
 * const counted = roganGladen({ count: 20, total: 1000 }, { sensitivity: 0.9, specificity: { count: 196, total: 200 } })
 * counted.interval!.lower // => 0
 * ```
 */
export function roganGladen(
  apparent: MeasuredRate,
  judge: { readonly sensitivity: MeasuredRate; readonly specificity: MeasuredRate },
  options: { readonly level?: number } = {},
): CorrectedRate {
  const { level = 0.95 } = options
  requireFraction('roganGladen', 'level', level)
  const counted = [apparent, judge.sensitivity, judge.specificity].filter((rate) => typeof rate !== 'number').length
  const each = 1 - (1 - level) / Math.max(1, counted)
  const reported = read('apparent', apparent, each)
  const sensitivity = read('sensitivity', judge.sensitivity, each)
  const specificity = read('specificity', judge.specificity, each)
  const total = sensitivity.value + specificity.value
  if (!(total > 1)) throw new RangeError(`roganGladen: sensitivity + specificity must exceed 1, got ${total}`)
  const raw = correct(reported.value, sensitivity.value, specificity.value)
  const common = { apparent: reported.value, raw, estimate: inside(raw), standardError: null }
  if (typeof apparent === 'number') {
    return { ...common, interval: null, reason: 'needs the counts behind the reported rate' }
  }
  if (!(sensitivity.lower + specificity.lower > 1)) {
    return { ...common, interval: null, reason: 'the judge may be no better than chance: measure it on more cases' }
  }
  // Rises with the reported rate and the specificity, falls with the sensitivity.
  const interval: Interval = {
    lower: inside(correct(reported.lower, sensitivity.upper, specificity.lower)),
    upper: inside(correct(reported.upper, sensitivity.lower, specificity.upper)),
    level,
    method: 'clopper-pearson of every count, joined',
  }
  return { ...common, interval }
}

function correct(apparent: number, sensitivity: number, specificity: number): number {
  return (apparent + specificity - 1) / (sensitivity + specificity - 1)
}

function inside(value: number): number {
  return Math.min(1, Math.max(0, value))
}

function read(name: string, rate: MeasuredRate, level: number): { value: number; lower: number; upper: number } {
  if (typeof rate === 'number') {
    requireProbability('roganGladen', name, rate)
    return { value: rate, lower: rate, upper: rate }
  }
  requireInteger('roganGladen', `${name}.total`, rate.total, 1)
  const { lower, upper } = clopperPearsonInterval(rate.count, rate.total, { level })
  return { value: rate.count / rate.total, lower, upper }
}

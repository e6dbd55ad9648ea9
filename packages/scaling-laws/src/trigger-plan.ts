import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { Flop } from './flops.js'
import { daysPerYear } from './growth-rate.js'
import { requirePositive } from './internal/require-number.js'
import { dateAfter, yearsSince, type IsoDate } from './iso-date.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/**
 * Days until effective compute has grown by a factor, 365.25 ln(factor) / ln(growth): how often a policy that asks for a
 * new assessment at every factor (often 4) comes due.
 *
 * @param growthPerYear - factor per year of effective compute, as a number or an estimate with an interval
 * @param factor - > 1. Default 4
 * @returns an estimate of days; `null` with a reason when compute does not grow
 * @throws RangeError when the factor is not > 1 or growth is not > 0.
 *
 * @example
 * ```ts
 * import { triggerCadence } from '@safety-portfolio/scaling-laws'
 *
 * triggerCadence(10).estimate // => ~219.9024
 * triggerCadence(0.9).estimate // => null
 * ```
 */
export function triggerCadence(growthPerYear: number | Estimate, factor = 4): Estimate {
  if (!(factor > 1 && factor < Infinity))
    throw new RangeError(`triggerCadence: factor must be > 1 and finite, got ${factor}`)
  const { estimate, interval } =
    typeof growthPerYear === 'number' ? { estimate: growthPerYear, interval: null } : growthPerYear
  if (estimate === null)
    return noEstimate('the growth of effective compute is not known, so the trigger may come at any time')
  requirePositive('triggerCadence', 'growthPerYear', estimate)
  const days = (growth: number): number => (daysPerYear * Math.log(factor)) / Math.log(growth)
  if (estimate <= 1) return noEstimate('effective compute does not grow')
  if (interval === null)
    return { estimate: days(estimate), standardError: null, interval: null, reason: 'growth carries no interval' }
  if (interval.lower <= 1)
    return {
      estimate: days(estimate),
      standardError: null,
      interval: null,
      reason: 'growth may be 1: no finite upper end',
    }
  return {
    estimate: days(estimate),
    standardError: null,
    interval: { ...interval, lower: days(interval.upper), upper: days(interval.lower) },
  }
}

/** A model that is planned or trained. */
export interface PlannedModel {
  /** Its name. */
  readonly name: string
  /** Date at which its algorithms are judged, usually the start of training. */
  readonly date: IsoDate
  /** Physical training compute; absent when not known. */
  readonly compute?: Flop
}

/** A model that was fully assessed. */
export interface AssessedModel {
  /** Date at which its algorithms are judged. */
  readonly date: IsoDate
  /** Physical training compute. */
  readonly compute: Flop
}

/** Options of `planTriggers`. */
export interface TriggerPlanOptions {
  /** The last model that was fully assessed. */
  readonly baseline: AssessedModel
  /** Growth of effective compute that asks for a new assessment. Default 4. */
  readonly factor?: number
  /** Months in which algorithms double effective compute, with an interval where there is one. */
  readonly algorithmicDoublingMonths: number | Estimate
}

/** What a planned model means for the assessments. */
export interface TriggerStep {
  /** Its name. */
  readonly name: string
  /** Its date. */
  readonly date: IsoDate
  /** Effective compute over that of the baseline in force; `null` when compute is not known. */
  readonly ratio: Estimate
  /**
   * `'due'`: the factor is reached. `'possible'`: it is reached within the interval of the doubling time. `'unknown'`:
   * compute is not known. `'below'`: not reached anywhere in the interval; a doubling time given as a plain number counts
   * as exactly known.
   */
  readonly status: 'due' | 'possible' | 'unknown' | 'below'
  /** Name of the model whose assessment is the baseline, `null` for the given one. */
  readonly baseline: string | null
}

/** Assessments that planned models call for. JSON-safe. */
export interface TriggerPlan {
  /** Number of planned models. */
  readonly n: number
  /** One step per model, by date. */
  readonly steps: readonly TriggerStep[]
  /** Date at which algorithms alone, on the baseline's compute, reach the factor; `null` beyond the calendar. */
  readonly algorithmsAloneDate: IsoDate | null
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Version of this package. */
  readonly version: string
}

/**
 * Which planned models call for a new assessment under a rule "reassess at `factor` times the effective compute of the
 * last assessed model". Effective compute counts physical compute and algorithmic progress since the baseline. A model
 * that is due becomes the baseline of the next ones; one that is merely possible does not, because it may be skipped.
 *
 * @throws RangeError when the factor is not > 1, compute or the doubling time is not > 0, or a date is not `YYYY-MM-DD`.
 *
 * @example
 * ```ts
 * import { hoAlgorithmicProgress, planTriggers } from '@safety-portfolio/scaling-laws'
 *
 * const plan = planTriggers(
 *   [
 *     { name: 'A', date: '2025-07-01', compute: 2e25 },
 *     { name: 'B', date: '2026-01-01', compute: 3e25 },
 *     { name: 'C', date: '2026-03-01' },
 *   ],
 *   { baseline: { date: '2025-01-01', compute: 1e25 }, algorithmicDoublingMonths: hoAlgorithmicProgress.doublingMonths },
 * )
 * plan.steps.map(({ status }) => status) // => ['possible', 'due', 'unknown']
 * plan.steps[1]!.ratio.estimate // => ~8.032
 * ```
 */
export function planTriggers(models: readonly PlannedModel[], options: TriggerPlanOptions): TriggerPlan {
  const { factor = 4, algorithmicDoublingMonths } = options
  if (!(factor > 1 && factor < Infinity))
    throw new RangeError(`planTriggers: factor must be > 1 and finite, got ${factor}`)
  requirePositive('planTriggers', 'baseline.compute', options.baseline.compute)
  const { estimate: months, interval } =
    typeof algorithmicDoublingMonths === 'number'
      ? { estimate: algorithmicDoublingMonths, interval: null }
      : algorithmicDoublingMonths
  if (months === null) throw new RangeError('planTriggers: algorithmicDoublingMonths has no estimate')
  requirePositive('planTriggers', 'algorithmicDoublingMonths', months)
  let current: { readonly name: string | null; readonly date: IsoDate; readonly compute: Flop } = {
    name: null,
    ...options.baseline,
  }
  const steps: TriggerStep[] = []
  for (const model of models.toSorted((a, b) => yearsSince(a.date) - yearsSince(b.date))) {
    const { name, date, compute } = model
    const baseline = current.name
    if (compute === undefined) {
      steps.push({ name, date, ratio: noEstimate('training compute is not known'), status: 'unknown', baseline })
      continue
    }
    requirePositive('planTriggers', `compute of ${name}`, compute)
    const years = yearsSince(date, current.date)
    const physical = compute / current.compute
    const at = (doubling: number): number => physical * 2 ** ((12 * years) / doubling)
    const ratio = at(months)
    const ends = interval === null ? [ratio] : [at(interval.lower), at(interval.upper)]
    const [lower, upper] = [Math.min(...ends), Math.max(...ends)]
    const status = ratio >= factor ? 'due' : upper >= factor ? 'possible' : 'below'
    steps.push({
      name,
      date,
      ratio: {
        estimate: ratio,
        standardError: null,
        interval: interval === null ? null : { ...interval, lower, upper },
        ...(interval === null ? { reason: 'the doubling time carries no interval' } : {}),
      },
      status,
      baseline,
    })
    if (status === 'due') current = { name, date, compute }
  }
  return {
    n: models.length,
    steps,
    algorithmsAloneDate: dateAfter((Math.log2(factor) * months) / 12, options.baseline.date),
    method: `effective compute relative to the last assessed model, trigger at ${factor}x`,
    assumptions: [
      'Algorithmic progress multiplies compute, equally at every scale.',
      'A model that is due is assessed and becomes the baseline.',
    ],
    warnings: findings(steps),
    version,
  }
}

function findings(steps: readonly TriggerStep[]): readonly Finding[] {
  const named = (status: TriggerStep['status']): string =>
    steps
      .filter((step) => step.status === status)
      .map(({ name }) => name)
      .join(', ')
  const [unknown, possible] = [named('unknown'), named('possible')]
  return [
    ...(unknown === ''
      ? []
      : [{ code: 'unknown-compute', message: `Compute is not known for ${unknown}: treat as due until it is.` }]),
    ...(possible === ''
      ? []
      : [
          {
            code: 'possible-trigger',
            message: `The trigger may be reached by ${possible}: the doubling time does not decide it.`,
          },
        ]),
  ]
}

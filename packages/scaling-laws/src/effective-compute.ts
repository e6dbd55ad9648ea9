import type { Estimate, Interval } from '@safety-portfolio/stats'
import type { Flop } from './flops.js'
import { requireFinite, requireNonNegative, requirePositive } from './internal/require-number.js'
import { noEstimate } from './internal/no-estimate.js'

/** What turns physical into effective compute. */
export interface EffectiveComputeOptions {
  /** Years since the algorithms that effective compute is expressed in; negative for earlier. */
  readonly years: number
  /** Months in which better algorithms double effective compute. */
  readonly doublingMonths: number
}

/**
 * Effective compute: the physical compute that the algorithms of the reference date would have needed for the same
 * result, C 2^(12 years / doublingMonths) (Ho 2024).
 *
 * @throws RangeError when compute is negative, years are not finite or the doubling time is not > 0.
 *
 * @example
 * ```ts
 * import { effectiveCompute } from '@safety-portfolio/scaling-laws'
 *
 * effectiveCompute(1e25, { years: 1, doublingMonths: 8.4 }) // => ~2.6918e25
 * ```
 */
export function effectiveCompute(compute: Flop, options: EffectiveComputeOptions): Flop {
  requireNonNegative('effectiveCompute', 'compute', compute)
  requireFinite('effectiveCompute', 'years', options.years)
  requirePositive('effectiveCompute', 'doublingMonths', options.doublingMonths)
  return compute * 2 ** ((12 * options.years) / options.doublingMonths)
}

/** The two sources of growth, as numbers or as estimates with intervals. */
export interface EffectiveGrowthInput {
  /** Factor per year of physical training compute. */
  readonly physicalPerYear: number | Estimate
  /** Months in which algorithms double effective compute. */
  readonly algorithmicDoublingMonths: number | Estimate
}

/** Growth of effective compute. */
export interface EffectiveGrowth {
  /** Factor per year. */
  readonly growthPerYear: Estimate
  /** Months to double. */
  readonly doublingMonths: Estimate
  /** How the parts were joined. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
}

/**
 * Growth of effective compute as the product of physical growth and algorithmic progress.
 *
 * When both come with intervals of one level, the interval of the product is found by the method of variance estimates
 * recovery on log2 scale (Zou and Donner 2008), which keeps the asymmetry of the parts and supposes them independent.
 * An input that is a plain number counts as exactly known.
 *
 * @throws RangeError when a value is not > 0, an estimate is `null`, or the levels of two intervals differ.
 *
 * @example
 * ```ts
 * import { effectiveComputeGrowth } from '@safety-portfolio/scaling-laws'
 *
 * effectiveComputeGrowth({ physicalPerYear: 4.1, algorithmicDoublingMonths: 8.4 }).growthPerYear.estimate // => ~11.0364
 * ```
 */
export function effectiveComputeGrowth(input: EffectiveGrowthInput): EffectiveGrowth {
  const physical = logRate('physicalPerYear', input.physicalPerYear, Math.log2)
  const algorithmic = logRate('algorithmicDoublingMonths', input.algorithmicDoublingMonths, (months) => 12 / months)
  const rate = physical.rate + algorithmic.rate
  const intervals = [physical.interval, algorithmic.interval].filter((interval) => interval !== null)
  const level = intervals[0]?.level ?? null
  if (intervals.some((interval) => interval.level !== level))
    throw new RangeError(
      `effectiveComputeGrowth: both intervals must have one level, got ${intervals.map((interval) => interval.level).join(' and ')}`,
    )
  const spread = (end: 'lower' | 'upper'): number =>
    Math.hypot(...[physical, algorithmic].map((part) => (part.interval === null ? 0 : part.interval[end] - part.rate)))
  const around =
    level === null
      ? null
      : { lower: rate - spread('lower'), upper: rate + spread('upper'), level, method: 'MOVER on log2' }
  return {
    growthPerYear: {
      estimate: 2 ** rate,
      standardError: null,
      ...(around === null
        ? { interval: null, reason: 'no input carries an interval' }
        : { interval: { ...around, lower: 2 ** around.lower, upper: 2 ** around.upper } }),
    },
    doublingMonths: doubling(rate, around),
    method: 'sum of doublings per year of physical compute and of algorithms',
    assumptions: [
      'Algorithmic progress multiplies compute, equally at every scale.',
      'The two estimates are independent.',
      ...(intervals.length === 1 ? ['The input without an interval is exactly known.'] : []),
    ],
  }
}

interface LogRate {
  readonly rate: number
  readonly interval: Interval | null
}

function logRate(name: string, value: number | Estimate, toRate: (value: number) => number): LogRate {
  const estimate = typeof value === 'number' ? value : value.estimate
  if (estimate === null)
    throw new RangeError(`effectiveComputeGrowth: ${name} has no estimate; there is no growth without it`)
  requirePositive('effectiveComputeGrowth', name, estimate)
  const interval = typeof value === 'number' ? null : value.interval
  if (interval === null) return { rate: toRate(estimate), interval }
  requirePositive('effectiveComputeGrowth', `${name} lower end`, interval.lower)
  const ends = [toRate(interval.lower), toRate(interval.upper)]
  return { rate: toRate(estimate), interval: { ...interval, lower: Math.min(...ends), upper: Math.max(...ends) } }
}

function doubling(rate: number, around: Interval | null): Estimate {
  if (rate <= 0) return noEstimate('effective compute does not grow')
  if (around === null)
    return { estimate: 12 / rate, standardError: null, interval: null, reason: 'no input carries an interval' }
  if (around.lower <= 0)
    return { estimate: 12 / rate, standardError: null, interval: null, reason: 'growth may be 0: no finite upper end' }
  return {
    estimate: 12 / rate,
    standardError: null,
    interval: { ...around, lower: 12 / around.upper, upper: 12 / around.lower },
  }
}

import { requireFinite } from './internal/require-number.js'

/** One exponential growth rate in every unit people quote it in. A year has 365.25 days and twelve equal months. */
export interface GrowthRate {
  /** Factor per year: 4 means x4 every year. */
  readonly perYear: number
  /** Orders of magnitude (powers of ten) per year. */
  readonly oomPerYear: number
  /** Doublings per year. */
  readonly doublingsPerYear: number
  /** Months to double, `null` when the quantity does not grow. */
  readonly doublingMonths: number | null
  /** Days to double, `null` when the quantity does not grow. */
  readonly doublingDays: number | null
  /** Months to halve, `null` when the quantity does not shrink. */
  readonly halvingMonths: number | null
}

/** A unit `growthRate` reads. */
export type GrowthUnit = 'x-per-year' | 'oom-per-year' | 'doublings-per-year' | 'doubling-months' | 'doubling-days'

/** Days of a year wherever this package converts between the two. */
export const daysPerYear = 365.25

/**
 * Converts a growth rate given in any of the usual units to all of them.
 *
 * @param value - the rate; a factor per year and a doubling time must be > 0
 * @param unit - its unit
 * @throws RangeError when the value is out of the unit's domain.
 *
 * @example
 * ```ts
 * import { growthRate } from '@safety-portfolio/scaling-laws'
 *
 * growthRate(4, 'x-per-year').doublingMonths // => 6
 * growthRate(6, 'doubling-months').perYear // => 4
 * growthRate(10, 'x-per-year').doublingMonths // => ~3.61236
 * growthRate(0.5, 'x-per-year').doublingMonths // => null
 * ```
 */
export function growthRate(value: number, unit: GrowthUnit): GrowthRate {
  requireFinite('growthRate', 'value', value)
  if ((unit === 'x-per-year' || unit === 'doubling-months' || unit === 'doubling-days') && value <= 0)
    throw new RangeError(`growthRate: a value in ${unit} must be > 0, got ${value}`)
  const doublingsPerYear = doublings(value, unit)
  return {
    perYear: unit === 'x-per-year' ? value : 2 ** doublingsPerYear,
    oomPerYear: unit === 'oom-per-year' ? value : doublingsPerYear * Math.LOG10E * Math.LN2,
    doublingsPerYear,
    doublingMonths: doublingsPerYear > 0 ? 12 / doublingsPerYear : null,
    doublingDays: doublingsPerYear > 0 ? daysPerYear / doublingsPerYear : null,
    halvingMonths: doublingsPerYear < 0 ? -12 / doublingsPerYear : null,
  }
}

function doublings(value: number, unit: GrowthUnit): number {
  switch (unit) {
    case 'x-per-year':
      return Math.log2(value)
    case 'oom-per-year':
      return value / (Math.LOG10E * Math.LN2)
    case 'doublings-per-year':
      return value
    case 'doubling-months':
      return 12 / value
    case 'doubling-days':
      return daysPerYear / value
  }
}

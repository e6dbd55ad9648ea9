import type { ComputeTrend, ThresholdDate, TrendComparison, TrendIntervals } from '@safety-portfolio/scaling-laws'
import type { Interval } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { formatCompute, formatEstimate, formatNumber } from '../text/format-number.js'

/** The rate on every scale it is quoted in, with the interval of every method. */
export function rateTable(trend: ComputeTrend): SummaryTable {
  const methods = Object.entries(trend.intervals).flatMap(([name, ends]) => (ends === null ? [] : [{ name, ends }]))
  const row = (
    name: string,
    estimate: number | null,
    spread: number | null,
    of: (ends: TrendIntervals) => Interval | null,
  ): readonly string[] => [
    name,
    estimate === null ? 'none' : formatEstimate(estimate, spread),
    ...methods.map(({ ends }) => range(of(ends), spread)),
  ]
  const { slopeOomPerYear, growthPerYear, doublingMonths, seHc3, se } = trend
  return {
    caption: 'Growth, with 90 % intervals by method',
    header: ['rate', 'estimate', ...methods.map(({ name }) => name)],
    rows: [
      row('factor per year', growthPerYear.estimate, growthPerYear.standardError, (ends) => ends.growthPerYear),
      row('months to double', doublingMonths.estimate, doublingMonths.standardError, (ends) => ends.doublingMonths),
      row('orders of magnitude per year', slopeOomPerYear, seHc3 ?? se, (ends) => ends.slopeOomPerYear),
    ],
  }
}

function range(interval: Interval | null, spread: number | null): string {
  if (interval === null) return 'no finite end'
  return `${formatEstimate(interval.lower, spread)} to ${formatEstimate(interval.upper, spread)}`
}

/** When thresholds are crossed. */
export function thresholdTable(crossings: readonly ThresholdDate[]): SummaryTable {
  return {
    caption: 'When the trend line crosses a threshold',
    header: ['FLOP', 'date', '90 % interval'],
    rows: crossings.map(({ threshold, date, interval, years }) => [
      formatCompute(threshold),
      date ?? 'never',
      interval === null ? (years.reason ?? 'none') : `${interval.lower} to ${interval.upper}`,
    ]),
  }
}

/** Rival shapes by BIC. */
export function alternativesTable({ alternatives, preferred }: TrendComparison): SummaryTable {
  const number = (value: number | null, digits = 4): string => (value === null ? '–' : formatNumber(value, digits))
  return {
    caption: `Rival shapes of the trend; lowest BIC: ${preferred ?? 'none'}`,
    header: ['shape', 'BIC above best', 'factor per year before', 'and after', 'break or pole'],
    rows: alternatives.map(({ form, deltaBic, growthBefore, growthAfter, breakDate }) => [
      form,
      number(deltaBic, 3),
      number(growthBefore),
      number(growthAfter),
      breakDate ?? '–',
    ]),
  }
}

/** Models that were not used. */
export function excludedTable({ n, excluded }: ComputeTrend): SummaryTable {
  return {
    caption: 'Models of the table',
    header: ['models', 'number'],
    rows: [
      ['in the trend', String(n)],
      ['without a date', String(excluded.withoutDate)],
      ['without compute', String(excluded.withoutCompute)],
      ['outside the window', String(excluded.outsideWindow)],
      ['below the frontier', String(excluded.belowFrontier)],
    ],
  }
}

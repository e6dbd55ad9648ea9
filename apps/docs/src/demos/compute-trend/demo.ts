import { computeTrendChart, powerLabel } from '@safety-portfolio/charts'
import type { ComputeModel } from '@safety-portfolio/scaling-laws'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { modelsTable } from './models-table.js'
import { plantedGrowth } from './simulated-models.js'
import { address, type TrendState } from './state.js'
import { trendOf, type TrendResult } from './trend.js'

type TrendShown = Shown<TrendState, readonly ComputeModel[], TrendResult>

interface TrendRow {
  readonly quantity: string
  readonly estimate: number | string | null
  readonly lower: number | string | null
  readonly upper: number | string | null
  readonly level: number | null
  readonly truth: number | null
  readonly reason: string
}

function rows({ result, state, isSample }: TrendShown): readonly TrendRow[] {
  const { trend, crossing, effectiveGrowth, cadenceDays, due } = result
  const row = (
    quantity: string,
    { estimate, interval, reason }: TrendResult['cadenceDays'],
    truth: number | null = null,
  ): TrendRow => ({
    quantity,
    estimate,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    level: interval?.level ?? null,
    truth,
    reason: reason ?? '',
  })
  return [
    row('Growth of compute a year', trend.growthPerYear, isSample ? plantedGrowth : null),
    row('Doubling time (months)', trend.doublingMonths, isSample ? (12 * Math.log(2)) / Math.log(plantedGrowth) : null),
    {
      quantity: `Trend crosses ${powerLabel(crossing.threshold)} FLOP`,
      estimate: crossing.date,
      lower: crossing.interval?.lower ?? null,
      upper: crossing.interval?.upper ?? null,
      level: crossing.interval?.level ?? null,
      truth: null,
      reason: crossing.years.reason ?? '',
    },
    row('Growth of effective compute a year', effectiveGrowth),
    row(`Days until ${state.factor} times the effective compute`, cadenceDays),
    {
      quantity: 'Next assessment due',
      estimate: due.date,
      lower: due.lower,
      upper: due.upper,
      level: cadenceDays.interval?.level ?? null,
      truth: null,
      reason: cadenceDays.reason ?? '',
    },
  ]
}

const print = (value: number | string | null): string =>
  typeof value === 'string'
    ? value
    : numberText(value, (number) => (Math.abs(number) >= 100 ? number.toFixed(0) : number.toPrecision(3)))

const snapshot =
  'Tables of models are extended backwards as well as forwards, and the trend of a window moves with them: note the day you downloaded yours.'

/** Growth of training compute, when it crosses a threshold, and when the next assessment falls due. */
export const computeTrend = defineDemo<TrendState, readonly ComputeModel[], TrendResult>({
  name: 'compute-trend',
  address,
  table: modelsTable,
  compute: trendOf,
  charts: {
    trend: {
      draw: ({ result }, width) =>
        computeTrendChart(result.models, result.trend, {
          width,
          height: width < 480 ? 340 : 420,
          thresholds: [result.crossing],
        }),
    },
  },
  tables: {
    trend: resultsTable<TrendShown, TrendRow>({
      caption: 'Growth, threshold and trigger',
      columns: ({ isSample }) => [
        { label: 'Quantity', text: ({ quantity }) => quantity },
        {
          label: 'Estimate',
          text: ({ estimate, reason }) => (estimate === null && reason !== '' ? reason : print(estimate)),
        },
        {
          label: 'Interval',
          text: ({ lower, upper, level }) =>
            lower === null || upper === null
              ? '–'
              : `${typeof lower === 'number' && typeof upper === 'number' ? intervalText(lower, upper, print) : `${print(lower)} to ${print(upper)}`} (${100 * (level ?? 0)} %)`,
        },
        ...(isSample
          ? [{ label: 'Planted truth', text: ({ truth }: TrendRow) => (truth === null ? '' : print(truth)) }]
          : []),
      ],
      rows,
    }),
  },
  status: ({ result: { trend, due } }) =>
    trend.refusal !== undefined
      ? `No trend: ${trend.refusal.message}`
      : `${trend.n} models: compute grows ${print(trend.growthPerYear.estimate)} times a year; next assessment due ${due.date ?? 'at an unknown date'}`,
  texts: { threshold: ({ result }) => `${powerLabel(result.crossing.threshold)} FLOP` },
  findings: ({ result: { trend, crossing } }) =>
    [...(trend.refusal === undefined ? [] : [trend.refusal]), ...trend.warnings, ...crossing.warnings].map(
      ({ code, message }) => (code === 'unknown-snapshot' ? snapshot : message),
    ),
  assumptions: ({ result: { trend, crossing } }) => [
    ...new Set([
      ...trend.assumptions,
      ...crossing.assumptions,
      'Algorithms go on improving as they did up to 2023, and independently of compute.',
    ]),
  ],
})

import { computeTrendChart, horizonChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import {
  effectiveComputeGrowth,
  fitComputeTrend,
  fitHorizonTrend,
  growthRate,
  hoAlgorithmicProgress,
  thresholdDate,
  triggerCadence,
} from '@safety-portfolio/scaling-laws'
import { plantedGrowth, simulatedModels } from '~/demos/compute-trend/simulated-models.js'
import { decimals, type ReproductionRow } from './reproduction.js'

export const simulatedTrend = fitComputeTrend(simulatedModels, {
  snapshot: '2026-01-01',
  bootstrap: { replicates: 1000, seed: 1 },
})
const crossing = thresholdDate(simulatedTrend, 1e27)

export function trendChart(width: number): PlotOptions {
  return computeTrendChart(simulatedModels, simulatedTrend, { width, thresholds: [crossing] })
}

/** Ways to say the same growth. */
export const conversionRows: readonly ReproductionRow[] = [
  {
    quantity: 'Doubling time of 10 times a year (months)',
    published: 3.612,
    ours: growthRate(10, 'x-per-year').doublingMonths!,
    tolerance: 5e-4,
    print: decimals(3),
  },
  {
    quantity: 'Growth a year of “7 times faster than Moore” (24 months / 7)',
    published: 11.31,
    ours: growthRate(24 / 7, 'doubling-months').perYear,
    tolerance: 5e-3,
    print: decimals(3),
  },
  {
    quantity: 'Growth a year of 1000 times in 5 years',
    published: 3.98,
    ours: growthRate(3 / 5, 'oom-per-year').perYear,
    tolerance: 5e-3,
    print: decimals(3),
  },
]

export const plantedTrendRows: readonly ReproductionRow[] = [
  {
    quantity: 'Growth of compute a year (planted)',
    published: plantedGrowth,
    ours: simulatedTrend.growthPerYear.estimate!,
    tolerance: 0.8,
    print: decimals(2),
    note: `95 % interval ${simulatedTrend.growthPerYear.interval!.lower.toFixed(2)} to ${simulatedTrend.growthPerYear.interval!.upper.toFixed(2)}`,
  },
]

const effective = effectiveComputeGrowth({ physicalPerYear: 4.1, algorithmicDoublingMonths: 8.4 })

export const triggerRows: readonly ReproductionRow[] = [
  {
    quantity: 'Doubling time of algorithms, median (months; Ho et al. 2024)',
    published: 8.44,
    ours: hoAlgorithmicProgress.doublingMonths.estimate!,
    tolerance: 0.05,
    print: decimals(2),
    note: 'from the registry; the data are not public',
  },
  {
    quantity: 'Effective growth a year at 4.1 times of compute and 8.4 months',
    published: 11.0364,
    ours: effective.growthPerYear.estimate!,
    tolerance: 5e-5,
    print: decimals(4),
    note: '4.1 · 2^(12/8.4)',
  },
  {
    quantity: 'Days until 4 times the effective compute at that growth',
    published: 211,
    ours: triggerCadence(effective.growthPerYear.estimate!, 4).estimate!,
    tolerance: 0.5,
    print: decimals(1),
    note: '365.25 · ln 4 / ln 11.04',
  },
]

/** Simulated horizons that double every 210 days, with errors of half a doubling, and one agent that was never state of the art. */
const dates = [
  '2022-03-01',
  '2022-09-15',
  '2023-03-20',
  '2023-10-01',
  '2024-05-10',
  '2024-12-01',
  '2025-06-15',
  '2025-12-20',
]
const errors = [0.2, -0.3, 0.4, -0.1, 0.3, -0.4, 0.1, 0.2]
const horizons = [
  ...dates.map((date, index) => {
    const doublings = (Date.parse(date) - Date.parse('2022-01-01')) / 86_400_000 / 210 + errors[index]!
    const p50 = 0.5 * 2 ** doublings
    return { agent: `agent ${index + 1}`, date, p50, p50Interval: { lower: p50 / 2.1, upper: p50 * 2.3 } }
  }),
  { agent: 'small agent', date: '2024-08-01', p50: 1, p50Interval: { lower: 0.4, upper: 2.2 } },
]
const horizonTrend = fitHorizonTrend(horizons)

export const plantedHorizonRows: readonly ReproductionRow[] = [
  {
    quantity: 'Doubling time (days, planted)',
    published: 210,
    ours: horizonTrend.doublingDays.estimate!,
    tolerance: 25,
    print: decimals(1),
    note: `95 % interval ${horizonTrend.doublingDays.interval!.lower.toFixed(0)} to ${horizonTrend.doublingDays.interval!.upper.toFixed(0)}`,
  },
]

export function plantedHorizonChart(width: number): PlotOptions {
  return horizonChart(horizons, { width, trend: horizonTrend })
}

import {
  compareTrends,
  describeComputeTrend,
  fitComputeTrend,
  thresholdDate,
  type ComputeModel,
  type ComputeTrend,
  type ThresholdDate,
  type TrendComparison,
  type TrendSelection,
} from '@safety-portfolio/scaling-laws'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'
import { alternativesTable, excludedTable, rateTable, thresholdTable } from './compute-trend-tables.js'

/** What is asked of a table of models. */
export interface TrendQuestion {
  /** Which models. */
  readonly selection: TrendSelection
  /** Replicates of the bootstrap; none when absent. */
  readonly bootstrap?: number | undefined
  /** Seed of the bootstrap and of the folds. */
  readonly seed: number
  /** FLOP whose crossing is dated. */
  readonly thresholds: readonly number[]
}

/** How fast training compute grows, against rival shapes. The caller has seen that there is a trend. */
export function computeTrendAnswer(
  trend: ComputeTrend,
  comparison: TrendComparison,
  crossings: readonly ThresholdDate[],
): Answer {
  const said = describeComputeTrend(trend)
  const warnings = [...trend.warnings, ...crossings.flatMap(({ warnings: own }) => own)]
  const basis = {
    method: `${trend.method}; rival shapes: ${comparison.method}`,
    assumptions: [...new Set([...trend.assumptions, ...crossings.flatMap(({ assumptions }) => assumptions)])],
    warnings: [...new Map(warnings.map((finding) => [finding.message, finding])).values()],
  }
  const { growthPerYear, doublingMonths, rSquared, logLikelihood, ...rest } = trend
  return {
    title: 'Trend of training compute',
    lead: sentence(`training compute grew ${said}`),
    tables: [
      rateTable(trend),
      ...(crossings.length === 0 ? [] : [thresholdTable(crossings)]),
      alternativesTable(comparison),
      excludedTable(trend),
    ],
    basis,
    result: {
      ...rest,
      growthPerYear: growthPerYear.estimate,
      interval90: growthPerYear.interval,
      doublingMonths: doublingMonths.estimate,
      doublingMonthsInterval90: doublingMonths.interval,
      ...(doublingMonths.reason === undefined ? {} : { doublingMonthsReason: doublingMonths.reason }),
      r2: rSquared,
      logLik: logLikelihood,
      alternatives: comparison.alternatives,
      preferred: comparison.preferred,
      thresholds: crossings,
      sentence: said,
      ...basis,
    },
    fine: true,
  }
}

/** The trend, its rivals and its crossings. */
export function findComputeTrend(
  models: readonly ComputeModel[],
  { selection, bootstrap, seed, thresholds }: TrendQuestion,
): {
  readonly trend: ComputeTrend
  readonly comparison: TrendComparison
  readonly crossings: readonly ThresholdDate[]
} {
  const trend = fitComputeTrend(models, {
    ...selection,
    ...(bootstrap === undefined ? {} : { interval: 'bootstrap', bootstrap: { replicates: bootstrap, seed } }),
  })
  return {
    trend,
    comparison: compareTrends(models, selection),
    crossings: thresholds.map((threshold) => thresholdDate(trend, threshold)),
  }
}

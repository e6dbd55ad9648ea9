import {
  dateAfter,
  effectiveComputeGrowth,
  fitComputeTrend,
  hoAlgorithmicProgress,
  thresholdDate,
  triggerCadence,
  yearsSince,
  type ComputeModel,
  type ComputeTrend,
  type ThresholdDate,
} from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import type { TrendState } from './state.js'

/** The trend of a table, the date it crosses a threshold, and when the next assessment falls due. */
export interface TrendResult {
  readonly models: readonly ComputeModel[]
  readonly trend: ComputeTrend
  readonly crossing: ThresholdDate
  readonly effectiveGrowth: Estimate
  readonly cadenceDays: Estimate
  readonly due: { readonly date: string | null; readonly lower: string | null; readonly upper: string | null }
}

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

/** Level of the intervals of the trend, as Epoch AI reports them, and of those that join it with algorithmic progress. */
const level = 0.9
const joined = 0.95

export function trendOf(models: readonly ComputeModel[], state: TrendState): TrendResult {
  const selection = {
    ...(isDate(state.from) ? { from: state.from } : {}),
    ...(isDate(state.to) ? { to: state.to } : {}),
    ...(state.frontier > 0 ? { frontier: state.frontier } : {}),
  }
  const trend = fitComputeTrend(models, { ...selection, level })
  const crossing = thresholdDate(trend, 10 ** (Math.round(state.threshold * 10) / 10), { level })
  const algorithms = hoAlgorithmicProgress.doublingMonths
  const effectiveGrowth =
    trend.growthPerYear.estimate === null
      ? trend.growthPerYear
      : effectiveComputeGrowth({
          // Intervals that are joined must be of one level: that of the published one.
          physicalPerYear: fitComputeTrend(models, { ...selection, level: joined }).growthPerYear,
          algorithmicDoublingMonths: state.algorithms === algorithms.estimate ? algorithms : state.algorithms,
        }).growthPerYear
  const cadenceDays = triggerCadence(effectiveGrowth, state.factor)
  const after = (days: number | null | undefined): string | null =>
    days === null || days === undefined || !isDate(state.assessed)
      ? null
      : dateAfter(yearsSince(state.assessed) + days / 365.25)
  return {
    models: shownModels(models, trend),
    trend,
    crossing,
    effectiveGrowth,
    cadenceDays,
    due: {
      date: after(cadenceDays.estimate),
      lower: after(cadenceDays.interval?.lower),
      upper: after(cadenceDays.interval?.upper),
    },
  }
}

/** The models of the trend, so that what is drawn is what was fitted. */
function shownModels(models: readonly ComputeModel[], { window, excluded }: ComputeTrend): readonly ComputeModel[] {
  const { first, last } = window
  const inside = models.filter(
    ({ date }) => date !== undefined && first !== null && last !== null && date >= first && date <= last,
  )
  return excluded.belowFrontier > 0 ? inside : inside.filter(({ compute }) => compute !== undefined)
}

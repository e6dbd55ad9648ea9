import type { AgentHorizon } from './agent-horizon.js'
import { fitHorizonTrend, type HorizonTrend, type HorizonTrendOptions } from './horizon-trend.js'
import type { IsoDate } from './iso-date.js'

/** Doubling times over two windows, ready to print. JSON-safe. */
export interface HorizonDoubling {
  /** Days in which p50 doubles; `null` when refused (see the trend). */
  readonly doublingDays: {
    /** Over agents released from 2023-01-01 on (or from `since`). */
    readonly from2023: number | null
    /** Over all agents. */
    readonly all: number | null
  }
  /** The trends with their intervals. */
  readonly trends: {
    /** From 2023-01-01 on (or from `since`). */
    readonly from2023: HorizonTrend
    /** Over all agents. */
    readonly all: HorizonTrend
  }
}

/** Options of `horizonDoubling`. */
export interface HorizonDoublingOptions extends Omit<HorizonTrendOptions, 'from' | 'to'> {
  /** First release date of the later window. Default `2023-01-01`. */
  readonly since?: IsoDate
}

/**
 * Doubling time of the time horizon over the two windows METR prints: agents from 2023 on, and all of them.
 *
 * @example
 * ```ts
 * import { horizonDoubling } from '@safety-portfolio/scaling-laws'
 *
 * const horizons = [2019, 2020, 2021, 2022, 2023, 2024, 2025].map((year) => ({
 *   agent: `of ${year}`,
 *   date: `${year}-01-01`,
 *   p50: 2 ** (year < 2023 ? year - 2023 : 2 * (year - 2023)),
 * }))
 * const { doublingDays } = horizonDoubling(horizons)
 * doublingDays.from2023 // => ~182.75
 * doublingDays.all // => ~284.1
 * ```
 */
export function horizonDoubling(
  horizons: readonly AgentHorizon[],
  options: HorizonDoublingOptions = {},
): HorizonDoubling {
  const { since = '2023-01-01', ...rest } = options
  const trends = { from2023: fitHorizonTrend(horizons, { ...rest, from: since }), all: fitHorizonTrend(horizons, rest) }
  return {
    doublingDays: { from2023: trends.from2023.doublingDays.estimate, all: trends.all.doublingDays.estimate },
    trends,
  }
}

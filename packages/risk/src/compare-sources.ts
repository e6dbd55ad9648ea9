import type { Finding, Interval } from '@safety-portfolio/stats'
import { forecastRare, type ForecastOptions } from './forecast-rare.js'
import { logProbabilityOfScore } from './elicitation-score.js'
import { linearDraws } from './internal/linear-draws.js'
import { requireAtLeast } from './internal/require.js'
import type { Observations } from './observations.js'
import { quantileAtLog } from './tail-quantile.js'
import type { LinearTail } from './tail.js'
import { version } from './version.js'

/** A way of finding bad queries: a red team, a cheap generator, a strong model that writes attacks. */
export interface RedTeamingSource {
  readonly name: string
  /** What its queries elicited so far. */
  readonly observations: Observations
  /** Cost of one further query, in the unit of the budget; > 0. */
  readonly costPerQuery: number
}

/** What the budget buys from one source. */
export interface SourceForecast {
  readonly name: string
  /** Queries that the budget buys. */
  readonly n: number
  /** log of the worst probability among them (the score, for scores); `null` when refused. */
  readonly worst: number | null
  readonly interval: Interval | null
  /** Share of the tails compatible with the data in which this source is the best of those compared. */
  readonly probabilityBest: number | null
  readonly reason?: string
}

/** Which source to spend on. JSON-safe. */
export interface SourceComparison {
  readonly budget: number
  readonly sources: readonly SourceForecast[]
  /** The source with the highest forecast; `null` when fewer than two could be forecast. */
  readonly best: string | null
  /** Decades of probability between the best and the second (units of the score, for scores). */
  readonly gap: number | null
  readonly method: string
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly version: string
}

/**
 * Compares red-teaming sources at equal cost: each is forecast at the number of queries that the budget buys, and the one whose worst query is forecast
 * highest is the one to spend on (Jones et al. 2025). How sure that is comes from the simulated tails of both.
 *
 * @throws RangeError for fewer than two sources, names that repeat, or a budget that buys less than one query.
 *
 * @example
 * ```ts
 * import { compareSources, observationsFromLogProbabilities } from '@safety-portfolio/risk'
 *
 * const tail = (location: number) =>
 *   observationsFromLogProbabilities(Array.from({ length: 500 }, (_, i) => -Math.exp(-location + Math.log((i + 1) / 500) / 3)))
 * const sources = [
 *   { name: 'experts', observations: tail(-1), costPerQuery: 50 },
 *   { name: 'generator', observations: tail(-2.8), costPerQuery: 0.01 },
 * ]
 * compareSources(sources, { budget: 50_000, seed: 1 }).best // => 'generator'
 * ```
 */
export function compareSources(
  sources: readonly RedTeamingSource[],
  options: Omit<ForecastOptions, 'to' | 'thresholds' | 'method'> & {
    readonly budget: number
    readonly method?: 'ols' | 'weissman'
  },
): SourceComparison {
  const { budget, method = 'weissman', plotting = 'i/m', top = 10, replicates = 2000, seed } = options
  if (sources.length < 2) throw new RangeError(`compareSources: sources must be at least 2, got ${sources.length}`)
  const names = new Set(sources.map(({ name }) => name))
  if (names.size < sources.length) throw new RangeError('compareSources: names of sources must differ')
  const forecasts = sources.map(({ name, observations, costPerQuery }, index) => {
    requireAtLeast('compareSources', 'costPerQuery', costPerQuery, Number.MIN_VALUE)
    const n = Math.floor(budget / costPerQuery)
    requireAtLeast('compareSources', `queries that ${budget} buys from ${name}`, n, 1)
    const forecast = forecastRare(observations, { ...options, method, to: [n], thresholds: [], seed: seed + index })
    const worst = forecast.worst[0]!
    const logN = Math.log(n)
    const score = observations.kind === 'score'
    const [value, interval] = score ? [worst.psi, worst.interval] : [worst.logP, worst.logPInterval]
    if (forecast.tail?.form !== 'linear') return { name, n, worst: value, interval, draws: null, reason: worst.reason }
    const m = observations.scores.length
    const draws = linearDraws(forecast.tail, { m, k: top, method, plotting, replicates, seed: seed + index })
    const at = (a: number, b: number): number => {
      const psi = quantileAtLog({ form: 'linear', a, b } satisfies LinearTail, logN)
      return score ? psi : logProbabilityOfScore(psi)
    }
    return { name, n, worst: value, interval, draws: draws.a.map((a, r) => at(a, draws.b[r]!)), reason: undefined }
  })
  const able = forecasts.flatMap(({ draws }) => (draws === null ? [] : [draws]))
  const wins = forecasts.map(({ draws }) => {
    if (draws === null || able.length < 2) return null
    return draws.filter((value, r) => able.every((other) => other === draws || other[r]! < value)).length / replicates
  })
  const ranked = forecasts.filter(({ worst }) => worst !== null).toSorted((x, y) => y.worst! - x.worst!)
  const decisive = ranked.length >= 2
  const scale = sources[0]!.observations.kind === 'score' ? 1 : Math.LN10
  const gap = decisive ? (ranked[0]!.worst! - ranked[1]!.worst!) / scale : null
  return {
    budget,
    sources: forecasts.map(({ name, n, worst, interval, reason }, index) => ({
      name,
      n,
      worst,
      interval,
      probabilityBest: wins[index]!,
      ...(reason === undefined ? {} : { reason }),
    })),
    best: decisive ? ranked[0]!.name : null,
    gap,
    method: `worst query by ${method} at equal cost; ${replicates} simulated tails of each source`,
    assumptions: [
      'Each source goes on as in its sample, and its tail is exponential.',
      'Further queries cost what they cost now.',
    ],
    warnings:
      gap !== null && gap < 2
        ? [
            {
              code: 'small-gap',
              message: `The forecasts differ by ${gap.toPrecision(2)} ${scale === 1 ? 'units of the score' : 'orders of magnitude'}: such rankings are often wrong. Look at the probability of being best.`,
            },
          ]
        : [],
    version,
  }
}

import { DataError, type DataIssue } from '@safety-portfolio/records'
import { z } from 'zod'
import { parseIsoDate, type IsoDate } from './iso-date.js'

/** An interval as the source gives it. */
export interface MinutesInterval {
  /** Lower end, minutes. */
  readonly lower: number
  /** Upper end, minutes. */
  readonly upper: number
}

/** The task-length time horizon of one agent, as published or as fitted by `fitTimeHorizon`. */
export interface AgentHorizon {
  /** Name of the agent. */
  readonly agent: string
  /** Release date. */
  readonly date: IsoDate
  /** Minutes of the tasks, measured by the time people need, that the agent completes half of the time. */
  readonly p50: number
  /** Interval of `p50` in minutes, where known. */
  readonly p50Interval?: MinutesInterval
  /** Minutes at 80 % success, where known. */
  readonly p80?: number
  /** Whether the source calls the agent state of the art at its release. */
  readonly stateOfTheArt?: boolean
}

/** Made when called: bundles that do not read METR's table then leave the schema library out. */
function resultTable() {
  const minutes = z.number().positive()
  const estimate = z.union([minutes, z.literal(Infinity)]).nullish()
  const end = z.union([estimate, z.literal(0)])
  const notADate = 'must be a date written YYYY-MM-DD'
  const date = z
    .union([z.string(), z.date().transform((value) => value.toISOString().slice(0, 10))], { error: notADate })
    .refine((value) => parseIsoDate(value) !== null, { message: notADate })
  const agent = z.object({
    release_date: date,
    metrics: z.object({
      is_sota: z.boolean().nullish(),
      // Editions list agents without a horizon, and ends of intervals that are not bounded.
      p50_horizon_length: z.object({ estimate, ci_low: end, ci_high: end }).nullish(),
      p80_horizon_length: z.object({ estimate }).nullish(),
    }),
  })
  return z.object({ results: z.record(z.string(), agent) })
}

/**
 * Reads METR's published result table (`benchmark_results_*.yaml`, parsed by any YAML reader; dates may be text or
 * `Date`s) into one row per agent with a finite horizon, ordered by release date. Fields that editions add are ignored; an interval without two finite ends is
 * none.
 *
 * @throws DataError with every part of the document that is missing or wrong.
 *
 * @example
 * ```ts
 * import { parseMetrResults } from '@safety-portfolio/scaling-laws'
 *
 * const metrics = { is_sota: true, p50_horizon_length: { estimate: 3.5, ci_low: 1.6, ci_high: 6.9 } }
 * const [gpt4] = parseMetrResults({ results: { gpt_4: { release_date: '2023-03-14', metrics } } })
 * gpt4!.p50 // => 3.5
 * gpt4!.p50Interval // => { lower: 1.6, upper: 6.9 }
 * parseMetrResults({ results: { gpt_4: {} } }) // throws DataError
 * ```
 */
export function parseMetrResults(value: unknown): readonly AgentHorizon[] {
  const parsed = resultTable().safeParse(value)
  if (!parsed.success)
    throw new DataError(
      parsed.error.issues.map((issue): DataIssue => {
        const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
        return { code: 'invalid-value', path, message: `${path.join('.') || 'document'}: ${issue.message}` }
      }),
    )
  return Object.entries(parsed.data.results)
    .flatMap(([name, { release_date, metrics }]): AgentHorizon[] => {
      const { estimate, ci_low, ci_high } = metrics.p50_horizon_length ?? {}
      const p80 = metrics.p80_horizon_length?.estimate
      if (!isBounded(estimate)) return []
      return [
        {
          agent: name,
          date: release_date,
          p50: estimate,
          ...(isBounded(ci_low) && isBounded(ci_high) ? { p50Interval: { lower: ci_low, upper: ci_high } } : {}),
          ...(isBounded(p80) ? { p80 } : {}),
          ...(typeof metrics.is_sota === 'boolean' ? { stateOfTheArt: metrics.is_sota } : {}),
        },
      ]
    })
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

const isBounded = (minutes: number | null | undefined): minutes is number =>
  minutes != null && minutes > 0 && minutes < Infinity

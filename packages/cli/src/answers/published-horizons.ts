import {
  horizonDoubling,
  parseMetrResults,
  stateOfTheArt,
  type AgentHorizon,
  type IsoDate,
} from '@safety-portfolio/scaling-laws'
import type { Estimate, Interval } from '@safety-portfolio/stats'
import { UsageError } from '../usage-error.js'
import type { Answer } from './answer.js'
import { humanBaselineFindings, isHumanBaseline } from './human-baseline.js'
import { printedDiffers, printedDoubling } from './printed-doubling.js'
import { horizonAnswer, type AgentLine, type HorizonAsked } from './time-horizons.js'
import { datedResults } from './undated-results.js'
import { withoutRelease } from './without-release.js'

/**
 * Horizons and their doubling from METR's table of results, as a YAML reader gives it. Agents without a day of release, there and among `releases`, have
 * their horizons but no part in the trend.
 */
export function publishedHorizons(
  given: unknown,
  releases: ReadonlyMap<string, IsoDate>,
  options: HorizonAsked,
): Answer {
  const { document, undated } = datedResults(given, releases)
  const horizons = parseMetrResults(document)
  if (horizons.length === 0) throw new UsageError('There is no agent under results.')
  const dated = horizons.filter(({ agent }) => !undated.has(agent))
  const frontier = new Set(stateOfTheArt<AgentHorizon>(dated))
  const printed = printedDoubling(document)
  const doubling = horizonDoubling(dated, { level: options.level, since: options.since })
  const table = { frontier, document, undated }
  const lines = [...horizons.map((horizon) => line(horizon, table)), ...withoutHorizon(horizons, table)]
  return horizonAnswer(
    lines,
    { ...doubling, printed },
    {
      method: 'horizons as published',
      assumptions: ['The intervals of single horizons are those that were published, at 95 %.'],
      warnings: [
        ...humanBaselineFindings(lines.map(({ name }) => name)),
        ...withoutRelease(lines),
        ...printedDiffers(printed, doubling, options.since),
      ],
    },
    options,
  )
}

interface PublishedTable {
  readonly frontier: ReadonlySet<AgentHorizon>
  readonly document: unknown
  readonly undated: ReadonlySet<string>
}

function line(horizon: AgentHorizon, { frontier, document, undated }: PublishedTable): AgentLine {
  const { agent, date, p50, p50Interval, p80, stateOfTheArt: marked } = horizon
  const isDated = !undated.has(agent)
  return {
    name: agent,
    released: isDated ? date : null,
    p50: published(p50, p50Interval),
    p80: published(p80 ?? null, p80Interval(document, agent)),
    sota: isHumanBaseline(agent) ? null : (marked ?? (isDated ? frontier.has(horizon) : null)),
  }
}

/** Agents whose horizon is not published, or not bounded: they are named, and no number is made up for them. */
function withoutHorizon(
  horizons: readonly AgentHorizon[],
  { document, undated }: PublishedTable,
): readonly AgentLine[] {
  const known = new Set(horizons.map(({ agent }) => agent))
  const { results } = document as { readonly results: Readonly<Record<string, { readonly release_date: unknown }>> }
  return Object.entries(results)
    .filter(([agent]) => !known.has(agent))
    .map(([name, { release_date: date }]) => ({
      name,
      released: undated.has(name) ? null : date instanceof Date ? date.toISOString().slice(0, 10) : String(date),
      p50: published(null, undefined),
      p80: published(null, undefined),
      sota: null,
    }))
}

function published(estimate: number | null, ends: Pick<Interval, 'lower' | 'upper'> | undefined): Estimate {
  if (estimate === null) return { estimate, standardError: null, interval: null, reason: 'not published' }
  return ends === undefined
    ? { estimate, standardError: null, interval: null, reason: 'no interval published' }
    : { estimate, standardError: null, interval: { ...ends, level: 0.95, method: 'as published' } }
}

/** The package reads the interval of p50 only. */
function p80Interval(document: unknown, agent: string): { readonly lower: number; readonly upper: number } | undefined {
  const found = ['results', agent, 'metrics', 'p80_horizon_length'].reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    document,
  )
  if (typeof found !== 'object' || found === null) return undefined
  const { ci_low: lower, ci_high: upper } = found as { readonly ci_low?: unknown; readonly ci_high?: unknown }
  return typeof lower === 'number' && typeof upper === 'number' ? { lower, upper } : undefined
}

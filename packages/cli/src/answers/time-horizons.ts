import type { HorizonDoubling, HorizonTrend, IsoDate } from '@safety-portfolio/scaling-laws'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import type { PrintedDoubling } from './printed-doubling.js'
import { horizonDates, horizonDateTable } from './horizon-tables.js'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { formatMinutes } from '../text/format-minutes.js'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'
import { isHumanBaseline } from './human-baseline.js'

/** The horizon of one agent, as a table and `--json` show it. */
export interface AgentLine {
  readonly name: string
  /** Day of release; `null` when not known. */
  readonly released: IsoDate | null
  /** Minutes at 50 % success. */
  readonly p50: Estimate
  /** Minutes at 80 % success. */
  readonly p80: Estimate
  /** Whether it was state of the art at its release; `null` when not known. */
  readonly sota: boolean | null
}

/** What is known about the doubling of horizons; the second interval exists where there are runs to resample. */
export interface Doubling {
  readonly doublingDays: HorizonDoubling['doublingDays']
  readonly trends: HorizonDoubling['trends']
  /** The interval over resampled tasks. */
  readonly overTasks?: { readonly from2023: Estimate; readonly all: Estimate }
  /** What the table itself prints. */
  readonly printed?: PrintedDoubling
}

/** What is asked of the doubling. */
export interface HorizonAsked {
  /** First release of the later trend. */
  readonly since: IsoDate
  /** Lengths in minutes whose date is wanted. */
  readonly reach: readonly number[]
  /** Coverage of the intervals. */
  readonly level: number
}

/** Agents and the doubling of their horizons. */
export function horizonAnswer(
  agents: readonly AgentLine[],
  doubling: Doubling,
  basis: { readonly method: string; readonly assumptions: readonly string[]; readonly warnings: readonly Finding[] },
  { since, reach, level }: HorizonAsked,
  more: { readonly tables: readonly SummaryTable[]; readonly result: object } = { tables: [], result: {} },
): Answer {
  const { trends, doublingDays, overTasks } = doubling
  const interval = overTasks?.from2023.interval ?? trends.from2023.doublingDays.interval
  const dates = horizonDates(trends, reach, level)
  const warnings = unique([
    ...basis.warnings,
    ...[trends.from2023, trends.all].flatMap((trend) => [
      ...trend.warnings,
      ...(trend.refusal === undefined ? [] : [trend.refusal]),
    ]),
  ])
  const whole = {
    method: `${basis.method}; ${trends.all.method}`,
    assumptions: [...new Set([...basis.assumptions, ...trends.all.assumptions])],
    warnings,
  }
  return {
    title: 'Task-length time horizons',
    lead: lead(agents, doubling, since),
    tables: [
      doublingTable(doubling, since),
      ...(dates.length === 0 ? [] : [horizonDateTable(dates, since)]),
      agentTable(agents),
      ...more.tables,
    ],
    basis: whole,
    result: {
      agents: agents.map(({ name, released, p50, p80, sota }) => ({
        name,
        released,
        p50: p50.estimate,
        p80: p80.estimate,
        interval: p50.interval,
        p80Interval: p80.interval,
        ...(p50.reason === undefined ? {} : { reason: p50.reason }),
        sota,
      })),
      doublingDays,
      interval,
      ...(doublingDays.from2023 === null
        ? { reason: (overTasks?.from2023 ?? trends.from2023.doublingDays).reason }
        : {}),
      ...(overTasks === undefined ? {} : { overTasks }),
      ...(doubling.printed === undefined ? {} : { printed: doubling.printed }),
      trends,
      ...(dates.length === 0 ? {} : { reached: dates }),
      ...more.result,
      ...whole,
    },
    fine: true,
  }
}

function lead(agents: readonly AgentLine[], { trends, overTasks }: Doubling, since: IsoDate): string {
  const [days, range] = estimateCells(overTasks?.from2023 ?? trends.from2023.doublingDays)
  const [longest] = agents
    .filter(({ name, p50 }) => p50.estimate !== null && !isHumanBaseline(name))
    .toSorted((left, right) => right.p50.estimate! - left.p50.estimate!)
  const most =
    longest === undefined
      ? 'no agent has a horizon'
      : `the longest horizon is that of ${longest.name}, ${estimateCells(longest.p50, formatMinutes).join(' (')})`
  return days === 'none'
    ? `${sentence(most)} ${sentence(`no doubling time from ${since}: ${range}`)}`
    : `${sentence(`since ${since} the 50 % time horizon doubled every ${days} days (${range})`)} ${sentence(most)}`
}

/** Why there is no trend is said in the lead and the warnings; here it would widen the table. */
function cells(estimate: Estimate): readonly [string, string] {
  return estimate.estimate === null ? ['none', '–'] : estimateCells(estimate)
}

function doublingTable({ trends, overTasks, printed }: Doubling, since: IsoDate): SummaryTable {
  const isPrinted = printed !== undefined && since === '2023-01-01' && (printed.from2023 ?? printed.all) !== null
  const inTable = (estimate: Estimate | null | undefined): string =>
    estimate?.estimate == null
      ? '–'
      : `${estimate.estimate}${estimate.interval === null ? '' : ` (${cells(estimate)[1]} over tasks)`}`
  const row = (
    name: string,
    trend: HorizonTrend,
    tasks: Estimate | undefined,
    there: Estimate | null | undefined,
  ): readonly string[] => [
    name,
    String(trend.n),
    ...cells(trend.doublingDays),
    ...(tasks === undefined ? [] : [cells(tasks)[1]]),
    ...(isPrinted ? [inTable(there)] : []),
  ]
  return {
    caption: 'Days in which the 50 % horizon doubles',
    header: [
      'agents released',
      'n',
      'days',
      `${intervalHeader([trends.all.doublingDays.interval])}, agents`,
      ...(overTasks === undefined ? [] : ['and over tasks']),
      ...(isPrinted ? ['printed in the table'] : []),
    ],
    rows: [
      row(`from ${since}`, trends.from2023, overTasks?.from2023, printed?.from2023),
      row('at any time', trends.all, overTasks?.all, printed?.all),
    ],
  }
}

function agentTable(agents: readonly AgentLine[]): SummaryTable {
  const cell = (estimate: Estimate): string => {
    const [value, range] = estimateCells(estimate, formatMinutes)
    return `${value} (${range})`
  }
  const intervals = agents.flatMap(({ p50, p80 }) => [p50.interval, p80.interval])
  return {
    caption: `Horizons: how long people need for tasks that the agent completes (${intervalHeader(intervals)})`,
    header: ['agent', 'released', 'state of the art', '50 % of the time', '80 % of the time'],
    rows: agents.map(({ name, released, p50, p80, sota }) => [
      name,
      released ?? 'not known',
      sota === null ? 'not known' : sota ? 'yes' : 'no',
      cell(p50),
      cell(p80),
    ]),
  }
}

/** Findings without repetitions. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.message}`, finding])).values()]
}

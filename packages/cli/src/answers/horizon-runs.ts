import {
  fitHorizonTrendFromRuns,
  fitTimeHorizons,
  type IsoDate,
  type TaskRun,
  type TaskWeighting,
  type TimeHorizon,
} from '@safety-portfolio/scaling-laws'
import type { Finding } from '@safety-portfolio/stats'
import type { Answer } from './answer.js'
import { horizonCheckTable } from './horizon-tables.js'
import { horizonAnswer, unique, type AgentLine, type Doubling } from './time-horizons.js'
import { withoutRelease } from './without-release.js'

/** How horizons are fitted to runs. */
export interface HorizonQuestion {
  readonly weighting: TaskWeighting
  readonly regularization: number
  readonly replicates: number
  /** Whether tasks of a drawn family are drawn again, and runs of a task. */
  readonly within: boolean
  readonly seed: number
  readonly level: number
  /** Day of release by agent, where known. */
  readonly releases: ReadonlyMap<string, IsoDate>
  /** First release of the later trend. */
  readonly since: IsoDate
  /** Lengths in minutes whose date is wanted. */
  readonly reach: readonly number[]
}

/** Horizons and their doubling from runs of agents at tasks. */
export function horizonsFromRuns(runs: readonly TaskRun[], question: HorizonQuestion): Answer {
  const { weighting, regularization, replicates, within, seed, level, releases, since } = question
  const options = { weighting, regularization, level, bootstrap: { replicates, seed, within } }
  const horizons = fitTimeHorizons(runs, options)
  const dated = runs.filter(({ agent }) => releases.has(agent))
  const dates = [...releases].map(([agent, date]) => ({ agent, date }))
  const all = fitHorizonTrendFromRuns(dated, dates, options)
  const from2023 = fitHorizonTrendFromRuns(dated, dates, { ...options, from: since })
  const doubling: Doubling = {
    doublingDays: { from2023: from2023.doublingDays.estimate, all: all.doublingDays.estimate },
    trends: { from2023: from2023.trend, all: all.trend },
    overTasks: { from2023: from2023.doublingDays, all: all.doublingDays },
  }
  const lines = horizons.map((horizon) => line(horizon, releases))
  const agents = markStateOfTheArt(lines)
  return horizonAnswer(
    agents,
    doubling,
    {
      method: horizons[0]!.method,
      assumptions: [...new Set([...horizons[0]!.assumptions, ...all.assumptions])],
      warnings: unique([...withoutRelease(lines), ...horizons.flatMap(agentFindings)]),
    },
    question,
    { tables: [horizonCheckTable(horizons)], result: { horizons } },
  )
}

function line({ agent, minutes }: TimeHorizon, releases: ReadonlyMap<string, IsoDate>): AgentLine {
  return { name: agent, released: releases.get(agent) ?? null, p50: minutes['p50']!, p80: minutes['p80']!, sota: null }
}

/** State of the art is every horizon at least as long as all that were released on its day or before. */
function markStateOfTheArt(lines: readonly AgentLine[]): readonly AgentLine[] {
  const p50 = ({ p50: { estimate } }: AgentLine): number => estimate ?? -Infinity
  return lines.map((one) => {
    const { released } = one
    if (released === null || one.p50.estimate === null) return one
    const rivals = lines.filter((other) => other.released !== null && other.released <= released)
    return { ...one, sota: rivals.every((other) => p50(other) <= p50(one)) }
  })
}

function agentFindings({ agent, warnings, refusal }: TimeHorizon): readonly Finding[] {
  return [...warnings, ...(refusal === undefined ? [] : [refusal])].map(({ code, message }) => ({
    code,
    message: `${agent}: ${message}`,
  }))
}

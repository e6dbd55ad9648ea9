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
import { humanBaselineFindings, isHumanBaseline } from './human-baseline.js'
import { horizonCheckTable } from './horizon-tables.js'
import { horizonAnswer, type AgentLine, type Doubling } from './time-horizons.js'
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
  const { weighting, regularization, replicates, within, seed, level, since } = question
  const options = { weighting, regularization, level, bootstrap: { replicates, seed, within } }
  const horizons = fitTimeHorizons(runs, options)
  const releases = new Map([...question.releases].filter(([agent]) => !isHumanBaseline(agent)))
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
      warnings: [
        ...humanBaselineFindings(lines.map(({ name }) => name)),
        ...withoutRelease(lines),
        ...agentFindings(horizons),
      ],
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

/** What is said of the agents, each finding once with the names of those that it is about. */
function agentFindings(horizons: readonly TimeHorizon[]): readonly Finding[] {
  const named = new Map<string, { readonly finding: Finding; readonly agents: string[] }>()
  for (const { agent, warnings, refusal } of horizons) {
    for (const finding of [...warnings, ...(refusal === undefined ? [] : [refusal])]) {
      const key = `${finding.code} ${finding.message}`
      const { agents } = named.get(key) ?? { agents: [] }
      named.set(key, { finding, agents: [...agents, agent] })
    }
  }
  return [...named.values()].map(({ finding: { code, message }, agents }) => ({
    code,
    message: `${agents.length > 1 && agents.length === horizons.length ? 'all agents' : agents.join(', ')}: ${message}`,
  }))
}

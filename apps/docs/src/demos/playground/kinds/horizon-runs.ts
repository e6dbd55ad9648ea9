import { horizonChart, intervalChart } from '@safety-portfolio/charts'
import { dateCell, optionalCell, parseCsv, rowSchema, textCell, toCsv, DataError } from '@safety-portfolio/records'
import {
  fitHorizonTrendFromRuns,
  fitTimeHorizons,
  taskRunSchema,
  type HorizonTrendFromRuns,
  type TaskRun,
  type TimeHorizon,
} from '@safety-portfolio/scaling-laws'
import { createRandom } from '@safety-portfolio/stats'
import type { TableDefinition } from '~/kit/pasted-table.js'
import { defineKind, estimateRow, messages } from '../kind.js'
import { readWith } from '../read-with.js'

interface HorizonInput {
  readonly runs: readonly TaskRun[]
  readonly releases: readonly { readonly agent: string; readonly date: string }[]
}

interface HorizonResult {
  readonly horizons: readonly TimeHorizon[]
  readonly trend: HorizonTrendFromRuns | null
  readonly releases: HorizonInput['releases']
}

const needed = ['agent', 'task', 'family', 'minutes', 'score'] as const
const releaseSchema = rowSchema({ agent: textCell(), released: optionalCell(dateCell()) })

export const horizonTable: TableDefinition<HorizonInput> = {
  rows: 'Attempts of agents at tasks',
  sample: sampleOf(),
  sampleName: 'Simulated agents',
  fields: {
    agent: { label: 'Agent', names: ['alias', 'model'] },
    task: { label: 'Task', names: ['taskid'] },
    family: { label: 'Family', names: ['taskfamily'] },
    minutes: { label: 'Minutes of people', names: ['humanminutes'] },
    score: { label: 'Score', names: ['scorebinarized', 'success'] },
    released: { label: 'Release', names: ['releasedate', 'date'] },
  },
  read: (text, { delimiter }, columns) => {
    const missing = needed.filter((field) => field !== 'family' && (columns[field] ?? '') === '')
    if (missing.length > 0) {
      const message = `no column for ${missing.join(', ')}`
      throw new DataError([{ code: 'missing-column', path: [], message }], { name: 'the table' })
    }
    // Where there are no families, every task is its own.
    const family = (columns['family'] ?? '') === '' ? columns['task']! : columns['family']!
    const mapped = { ...Object.fromEntries(needed.map((field) => [field, columns[field]!])), family }
    const runs = parseCsv(text, { schema: taskRunSchema, columns: mapped, delimiter, name: 'the table' })
    if ((columns['released'] ?? '') === '') return { runs, releases: [] }
    const dated = parseCsv(text, {
      schema: releaseSchema,
      columns: { agent: columns['agent']!, released: columns['released']! },
      delimiter,
      name: 'the table',
    })
    const releases = new Map(
      dated.flatMap(({ agent, released }) => (released === undefined ? [] : [[agent, released]])),
    )
    return { runs, releases: [...releases].map(([agent, date]) => ({ agent, date })) }
  },
}

export const horizonRuns = defineKind<HorizonInput, HorizonResult>({
  label: 'Attempts of agents at tasks of known human time',
  wants: 'agent, task, minutes, score, and where there are any family and released',
  page: '/methods/time-horizons/',
  sample: horizonTable.sample,
  read: (text, columns) => readWith(horizonTable, text, columns),
  analyse: ({ runs, releases }) => {
    const options = { bootstrap: { replicates: 200, seed: 1 } }
    const horizons = fitTimeHorizons(runs, options)
    const known = new Set(releases.map(({ agent }) => agent))
    const trend =
      known.size < 3
        ? null
        : fitHorizonTrendFromRuns(
            runs.filter(({ agent }) => known.has(agent)),
            releases,
            options,
          )
    const [first] = horizons
    return {
      lead: `${runs.length} attempts of ${horizons.length} agents${trend === null ? '; no trend, which takes three agents with a release date' : ''}.`,
      estimates: [
        ...horizons.flatMap(({ agent, minutes, refusal }) =>
          (['p50', 'p80'] as const).map((share) =>
            estimateRow(`${agent}: minutes at ${share.slice(1)} %`, {
              ...minutes[share]!,
              reason: minutes[share]!.reason ?? refusal?.message,
            }),
          ),
        ),
        ...(trend === null ? [] : [estimateRow('doubling time of the 50 % horizon, days', trend.doublingDays)]),
      ],
      method: first?.method ?? 'logistic regression of success on the logarithm of human time',
      source: 'Kwa et al. 2025 (METR), Measuring AI Ability to Complete Long Tasks',
      assumptions: [...new Set([...(first?.assumptions ?? []), ...(trend?.assumptions ?? [])])],
      warnings: horizons.flatMap(({ agent, warnings, refusal }) =>
        messages(warnings, refusal).map((message) => `${agent}: ${message}`),
      ),
      result: { horizons, trend, releases },
    }
  },
  draw: ({ horizons, trend, releases }, width) =>
    trend === null
      ? intervalChart(
          horizons.map(({ agent, minutes: { p50 }, refusal }) => ({
            label: agent,
            estimate: p50?.estimate ?? null,
            lower: p50?.interval?.lower ?? null,
            upper: p50?.interval?.upper ?? null,
            ...(refusal === undefined ? {} : { reason: 'refused' }),
          })),
          { width, axis: 'Minutes of people, tasks done half the time', scale: 'log' },
        )
      : horizonChart(
          horizons.flatMap(({ agent, minutes: { p50 } }) => {
            const date = releases.find((release) => release.agent === agent)?.date
            if (date === undefined || p50 === undefined || p50.estimate === null) return []
            return [{ agent, date, p50: p50.estimate, ...(p50.interval === null ? {} : { p50Interval: p50.interval }) }]
          }),
          { width, trend: trend.trend },
        ),
})

/** Four agents whose horizon doubles every half year, at thirty tasks. */
function sampleOf(): string {
  return toCsv(
    ['2023-06-01', '2024-01-01', '2024-07-01', '2025-01-01'].flatMap((released, agent) =>
      Array.from({ length: 30 }, (_, task) => {
        const random = createRandom(9, 100 * agent + task)
        const minutes = Math.round(2 ** (task / 3) * 10) / 10
        const logit = 1.2 * (Math.log2(6 * 2 ** agent) - Math.log2(minutes))
        return {
          agent: `agent ${agent + 1}`,
          task: `t${task + 1}`,
          family: `f${(task % 10) + 1}`,
          minutes,
          score: Number(random.uniform() < 1 / (1 + Math.exp(-logit))),
          released,
        }
      }),
    ),
  )
}

import type { DecisionTable } from '@safety-portfolio/discrimination'
import type { Responses, Survey } from '@safety-portfolio/global-opinions'
import type { LayerOutcomes, Observations } from '@safety-portfolio/risk'
import type { TrainingRun } from '@safety-portfolio/scaling-laws'
import type { Work } from '../commands/answer-command.js'
import { readDecisions } from '../commands/decision-options.js'
import { readObservations } from '../commands/risk-observations.js'
import { anyRow } from '../io/any-row.js'
import { readResponses, readSurvey } from '../io/read-opinions.js'
import { readTable } from '../io/read-table.js'
import { fileOf, type FileOf, type Plan, type PlannedDecisions } from './plan.js'
import { readLoggedScore, type LoggedScore } from './read-logged-score.js'
import { readOutcomeFile } from './read-outcome-file.js'
import { readQueries } from './read-queries.js'
import { readRuns } from './read-runs.js'

/** What the files of a plan hold; what is by model is found under its name. */
export interface PlanInputs {
  readonly survey: Survey | null
  readonly queries: readonly string[] | null
  readonly outcomes: LayerOutcomes | null
  readonly defects: LayerOutcomes | null
  readonly runs: readonly TrainingRun[] | null
  /** By the place of the capability task, then the model. */
  readonly logs: readonly ReadonlyMap<string, LoggedScore>[]
  readonly decisions: ReadonlyMap<string, DecisionTable>
  readonly responses: ReadonlyMap<string, Responses>
  readonly observations: ReadonlyMap<string, Observations>
}

/** Reads every file of a plan, before anything is asked of a model: a bad table must not be found after a night of answers. */
export async function readInputs(plan: Plan, work: Work): Promise<PlanInputs> {
  const { capability = [], discrimination, opinions, rareBehaviours, layers } = plan.suites
  const names = plan.models.map(({ name }) => name)
  const file = (given: string | number | undefined): string | null =>
    typeof given === 'string' && given !== 'simulated' ? given : null
  const one = async <T>(given: string | number | undefined, read: (file: string, work: Work) => Promise<T>) => {
    const found = file(given)
    return found === null ? null : read(found, work)
  }
  const each = async <T>(
    files: FileOf | undefined,
    read: (file: string, model: string) => Promise<T>,
  ): Promise<ReadonlyMap<string, T>> => {
    const found = new Map<string, T>()
    for (const name of names) {
      const given = fileOf(files, name)
      if (given !== undefined) found.set(name, await read(given, name))
    }
    return found
  }
  const logs: ReadonlyMap<string, LoggedScore>[] = []
  for (const { log } of capability) logs.push(await each(log, (given, model) => readLoggedScore(given, model, work)))
  return {
    survey: await one(opinions?.survey, readSurvey),
    queries: await one(rareBehaviours?.queries, readQueries),
    outcomes: await one(layers?.outcomes, readOutcomeFile),
    defects: await one(layers?.defects, readOutcomeFile),
    runs: await one(plan.scaling?.runs, readRuns),
    logs,
    decisions: await each(discrimination?.decisions, (given) => decisionsIn(given, discrimination!, work)),
    responses: await each(opinions?.responses, (given, model) => readResponses(given, model, work)),
    observations: await each(rareBehaviours?.observations, (given) =>
      readObservations(given, { top: 10, plotting: 'i/m', level: 0.95 }, work),
    ),
  }
}

async function decisionsIn(given: string, settings: PlannedDecisions, work: Work): Promise<DecisionTable> {
  const { map = {}, where = {} } = settings
  const request = {
    file: given,
    schema: anyRow,
    columns: undefined,
    where: Object.entries(where).map(([column, equals]) => ({ column, equals: String(equals) })),
  }
  const { rows, source } = await readTable(request, work.io, work.progress)
  work.read(source)
  const named = Object.entries(map).map(([name, value]) => ({ name, value }))
  return readDecisions(rows, { massGate: 0.99, map: named }, source.name)
}

import {
  compareOpinions,
  joinMap,
  joinOpinions,
  opinionExplorer,
  simulateSurvey,
  type ExplorerQuestion,
  type MapJoin,
  type OpinionComparison,
  type SimulatedSurvey,
} from '@safety-portfolio/global-opinions'
import shapes from 'virtual:world-map'
import type { OwnOpinions } from './opinion-files.js'
import type { OpinionState } from './state.js'

/** Everything that the page shows. */
export interface OpinionResult {
  readonly comparison: OpinionComparison
  readonly explorer: readonly ExplorerQuestion[]
  readonly map: MapJoin
  /** The country whose opinions "mirror" was made from; `null` for a survey of the reader's. */
  readonly mirrored: string | null
  /** The model that is shown: the chosen one, where the responses have it. */
  readonly model: string
}

/** Codes of the shapes that have one. */
const codes = shapes.flatMap(({ id }) => (id === null ? [] : [id]))

let remembered: { readonly seed: number; readonly made: SimulatedSurvey } | undefined

function simulated(seed: number): SimulatedSurvey {
  if (remembered?.seed !== seed) remembered = { seed, made: simulateSurvey({ seed }) }
  return remembered.made
}

/** The reader's survey, or the simulated one, against one model in one condition. */
export function compareChosen(own: OwnOpinions | null, state: OpinionState): OpinionResult {
  const { condition, base, missing } = state
  const { survey, responses } = own ?? simulated(state.seed)
  const model = responses.models.includes(state.model) ? state.model : (responses.models[0] ?? '')
  const prompted = responses.responses.some((one) => one.prompted === condition) ? condition : null
  const chosen = responses.responses.filter((one) => one.model === model && one.prompted === prompted)
  const joined = joinOpinions(survey, { ...responses, responses: chosen, models: [model] }, { missing })
  const table = { ...joined, issues: [...survey.issues, ...responses.issues, ...joined.issues] }
  const used = base === 'e' ? 'e' : 2
  const questions = own === null ? fewest : Math.min(fewest, table.questions.length)
  return {
    comparison: compareOpinions(table, {
      base: used,
      replicates: 1000,
      seed: 1,
      resample: own === null ? 'question' : 'auto',
      minQuestions: Math.max(1, questions),
    }),
    explorer: opinionExplorer(table, { base: used }),
    map: joinMap(table.countries, codes),
    mirrored: own === null ? simulated(state.seed).truth.mirrored : null,
    model,
  }
}

/** Fewest questions for a country; a reader's survey may have fewer altogether. */
const fewest = 20

/** Conditions that the simulated models were asked in. */
export const conditions: readonly string[] = [
  'default',
  ...new Set(simulated(1).responses.responses.flatMap(({ prompted }) => (prompted === null ? [] : [prompted]))),
]
/** Labels of the simulated survey. */
export const countries: readonly string[] = Object.keys(simulated(1).truth.positions)
/** Texts of the questions, in order. */
export const questions: readonly string[] = simulated(1).survey.questions.map(({ text }) => text)

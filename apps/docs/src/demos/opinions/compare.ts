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
import type { OpinionState } from './state.js'

/** Everything that the page shows. */
export interface OpinionResult {
  readonly comparison: OpinionComparison
  readonly explorer: readonly ExplorerQuestion[]
  readonly map: MapJoin
  /** The country whose opinions "mirror" was made from. */
  readonly mirrored: string
}

/** Codes of the shapes that have one. */
const codes = shapes.flatMap(({ id }) => (id === null ? [] : [id]))

let remembered: { readonly seed: number; readonly made: SimulatedSurvey } | undefined

function simulated(seed: number): SimulatedSurvey {
  if (remembered?.seed !== seed) remembered = { seed, made: simulateSurvey({ seed }) }
  return remembered.made
}

/** The simulated survey against one model in one condition. */
export function compareSimulated({ model, condition, base, missing, seed }: OpinionState): OpinionResult {
  const { survey, responses, truth } = simulated(seed)
  const prompted = responses.responses.some((one) => one.prompted === condition) ? condition : null
  const chosen = responses.responses.filter((one) => one.model === model && one.prompted === prompted)
  const table = joinOpinions(survey, { ...responses, responses: chosen, models: [model] }, { missing })
  const used = base === 'e' ? 'e' : 2
  return {
    comparison: compareOpinions(table, { base: used, replicates: 1000, seed: 1, resample: 'question' }),
    explorer: opinionExplorer(table, { base: used }),
    map: joinMap(table.countries, codes),
    mirrored: truth.mirrored,
  }
}

/** Conditions that the simulated models were asked in. */
export const conditions: readonly string[] = [
  'default',
  ...new Set(simulated(1).responses.responses.flatMap(({ prompted }) => (prompted === null ? [] : [prompted]))),
]
/** Labels of the simulated survey. */
export const countries: readonly string[] = Object.keys(simulated(1).truth.positions)
/** Texts of the questions, in order. */
export const questions: readonly string[] = simulated(1).survey.questions.map(({ text }) => text)

import { simulateSurvey, type SimulatedSurvey } from '@safety-portfolio/global-opinions'

interface ResponseRow {
  readonly question: string
  readonly options: readonly string[]
  readonly model: string
  readonly distribution: readonly number[]
  readonly prompted_country?: string
}

/** A survey among simulated people, and what a model that carries the opinions of one country would answer. */
export interface SimulatedOpinions {
  readonly survey: SimulatedSurvey
  readonly answers: ReadonlyMap<string, ResponseRow>
}

/** The simulated survey of a seed. */
export function simulatedOpinions(seed: number): SimulatedOpinions {
  const survey = simulateSurvey({ seed })
  const rows = (survey.responseRows as readonly ResponseRow[]).filter(
    ({ model, prompted_country: prompted }) => model === 'mirror' && prompted === undefined,
  )
  return { survey, answers: new Map(rows.map((row) => [row.question, row])) }
}

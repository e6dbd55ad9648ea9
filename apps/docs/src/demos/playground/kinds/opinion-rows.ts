import { rankedChart } from '@safety-portfolio/charts'
import {
  compareOpinions,
  joinOpinions,
  parseResponses,
  parseSurvey,
  simulateSurvey,
  type InputIssue,
  type OpinionComparison,
  type OpinionTable,
} from '@safety-portfolio/global-opinions'
import { DataError } from '@safety-portfolio/records'
import { jsonRows, type JsonRow } from '../json-rows.js'
import { defineKind, estimateRow, messages } from '../kind.js'

const shown = 15

export const opinionRows = defineKind<OpinionTable, Pick<OpinionComparison, 'perCountry' | 'models'>>({
  label: 'Survey and model answers (JSON Lines)',
  wants:
    'lines {question, options, country, distribution} of people and {question, options, model, distribution} of models',
  page: '/demos/opinions/',
  sample: sampleOf(),
  read: (text) => {
    const rows = jsonRows(text)
    const isSurvey = ({ value }: JsonRow): boolean => 'country' in value || 'selections' in value
    const [people, models] = [rows.filter(isSurvey), rows.filter((row) => !isSurvey(row))]
    if (people.length === 0 || models.length === 0) {
      const message =
        people.length === 0
          ? 'no line says what people answered: add lines with question, options, country and distribution'
          : 'no line says what a model answered: add lines with question, options, model and distribution'
      throw new DataError([{ code: 'one-side', path: [], message }], { name: 'the answers' })
    }
    const survey = parseSurvey(people.map(({ value }) => value))
    const responses = parseResponses(models.map(({ value }) => value))
    const bad = [...survey.issues, ...responses.issues].filter(({ row }) => row > 0)
    refuse(bad, people, models)
    const table = joinOpinions(survey, responses)
    if (table.answerQuestion.length === 0) {
      const message = 'no question has an answer of people and of a model with the same text and the same options'
      throw new DataError([{ code: 'nothing-joined', path: [], message }], { name: 'the answers' })
    }
    return table
  },
  analyse: (table) => {
    const comparison = compareOpinions(table, { seed: 1, replicates: 500 })
    const { perCountry, models, method, assumptions, warnings, questions } = comparison
    return {
      lead: `${questions} questions, ${new Set(perCountry.map(({ country }) => country)).size} countries, ${table.models.length === 1 ? '1 model' : `${table.models.length} models`}; most similar: ${perCountry[0]?.country ?? 'none'}.`,
      estimates: perCountry.map(({ model, country, similarity, interval, floorUniform }) => ({
        ...estimateRow(`${table.models.length > 1 ? `${model}: ` : ''}${country}`, { estimate: similarity, interval }),
        note: `a uniform answer reaches ${floorUniform.toPrecision(3)}`,
      })),
      method,
      source: 'Durmus et al. 2023, GlobalOpinionQA: 1 minus the Jensen-Shannon distance',
      assumptions,
      warnings: messages(warnings),
      result: { perCountry, models },
    }
  },
  draw: ({ perCountry }, width) => {
    const first = perCountry[0]?.model
    return rankedChart(
      perCountry
        .filter(({ model }) => model === first)
        .slice(0, shown)
        .map(({ country, similarity, interval, floorUniform }) => ({
          label: country,
          estimate: similarity,
          lower: interval?.lower ?? null,
          upper: interval?.upper ?? null,
          floor: floorUniform,
        })),
      { width, axis: 'Similarity', domain: [0, 1] },
    )
  },
})

/** Every bad row with the line it stands on. */
function refuse(issues: readonly InputIssue[], people: readonly JsonRow[], models: readonly JsonRow[]): void {
  if (issues.length === 0) return
  throw new DataError(
    issues.slice(0, 100).map(({ code, message, row, side, who }) => {
      const line = (side === 'survey' ? people : models)[row - 1]?.line
      return {
        code,
        path: [row],
        message,
        ...(line === undefined ? {} : { line }),
        ...(who === undefined ? {} : { value: who }),
      }
    }),
    { name: 'the answers', total: issues.length },
  )
}

/** A small simulated survey and one model. */
function sampleOf(): string {
  const { survey, responses } = simulateSurvey({ seed: 2 })
  const asked = survey.questions.slice(0, 24)
  const countries = new Set([...new Set(survey.answers.map(({ country }) => country))].slice(0, 5))
  const round = (shares: readonly number[]): readonly number[] => shares.map((share) => Number(share.toFixed(2)))
  const people = survey.answers.flatMap(({ question, country, distribution }) => {
    const of = asked[question]
    return of === undefined || !countries.has(country)
      ? []
      : [{ question: of.text, options: of.options, country, distribution: round(distribution) }]
  })
  const [model] = responses.models
  const answers = responses.responses.flatMap((response) => {
    const of = asked.find(({ text }) => text === response.text)
    return response.model !== model || response.prompted !== null || of === undefined
      ? []
      : [{ question: of.text, options: of.options, model, distribution: round(response.distribution) }]
  })
  return [...people, ...answers].map((row) => JSON.stringify(row)).join('\n') + '\n'
}

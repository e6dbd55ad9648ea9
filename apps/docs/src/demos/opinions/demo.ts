import { intervalChart, rankedChart, worldMapChart } from '@safety-portfolio/charts'
import type { CountryScore } from '@safety-portfolio/global-opinions'
import shapes from 'virtual:world-map'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { compareChosen, type OpinionResult } from './compare.js'
import type { OwnOpinions } from './opinion-files.js'
import { address, type OpinionState } from './state.js'

type OpinionShown = Shown<OpinionState, OwnOpinions | null, OpinionResult>

const share = (value: number): string => value.toFixed(3).replace('-', '−')
const names = { similarity: 'Similarity', skill: 'Skill', adjusted: 'Adjusted similarity' } as const
const valueOf = (row: CountryScore, show: OpinionState['show']): number | null => row[show]
const intervalOf = (row: CountryScore, show: OpinionState['show']): CountryScore['interval'] =>
  show === 'similarity' ? row.interval : show === 'skill' ? row.skillInterval : row.adjustedInterval

interface CountryRow {
  readonly country: string
  readonly iso3: string | null
  readonly questions: number
  readonly similarity: number
  readonly lower: number | null
  readonly upper: number | null
  readonly floorUniform: number
  readonly ceiling: number | null
  readonly skill: number | null
  readonly adjusted: number | null
  readonly rank: number
  readonly rankLower: number | null
  readonly rankUpper: number | null
  readonly onMap: string
}

function countryRows({ result: { comparison, map } }: OpinionShown): readonly CountryRow[] {
  const beside = new Map(map.beside.map(({ label, reason }) => [label, reason]))
  return comparison.perCountry.map((row) => ({
    country: row.country,
    iso3: row.iso3,
    questions: row.n,
    similarity: row.similarity,
    lower: row.interval?.lower ?? null,
    upper: row.interval?.upper ?? null,
    floorUniform: row.floorUniform,
    ceiling: row.ceiling,
    skill: row.skill,
    adjusted: row.adjusted,
    rank: row.rank,
    rankLower: row.rankInterval?.lower ?? null,
    rankUpper: row.rankInterval?.upper ?? null,
    onMap: beside.get(row.country) ?? 'yes',
  }))
}

interface AnswerRow {
  readonly option: string
  readonly people: number | null
  readonly model: number
}

/** The question of the explorer: shares of the people of the country, and of the model. */
function answerRows({ result: { explorer }, state }: OpinionShown): readonly AnswerRow[] {
  const question = explorer[Math.min(state.question, explorer.length) - 1]
  if (question === undefined) return []
  const people = question.survey[state.country]
  const [model = []] = Object.values(question.models)
  return (question.options ?? []).map((option, place) => ({
    option,
    people: people?.[place] ?? null,
    model: model[place] ?? 0,
  }))
}

function questionText({ result: { explorer }, state }: OpinionShown): string {
  return explorer[Math.min(state.question, explorer.length) - 1]?.text ?? ''
}

/** Whose opinions three simulated models carry, on a simulated survey. */
export const opinions = defineDemo<OpinionState, OwnOpinions | null, OpinionResult>({
  name: 'opinions',
  address,
  compute: (own, state) => compareChosen(own ?? null, state),
  shownOnly: ['country', 'question', 'show'],
  charts: {
    map: {
      label: 'Map',
      draw: ({ result: { comparison, map }, state, isSample }, width) => {
        const rows = new Map(comparison.perCountry.map((row) => [row.country, row]))
        return worldMapChart(
          shapes,
          map.placed.flatMap(({ iso3, label }) => {
            const row = rows.get(label)
            if (row === undefined) return []
            const interval = intervalOf(row, state.show)
            const note = interval === null ? {} : { note: `(${intervalText(interval.lower, interval.upper, share)})` }
            return [{ id: iso3, label, value: valueOf(row, state.show), ...note }]
          }),
          {
            title: isSample ? `${names[state.show]}, simulated` : names[state.show],
            width,
            format: share,
            ...selected(comparison.perCountry, state.country),
          },
        )
      },
    },
    ranking: {
      label: 'Ranking',
      draw: ({ result: { comparison }, state }, width) =>
        rankedChart(
          comparison.perCountry.map((row) => {
            const interval = intervalOf(row, state.show)
            return {
              label: width < 480 ? shortLabel(row.country) : row.country,
              estimate: valueOf(row, state.show),
              lower: interval?.lower ?? null,
              upper: interval?.upper ?? null,
              ...(state.show === 'similarity' ? { floor: row.floorUniform } : {}),
            }
          }),
          { width, axis: names[state.show], format: share },
        ),
    },
    question: {
      label: 'Question',
      draw: (shown, width) =>
        intervalChart(
          answerRows(shown).map(({ option, people, model }) => ({
            label: option,
            estimate: model,
            lower: null,
            upper: null,
            ...(people === null ? {} : { truth: people }),
          })),
          { width, axis: 'Share of answers', format: share },
        ),
    },
  },
  tables: {
    countries: resultsTable<OpinionShown, CountryRow>({
      caption: 'Countries',
      columns: [
        { label: 'Country', text: ({ country }) => country },
        { label: 'Similarity', text: ({ similarity }) => share(similarity) },
        { label: '95 % interval', text: ({ lower, upper }) => intervalText(lower, upper, share) },
        { label: 'Uniform answer', text: ({ floorUniform }) => share(floorUniform) },
        { label: 'Ceiling', text: ({ ceiling }) => numberText(ceiling, share) },
        { label: 'Skill', text: ({ skill }) => numberText(skill, share) },
        { label: 'Adjusted', text: ({ adjusted }) => numberText(adjusted, share) },
        {
          label: 'Rank',
          text: ({ rank, rankLower, rankUpper }) =>
            `${rank} (${intervalText(rankLower, rankUpper, (value) => value.toFixed(0))})`,
        },
        { label: 'Questions', text: ({ questions }) => String(questions) },
        { label: 'On the map', text: ({ onMap }) => onMap },
      ],
      rows: countryRows,
    }),
    beside: resultsTable<
      OpinionShown,
      { readonly label: string; readonly similarity: number | null; readonly reason: string }
    >({
      caption: 'Beside the map',
      columns: [
        { label: 'Label of the survey', text: ({ label }) => label },
        { label: 'Similarity', text: ({ similarity }) => numberText(similarity, share) },
        { label: 'Why it has no shape', text: ({ reason }) => reason },
      ],
      rows: ({ result: { comparison, map } }) =>
        map.beside.map(({ label, reason }) => ({
          label,
          similarity: comparison.perCountry.find((row) => row.country === label)?.similarity ?? null,
          reason,
        })),
    }),
    question: resultsTable<OpinionShown, AnswerRow>({
      caption: 'Answers to one question',
      columns: [
        { label: 'Option', text: ({ option }) => option },
        { label: 'People of the country', text: ({ people }) => (people === null ? 'not asked' : share(people)) },
        { label: 'Model', text: ({ model }) => share(model) },
      ],
      rows: answerRows,
    }),
  },
  status: ({ result: { comparison, model }, state, isSample }) => {
    const [best] = comparison.perCountry
    const asked = state.condition === 'default' ? '' : `, asked to answer for ${state.condition}`
    if (best === undefined) return 'No country has enough questions.'
    const above = comparison.perCountry.filter(
      ({ interval, floorUniform }) => (interval?.lower ?? 0) > floorUniform,
    ).length
    return `${isSample ? 'Simulated model' : 'Model'} “${model}”${asked}: most like ${best.country} (${share(best.similarity)}); ${above} of ${comparison.perCountry.length} countries above a uniform answer with their whole interval`
  },
  texts: {
    question: (shown) => `${Math.min(shown.state.question, shown.result.explorer.length)}: ${questionText(shown)}`,
    truth: ({ result: { mirrored } }) => mirrored ?? '',
    notice: ({ isSample }) =>
      isSample ? 'Simulated: says nothing about these countries.' : 'Your files. Nothing of them leaves this page.',
  },
  findings: ({ result: { comparison }, isSample }) => [
    ...comparison.warnings.map(({ message }) => message),
    ...(isSample
      ? []
      : comparison.issues.slice(0, 20).map(({ side, row, message }) => `${side}, row ${row}: ${message}`)),
  ],
  assumptions: ({ result: { comparison } }) => comparison.assumptions,
})

/** A label that fits beside the bars of a narrow chart. */
function shortLabel(label: string): string {
  return label.replace('Current national sample', 'current').replace('Non-national sample', 'part')
}

function selected(rows: readonly CountryScore[], label: string): { readonly selected?: string } {
  const code = rows.find(({ country }) => country === label)?.iso3
  return code === undefined || code === null ? {} : { selected: code }
}

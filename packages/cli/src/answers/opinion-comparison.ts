import type { Contrast, CountryScore, ModelScore, OpinionComparison } from '@safety-portfolio/global-opinions'
import type { Interval } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'

const shownCountries = 12

/** A comparison of models with countries. */
export function opinionAnswer(comparison: OpinionComparison): Answer {
  const { perCountry, models, contrasts, questions, method, assumptions, warnings } = comparison
  const above = perCountry.filter(
    ({ interval, similarity, floorUniform }) => (interval?.lower ?? similarity) > floorUniform,
  )
  return {
    title: 'Whose opinions',
    lead: sentence(
      perCountry.length === 0
        ? `${counted(questions, 'question')} are common to survey and responses, too few for any country`
        : `on ${counted(questions, 'question')}, ${above.length} of ${counted(perCountry.length, 'score')} of a model and a country lie above the floor of a uniform answer${perCountry.some(({ interval }) => interval !== null) ? ' with their whole interval' : ''}`,
    ),
    tables: [
      modelTable(models),
      ...models.map(({ model }) =>
        countryTable(
          model,
          perCountry.filter((row) => row.model === model),
        ),
      ),
      ...contrastTables(contrasts),
    ],
    basis: { method, assumptions, warnings },
    result: comparison,
    fine: perCountry.length > 0,
  }
}

function modelTable(models: readonly ModelScore[]): SummaryTable {
  return {
    caption: 'Models: mean similarity over countries, each counting once',
    header: [
      'model',
      'similarity',
      intervalHeader(models.map(({ similarity }) => similarity.interval)),
      'uniform answer',
      'questions',
      'countries',
      'order (tau-b)',
    ],
    rows: models.map(({ model, similarity, floorUniform, questions, countries, rankAgreement }) => [
      model,
      ...estimateCells(similarity),
      number(floorUniform),
      String(questions),
      String(countries),
      number(rankAgreement, 2),
    ]),
  }
}

/** The most and the least similar countries; all of them are in the JSON and the report's data. */
function countryTable(model: string, rows: readonly CountryScore[]): SummaryTable {
  const half = shownCountries / 2
  const shown = rows.length <= shownCountries ? rows : [...rows.slice(0, half), ...rows.slice(-half)]
  const part = shown.length < rows.length ? `, the first and last ${half} of ${rows.length}` : ''
  return {
    caption: `${model}: countries by similarity${part}`,
    header: [
      'country',
      'similarity',
      intervalHeader(rows.map(({ interval }) => interval)),
      'uniform answer',
      'ceiling',
      'skill',
      'adjusted',
      'rank',
      'questions',
    ],
    rows: shown.map((row) => [
      row.country,
      row.similarity.toFixed(3),
      range(row.interval),
      row.floorUniform.toFixed(3),
      row.ceiling === null ? 'unknown' : row.ceiling.toFixed(3),
      number(row.skill, 2),
      row.adjusted === null ? 'none' : row.adjusted.toFixed(3),
      `${formatNumber(row.rank, 3)}${row.rankInterval === null ? '' : ` (${formatNumber(row.rankInterval.lower, 3)} to ${formatNumber(row.rankInterval.upper, 3)})`}`,
      String(row.n),
    ]),
  }
}

function contrastTables(contrasts: readonly Contrast[]): readonly SummaryTable[] {
  const between = contrasts.filter(({ kind }) => kind === 'models')
  if (between.length === 0) return []
  return [
    {
      caption: 'Differences between models on the same questions, each country counting once',
      header: ['difference', 'estimate', intervalHeader(between.map(({ interval }) => interval)), 'p', 'Holm', 'BH'],
      rows: between.map(({ first, second, difference, interval, pValue, holm, bh }) => [
        `${first} − ${second}`,
        formatNumber(difference, 3),
        range(interval),
        number(pValue, 2),
        number(holm, 2),
        number(bh, 2),
      ]),
    },
  ]
}

function range(interval: Interval | null): string {
  return interval === null ? 'none' : `${minus(interval.lower)} to ${minus(interval.upper)}`
}

function minus(value: number): string {
  return value.toFixed(3).replace('-', '−')
}

function number(value: number | null, digits = 3): string {
  return value === null ? 'none' : formatNumber(value, digits)
}

import type { TabulatedAnswer } from '@safety-portfolio/global-opinions'
import { counted } from '../text/counted.js'
import { formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import { version } from '../version.js'
import type { Answer } from './answer.js'

/** Shares per country from individual answers. */
export function tabulationAnswer(answers: readonly TabulatedAnswer[], people: number, weighted: boolean): Answer {
  const countries = [...new Set(answers.map(({ country }) => country))]
  const method = `${weighted ? 'weighted' : 'unweighted'} shares per country and question; n is the effective number of people, (sum of weights)² / sum of squared weights (Kish 1965)`
  const assumptions = [
    'Weights make the sample stand for its country.',
    'People were drawn independently; clustered samples have a smaller effective n (divide by their design effect).',
  ]
  return {
    title: 'Tabulated answers',
    lead: sentence(
      `${counted(people, 'row')} give ${counted(answers.length, 'distribution')} of ${counted(countries.length, 'country').replace(/countrys$/, 'countries')}`,
    ),
    tables: [
      {
        caption: 'Countries',
        header: ['country', 'questions', 'people, mean', 'effective n, mean'],
        rows: countries.map((country) => {
          const own = answers.filter((answer) => answer.country === country)
          const mean = (of: (answer: TabulatedAnswer) => number): string =>
            formatNumber(own.reduce((sum, answer) => sum + of(answer), 0) / own.length)
          return [country, String(own.length), mean(({ respondents }) => respondents), mean(({ n }) => n)]
        }),
      },
    ],
    basis: { method, assumptions, warnings: [] },
    result: { answers, method, assumptions, warnings: [], version },
    fine: answers.length > 0,
  }
}

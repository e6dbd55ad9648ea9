import type { OpinionComparison } from '@safety-portfolio/global-opinions'
import { counted } from '../text/counted.js'
import { intervalHeader } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'

/** A comparison read as rankings. */
export function rankingAnswer(comparison: OpinionComparison): Answer {
  const {
    perCountry,
    models,
    contrasts,
    method,
    assumptions,
    warnings,
    base,
    policy,
    questions,
    omitted,
    issues,
    version,
  } = comparison
  const differences = contrasts.filter(({ kind }) => kind === 'countries')
  const told = differences.filter(({ holm }) => holm !== null && holm < 0.05)
  const digits = (value: number): string => value.toFixed(3).replace('-', '−')
  return {
    title: 'Ranking of countries',
    lead: sentence(
      `${counted(perCountry.length, 'score')} of ${counted(models.length, 'model')}; ${told.length} of ${counted(differences.length, 'difference')} from the reference differ from 0 after Holm's adjustment`,
    ),
    tables: models.map(({ model }) => {
      const rows = perCountry.filter((row) => row.model === model)
      const reference = differences.find((row) => row.model === model)?.second ?? 'the reference'
      return {
        caption: `${model}: countries in order, and differences from ${reference} on common questions`,
        header: [
          'country',
          'rank',
          intervalHeader(rows.map(({ rankInterval }) => rankInterval)),
          'similarity',
          'uniform answer',
          'difference',
          'interval',
          'Holm',
          'questions',
        ],
        rows: rows.map(({ country, rank, rankInterval, similarity, floorUniform, n }) => {
          const difference = differences.find((row) => row.model === model && row.first === country)
          return [
            country,
            formatNumber(rank, 3),
            rankInterval === null
              ? 'none'
              : `${formatNumber(rankInterval.lower, 3)} to ${formatNumber(rankInterval.upper, 3)}`,
            digits(similarity),
            digits(floorUniform),
            difference === undefined ? '–' : digits(difference.difference),
            difference?.interval == null
              ? '–'
              : `${digits(difference.interval.lower)} to ${digits(difference.interval.upper)}`,
            difference?.holm == null ? '–' : formatNumber(difference.holm, 2),
            String(n),
          ]
        }),
      }
    }),
    basis: { method, assumptions, warnings },
    result: {
      base,
      policy,
      questions,
      ranking: perCountry.map(
        ({ model, country, iso3, n, rank, rankInterval, similarity, interval, floorUniform, skill, adjusted }) => ({
          model,
          country,
          iso3,
          n,
          rank,
          rankInterval,
          similarity,
          interval,
          floorUniform,
          skill,
          adjusted,
        }),
      ),
      contrasts: differences,
      omitted,
      method,
      assumptions,
      warnings,
      issues,
      version,
    },
    fine: perCountry.length > 0,
  }
}

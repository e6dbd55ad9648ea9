import type { OwnCountryRank, Steerability } from '@safety-portfolio/global-opinions'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'

/** What prompting for countries does. */
export function steerabilityAnswer(result: Steerability): Answer {
  const { perCountry, models, method, assumptions, warnings } = result
  const gained = perCountry.filter(({ gain }) => gain.interval !== null && gain.interval.lower > 0)
  const excess = perCountry.filter(
    ({ stereotypeExcess }) => stereotypeExcess.interval !== null && stereotypeExcess.interval.lower > 0,
  )
  return {
    title: 'Steerability',
    lead: sentence(
      perCountry.length === 0
        ? 'no country has enough questions with a default and a prompted answer'
        : `of ${counted(perCountry.length, 'prompted country').replace(/countrys$/, 'countries')}, ${gained.length} gain similarity and ${excess.length} come out more decided than their people, with their whole interval`,
    ),
    tables: models
      .map(({ model }) => ({ model, rows: perCountry.filter((row) => row.model === model) }))
      .filter(({ rows }) => rows.length > 0)
      .map(({ model, rows }) => ({
        caption: `${model}: prompted to answer for a country`,
        header: [
          'country',
          'default',
          'prompted',
          'gain',
          intervalHeader(rows.map(({ gain }) => gain.interval)),
          'own rank',
          'stereotype excess',
          'interval',
          'questions',
        ],
        rows: rows.map((row) => [
          row.country,
          row.default.toFixed(3),
          row.prompted.toFixed(3),
          ...estimateCells(row.gain),
          ownRankText(row.ownRank),
          ...estimateCells(row.stereotypeExcess),
          String(row.n),
        ]),
      })),
    basis: { method, assumptions, warnings },
    result,
    fine: perCountry.length > 0,
  }
}

/** `3 (1–7) of 24`. */
function ownRankText(found: OwnCountryRank | null): string {
  if (found === null) return 'unknown'
  const { rank, of, interval } = found
  const range = interval === null ? '' : ` (${formatNumber(interval.lower, 3)}–${formatNumber(interval.upper, 3)})`
  return `${formatNumber(rank, 3)}${range} of ${of}`
}

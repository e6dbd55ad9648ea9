import { countLabel, tailChart } from '@safety-portfolio/charts'
import { forecastRare, type Observations, type RareForecast } from '@safety-portfolio/risk'
import { queriesTable } from '~/demos/rare-behaviours/queries-table.js'
import { defineKind, estimateRow, messages } from '../kind.js'
import { readWith } from '../read-with.js'

export const rareObservations = defineKind<
  Observations,
  { readonly forecast: RareForecast; readonly scores: Observations['scores'] }
>({
  label: 'Observations of a rare behaviour',
  wants: 'logp, or p, or hits and samples, or score: one query a row',
  page: '/demos/rare-behaviours/',
  // A hundred queries fit into a link.
  sample: `${queriesTable.sample.split('\n').slice(0, 121).join('\n')}\n`,
  read: (text, columns) => readWith(queriesTable, text, columns),
  analyse: (observations, { queries }) => {
    const forecast = forecastRare(observations, { to: [queries], seed: 1, replicates: 500 })
    const { worst, frequency, aggregate, kind, m, k, choice, assumptions, warnings, refused, diagnostics } = forecast
    const bound = diagnostics.bound?.statement
    return {
      lead:
        refused?.message ??
        `${m} queries, the tail fitted to the ${k} largest; forecast to ${countLabel(queries)} queries.`,
      estimates: [
        ...worst.map((row) =>
          estimateRow(`worst ${kind === 'score' ? 'score' : 'chance'} in ${countLabel(row.n)} queries`, {
            estimate: kind === 'score' ? row.psi : row.p,
            interval: row.interval,
            reason: row.reason,
          }),
        ),
        ...frequency.map((row) => estimateRow(`share of queries above ${row.tau}`, row)),
        ...(kind === 'score'
          ? []
          : aggregate.map((row) => estimateRow(`at least one occurrence in ${countLabel(queries)} answers`, row))),
      ],
      method: `extreme values of ${m} observations; ${choice}`,
      source: 'Jones et al. 2025, Forecasting Rare Language Model Behaviors',
      assumptions,
      warnings: [...messages(warnings, refused), ...(bound === undefined ? [] : [`Without any tail: ${bound}`])],
      result: { forecast, scores: observations.scores },
    }
  },
  draw: ({ forecast, scores }, width) => tailChart(scores, forecast, { width }),
})

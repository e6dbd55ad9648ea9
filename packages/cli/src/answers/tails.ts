import type { GumbelTail } from '@safety-portfolio/scaling-laws'
import { intervalHeader } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'
import { estimateCell } from './frontier-tables.js'

/** The worst that is to be expected of many queries. */
export function tailAnswer(found: GumbelTail): Answer {
  const { method, assumptions, warnings, forecasts, n } = found
  const last = forecasts.at(-1)!
  return {
    title: 'Forecast of the worst query',
    lead: sentence(
      `the worst of ${formatNumber(last.queries, 3)} queries is expected to show the behaviour with probability ${estimateCell(last.probability)}), from ${n} queries seen`,
    ),
    tables: [
      {
        caption: `Probability of the worst query (${intervalHeader(forecasts.map(({ probability }) => probability.interval))})`,
        header: ['queries', 'probability'],
        rows: forecasts.map(({ queries, probability }) => [formatNumber(queries, 3), estimateCell(probability)]),
      },
    ],
    basis: { method, assumptions, warnings },
    result: found,
    fine: true,
  }
}

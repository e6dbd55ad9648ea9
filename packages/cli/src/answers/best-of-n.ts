import type { BestOfN } from '@safety-portfolio/risk'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { formatSize } from '../text/format-size.js'
import type { Answer } from './answer.js'

/** Success of the best of N attempts. */
export function bestOfNAnswer(result: BestOfN): Answer {
  const { items, unbroken, curve, forecasts, powerLaw, stopping, batch, assumptions, warnings, refused } = result
  const known = curve.filter(({ estimate }) => estimate !== null).at(-1)
  const points = (caption: string, rows: BestOfN['curve']): SummaryTable => ({
    caption,
    header: ['N', 'success', intervalHeader(rows.map(({ interval }) => interval))],
    rows: rows.map((point) => [formatSize(point.n), ...estimateCells(point)]),
  })
  return {
    title: 'Best of N',
    lead: `${counted(items, 'item')}, ${unbroken} never broken. ${known === undefined ? 'No rate could be estimated.' : `Within ${formatSize(known.n)} attempts ${formatNumber(100 * known.estimate!, 3)} % break.`}`,
    tables: [
      points('Attack success within N attempts, mean over items', curve),
      ...(powerLaw === null
        ? []
        : [
            {
              caption: `-log success = a N^-b, from ${powerLaw.points} points`,
              header: ['constant', 'estimate', intervalHeader([powerLaw.coefficient.interval])],
              rows: [
                ['a', ...estimateCells(powerLaw.coefficient)],
                ['b', ...estimateCells(powerLaw.exponent)],
              ],
            },
          ]),
      ...(forecasts.length === 0 ? [] : [points('Forecast by the power law', forecasts)]),
    ],
    basis: {
      method:
        stopping === 'fixed'
          ? 'mean of 1 - C(n - c, N) / C(n, N); resampled items'
          : `share broken within N, attempts in batches of ${batch ?? 1} up to the first success; resampled items`,
      assumptions,
      warnings: refused === undefined ? warnings : [refused, ...warnings],
    },
    result,
    // A missing law is a finding only where a forecast was asked for.
    fine: refused === undefined || forecasts.length === 0,
  }
}

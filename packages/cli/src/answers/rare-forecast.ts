import type { RareForecast, TailDiagnostics } from '@safety-portfolio/risk'
import type { Finding } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { intervalHeader } from '../text/estimate-cells.js'
import { formatSize } from '../text/format-size.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** A forecast of rare behaviour. */
export function rareForecastAnswer(forecast: RareForecast): Answer {
  const { m, k, method, choice, assumptions, warnings, refused, kind } = forecast
  const names = {
    ols: 'least squares',
    weissman: 'maximum likelihood (Hill, Weissman)',
    gpd: 'generalised Pareto',
    lognormal: 'log-normal',
  }
  const how =
    method === 'lognormal'
      ? `log-normal law of ${m} observations`
      : `${names[method ?? 'ols']} tail of the ${k} largest of ${m}`
  const found: readonly Finding[] = refused === undefined ? warnings : [refused, ...warnings]
  return {
    title: 'Rare behaviour at deployment scale',
    lead: lead(forecast),
    tables: [
      // A refusal says why once, above; a column of "none" would say it again in every line.
      ...(refused === undefined ? forecastTables(forecast) : []),
      diagnosticsTable(forecast.diagnostics, kind === 'score'),
    ],
    basis: { method: `${how}; ${choice}`, assumptions, warnings: found },
    result: forecast,
    fine: refused === undefined,
  }
}

function lead({ refused, worst, m, kind, diagnostics }: RareForecast): string {
  if (refused !== undefined) {
    return `Refused: ${refused.message}${refused.bound === null ? '' : ` What holds without a tail: ${refused.bound.statement}`}`
  }
  const last = worst.at(-1)
  if (last === undefined) return `${m} observations.`
  const { interval } = last
  const value = kind === 'score' ? last.psi : last.p
  const range = interval === null ? '' : ` (${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)})`
  const what = kind === 'score' ? 'a score of' : 'an elicitation probability of'
  return `From ${m} measured queries: the worst of ${formatSize(last.n)} is forecast to have ${what} ${value === null ? 'none' : formatNumber(value, 3)}${range}.${diagnostics.bound === null ? '' : ` Without any tail: ${diagnostics.bound.statement}`}`
}

function forecastTables(forecast: RareForecast): readonly SummaryTable[] {
  const score = forecast.kind === 'score'
  return [
    worstTable(forecast),
    ...(score && forecast.frequency.length === 0 ? [] : [frequencyTable(forecast)]),
    ...(score ? [] : [aggregateTable(forecast)]),
  ]
}

const none = (reason: string | undefined): string => reason ?? 'not estimable'

function worstTable({ worst, kind }: RareForecast): SummaryTable {
  const score = kind === 'score'
  return {
    caption: `Worst of n queries: the ${score ? 'score' : 'probability'} that a share 1/n exceeds`,
    header: [
      'n',
      score ? 'score' : 'p',
      intervalHeader(worst.map(({ interval }) => interval)),
      ...(score ? [] : ['log10 p']),
    ],
    rows: worst.map(({ n, psi, p, logP, interval, reason }) => {
      const value = score ? psi : p
      return [
        formatSize(n),
        value === null ? 'none' : formatNumber(value, 3),
        interval === null ? none(reason) : `${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)}`,
        ...(score ? [] : [logP === null ? 'none' : formatNumber(logP / Math.LN10, 3)]),
      ]
    }),
  }
}

function frequencyTable({ frequency }: RareForecast): SummaryTable {
  return {
    caption: 'How frequent worse queries are',
    header: ['above', 'share of queries', intervalHeader(frequency.map(({ interval }) => interval)), 'one in'],
    rows: frequency.map(({ tau, estimate, interval, reason }) => [
      String(tau),
      estimate === null ? 'none' : formatNumber(estimate, 3),
      interval === null ? none(reason) : `${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)}`,
      estimate === null || estimate === 0 ? 'none' : formatSize(1 / estimate),
    ]),
  }
}

function aggregateTable({ aggregate }: RareForecast): SummaryTable {
  return {
    caption: 'At least one occurrence in n answers',
    header: ['n', 'chance', intervalHeader(aggregate.map(({ interval }) => interval))],
    rows: aggregate.map(({ n, estimate, interval, reason }) => [
      formatSize(n),
      estimate === null ? 'none' : formatNumber(estimate, 3),
      interval === null ? none(reason) : `${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)}`,
    ]),
  }
}

function diagnosticsTable(diagnostics: TailDiagnostics, score: boolean): SummaryTable {
  const { distinct, reach, curvature, kStability, methods, kthLargest } = diagnostics
  const unit = score ? 'score' : 'log10 p'
  const round = (value: number): string => formatNumber(value, 3)
  return {
    caption: 'How far to trust it',
    header: ['diagnostic', 'value'],
    rows: [
      ['reach beyond the sample', reach === null ? 'none' : `${round(reach)} times`],
      ['different values among the largest', String(distinct)],
      ...(kthLargest === null
        ? []
        : [['hits at the k-th largest', `${kthLargest.hits} of ${kthLargest.samples} samples`]]),
      [
        'curvature: 1 on an exponential tail',
        curvature === null ? 'none' : `${round(curvature.ratio)}, p ${round(curvature.pValue)}`,
      ],
      ...kStability.map(({ k, worst }) => [`from the ${k} largest, ${unit}`, round(worst)]),
      ...methods.map(({ method, worst }) => [`by ${method}, ${unit}`, worst === null ? 'refused' : round(worst)]),
    ],
  }
}

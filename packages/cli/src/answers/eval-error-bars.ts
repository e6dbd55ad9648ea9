import type { MeanEstimate, RecomputedScore } from '@safety-portfolio/evals'
import type { Interval } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { standardErrorCell } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { printable } from '../text/printable.js'

/** A score with everything its error bars need. */
export interface ErrorBars extends Pick<MeanEstimate, 'interval' | 'clopperPearson' | 'clustered'> {
  readonly scorer: string
  readonly standardError: number | null
}

/** Every standard error and interval of scores: by questions, exact, clustered in both ways, bootstrapped. */
export function errorBarsTable(scores: readonly ErrorBars[]): SummaryTable {
  return {
    caption: 'Every error bar',
    header: [
      'score',
      'by questions',
      'interval by',
      'Clopper-Pearson',
      'clusters',
      'clustered (Miller)',
      'clustered (finite)',
      'design effect',
      'wild bootstrap',
    ],
    rows: scores.map(({ scorer, standardError, interval, clopperPearson, clustered }) => [
      printable(scorer),
      standardErrorCell(clustered === null ? standardError : clustered.byQuestions),
      interval?.method ?? 'none',
      rangeText(clopperPearson),
      clustered === null ? 'none' : String(clustered.clusters),
      standardErrorCell(clustered?.plain ?? null),
      standardErrorCell(clustered?.finite ?? null),
      typeof clustered?.designEffect === 'number' ? formatNumber(clustered.designEffect, 3) : 'none',
      clustered?.wildReason === undefined ? rangeText(clustered?.wildInterval ?? null) : 'too few clusters',
    ]),
  }
}

/** pass@k, pass^k and at least k of scores whose questions were tried several times; none otherwise. */
export function repeatedTables(
  scores: readonly Pick<RecomputedScore, 'scorer' | 'repeated'>[],
): readonly SummaryTable[] {
  const cell = ({ mean, interval }: RecomputedScore['repeated'][number]['passAt']): string =>
    mean === null ? 'none' : `${formatNumber(mean, 3)} (${rangeText(interval)})`
  // Reducers of the same scorer share their attempts.
  const names = new Set<string>()
  const rows = scores.flatMap(({ scorer, repeated }) => {
    const name = scorer.replace(/ \[[^\]]*\]$/, '')
    if (names.has(name)) return []
    names.add(name)
    return repeated.map(({ k, passAt, passHat, atLeast }) => [
      printable(name),
      String(k),
      cell(passAt),
      cell(passHat),
      cell(atLeast),
    ])
  })
  if (rows.length === 0) return []
  return [
    {
      caption: 'Repeated attempts',
      header: ['score', 'k', 'pass@k: one of k', 'pass^k: all k', 'at least k of all'],
      rows,
    },
  ]
}

/** An interval in short; `none` without one. */
function rangeText(interval: Interval | null): string {
  return interval === null ? 'none' : `${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)}`
}

import type { RunComparison } from '@safety-portfolio/evals'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader, standardErrorCell } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { printable } from '../text/printable.js'
import type { Answer } from './answer.js'

/** Differences of runs on the questions they share. */
export function evalCompareAnswer(comparisons: readonly RunComparison[]): Answer {
  const ranked = comparisons.filter((one) => one.ranked !== null)
  return {
    title: 'Comparison of runs',
    lead:
      ranked.length === 0
        ? `${counted(comparisons.length, 'comparison')}: no difference can be told from chance, so there is no ranking.`
        : ranked
            .map(
              ({ scorer, a, b, ranked: higher }) =>
                `By ${printable(scorer)}, ${printable(higher === 'A' ? a : b)} is higher than ${printable(higher === 'A' ? b : a)}.`,
            )
            .join(' '),
    tables: [
      {
        caption: 'Differences, A minus B, on shared questions',
        header: [
          'score',
          'A',
          'B',
          'mean A',
          'mean B',
          'difference',
          intervalHeader(comparisons.map(({ interval }) => interval)),
          'standard error',
          'correlation',
          'p',
          'Holm',
          'Benjamini-Hochberg',
          'questions',
          'higher',
        ],
        rows: comparisons.map((one) => [
          printable(one.scorer),
          printable(one.a, 30),
          printable(one.b, 30),
          one.meanA === null ? 'none' : formatNumber(one.meanA),
          one.meanB === null ? 'none' : formatNumber(one.meanB),
          ...estimateCells({
            estimate: one.difference,
            standardError: one.standardError,
            interval: one.interval,
            reason: one.reason ?? 'none',
          }),
          standardErrorCell(one.standardError),
          one.correlation === null ? 'none' : formatNumber(one.correlation, 2),
          one.pValue === null ? 'none' : formatNumber(one.pValue, 2),
          one.holm === null ? 'none' : formatNumber(one.holm, 2),
          one.benjaminiHochberg === null ? 'none' : formatNumber(one.benjaminiHochberg, 2),
          String(one.n),
          one.ranked ?? 'not ranked',
        ]),
      },
    ],
    basis: {
      method:
        'paired differences by question, clustered where questions have clusters; Student t; p-values adjusted by Holm for all comparisons here',
      assumptions: [...new Set(comparisons.flatMap(({ assumptions }) => assumptions))],
      warnings: comparisons.flatMap(({ scorer, warnings }) =>
        warnings.map(({ code, message }) => ({ code, message: `${printable(scorer)}: ${message}` })),
      ),
    },
    result: { comparisons },
    fine: true,
  }
}

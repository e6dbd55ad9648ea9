import type { EmergenceAudit } from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { formatCompute, formatNumber } from '../text/format-number.js'
import { counted } from '../text/counted.js'
import type { Answer } from './answer.js'

const verdicts: Readonly<Record<EmergenceAudit['breakTest']['verdict'], string>> = {
  break: 'a smooth curve is rejected: accuracy breaks',
  'no-break-found': 'a smooth curve is not rejected, which is no proof of smoothness',
  'cannot-tell': 'whether accuracy breaks cannot be told from these models',
}

/** Whether an ability looks emergent, and which explanations the data leave open. */
export function emergenceAnswer(audit: EmergenceAudit): Answer {
  const { rows, breakTest, scoreOfAccuracy, scoreOfTokenSuccess, method, assumptions, warnings } = audit
  const { verdict, pValue, location, dispersion } = breakTest
  const cell = (estimate: Estimate): string => {
    const [value, range] = estimateCells(estimate)
    return `${value} (${range})`
  }
  return {
    title: 'Emergence audit',
    lead: `${counted(rows.length, 'model')}: ${verdicts[verdict]}${pValue === null ? '' : ` (p = ${formatNumber(pValue, 2)})`}.`,
    tables: [
      {
        caption: `Accuracy, and what explains it token by token (${intervalHeader(rows.map(({ accuracy }) => accuracy.interval))})`,
        header: ['scale', 'right', 'accuracy', 'token right', 'nats per token'],
        rows: rows.map(({ scale, successes, trials, accuracy, tokenSuccess, tokenLoss }) => [
          formatCompute(scale),
          `${successes} of ${trials}`,
          cell(accuracy),
          tokenSuccess.estimate === null ? 'none (no success)' : cell(tokenSuccess),
          tokenLoss.estimate === null ? 'none (no success)' : cell(tokenLoss),
        ]),
      },
      {
        caption: 'Break or smooth',
        header: ['test', 'value'],
        rows: [
          ['verdict', verdict],
          ['p of a smooth curve', pValue === null ? 'none' : formatNumber(pValue, 2)],
          [
            'best break between',
            location === null ? 'none' : `${formatCompute(location.below)} and ${formatCompute(location.above)}`,
          ],
          ['dispersion of the counts', dispersion === null ? 'none' : formatNumber(dispersion, 3)],
          ['emergence score of accuracy', score(scoreOfAccuracy.score)],
          ['emergence score of token success', score(scoreOfTokenSuccess.score)],
        ],
      },
    ],
    basis: { method, assumptions, warnings },
    result: audit,
    fine: true,
  }
}

function score(value: number | null): string {
  return value === null ? 'none' : formatNumber(value, 3)
}

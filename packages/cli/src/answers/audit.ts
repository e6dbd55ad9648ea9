import type { AuditCurve, DeploymentGame } from '@safety-portfolio/risk'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** What an audit finds, and, if it was played, the deployment game at one budget. */
export function auditAnswer(curve: AuditCurve, game: (DeploymentGame & { readonly budget: number }) | null): Answer {
  const { honest, attacks, points, refused, assumptions, warnings } = curve
  const found = [...(refused === undefined ? [] : [refused]), ...warnings, ...(game?.warnings ?? [])]
  const [first] = points
  return {
    title: 'Audit',
    lead:
      refused !== undefined || first === undefined
        ? `Refused: ${refused?.message ?? 'no budget was asked for'}`
        : `${counted(honest, 'honest piece')} of work and ${counted(attacks, 'attack')}: an audit of ${formatNumber(100 * first.budget, 3)} % of honest work finds ${first.estimate === null ? 'none' : formatNumber(100 * first.estimate, 3)} % of attacks.`,
    tables: [...(points.length === 0 ? [] : [curveTable(curve)]), ...(game === null ? [] : [gameTable(game)])],
    basis: {
      method:
        'threshold at the honest quantile, ties audited at random so that the budget is met; resampled work of both kinds',
      assumptions: [...assumptions, ...(game?.assumptions ?? [])],
      warnings: found,
    },
    result: game === null ? curve : { ...curve, deployment: game },
    fine: refused === undefined,
  }
}

function curveTable({ points, area }: AuditCurve): SummaryTable {
  return {
    caption: 'Attacks found at each budget',
    header: ['budget', 'found', intervalHeader(points.map(({ interval }) => interval)), 'threshold', 'ties audited'],
    rows: [
      ...points.map((point) => [
        `${formatNumber(100 * point.budget, 3)} %`,
        ...estimateCells(point),
        formatNumber(point.threshold, 4),
        `${formatNumber(100 * point.tieProbability, 3)} %`,
      ]),
      ['area under the curve', ...estimateCells(area), '', ''],
    ],
  }
}

function gameTable(game: DeploymentGame & { readonly budget: number }): SummaryTable {
  const { need, attempts, win, audited, success, budget } = game
  return {
    caption: `Deployment game at a budget of ${formatNumber(100 * budget, 3)} %: ${need} successes needed, ${counted(attempts, 'attempt')}`,
    header: ['quantity', 'estimate', intervalHeader([win.interval])],
    rows: [
      ['the attacker wins', ...estimateCells(win)],
      ['an attempt is audited', ...estimateCells(audited)],
      ['an unaudited one succeeds', ...estimateCells(success)],
    ],
  }
}

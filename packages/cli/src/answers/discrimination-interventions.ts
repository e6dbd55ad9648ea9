import type { ConditionSensitivity, Interventions } from '@safety-portfolio/discrimination'
import type { Estimate } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** Interventions, and how much scores vary between prompts where that was asked for. */
export function interventionsAnswer(
  column: string,
  found: Interventions,
  sensitivity: readonly ConditionSensitivity[] | null,
): Answer {
  const { reference, conditions, warnings, assumptions } = found
  const others = conditions.slice(1)
  const refused = conditions.filter(({ refusal }) => refusal !== null)
  const lowest = others
    .filter(({ meanAbsoluteScore }) => meanAbsoluteScore !== null)
    .toSorted((a, b) => a.meanAbsoluteScore! - b.meanAbsoluteScore!)[0]
  return {
    title: 'Interventions',
    lead: `${conditions.length} values of ${column}, compared with ${reference} on the same cases.${lowest === undefined ? '' : ` The smallest scores are under ${lowest.condition}: mean absolute score ${formatNumber(lowest.meanAbsoluteScore!, 3)} (${formatNumber(conditions[0]!.meanAbsoluteScore ?? Number.NaN, 3)} before), correlation of the logits ${formatNumber(lowest.logitCorrelation.estimate ?? Number.NaN, 3)}.`}${refused.length === 0 ? '' : ` No scores of their own: ${refused.map(({ condition }) => condition).join(', ')}.`}`,
    tables: [
      scoreTable(found),
      ...(others.length === 0 ? [] : [changeTable(found), agreementTable(found)]),
      ...(sensitivity === null ? [] : [sensitivityTable(sensitivity)]),
    ],
    basis: {
      method:
        'mixed model of the paired differences of logits for changes; Pearson correlations with a bootstrap over questions; McNemar for flips',
      assumptions,
      warnings: [
        ...warnings,
        ...refused.map(({ condition, refusal }) => ({
          code: refusal!.code,
          message: `${condition}: ${refusal!.message}`,
        })),
      ],
    },
    result: { condition: column, ...found, ...(sensitivity === null ? {} : { sensitivity }) },
    fine: true,
  }
}

const withRange = ({ estimate, interval, standardError, reason }: Estimate): string => {
  const [value, range] = estimateCells({
    estimate,
    interval,
    standardError,
    ...(reason === undefined ? {} : { reason }),
  })
  return interval === null ? value : `${value} (${range})`
}

const asEstimate = (one: {
  readonly estimate: number | null
  readonly se: number | null
  readonly interval: Estimate['interval']
}): Estimate => ({ estimate: one.estimate, standardError: one.se, interval: one.interval })

function scoreTable({ conditions }: Interventions): SummaryTable {
  const terms = conditions.find(({ scores }) => scores.length > 0)?.scores.map(({ term }) => term) ?? []
  return {
    caption: 'Scores under each condition',
    header: ['condition', ...terms],
    rows: conditions.map(({ condition, scores, refusal }) => [
      condition,
      ...terms.map((term) => {
        const score = scores.find((one) => one.term === term)
        return score === undefined ? (refusal?.code ?? 'none') : withRange(asEstimate(score))
      }),
    ]),
  }
}

function changeTable({ conditions, reference }: Interventions): SummaryTable {
  const terms = conditions[1]!.changes.map(({ term }) => term)
  return {
    caption: `Change from ${reference}, paired`,
    header: ['condition', ...terms],
    rows: conditions
      .slice(1)
      .map(({ condition, changes }) => [condition, ...changes.map((change) => withRange(asEstimate(change)))]),
  }
}

function agreementTable({ conditions, reference }: Interventions): SummaryTable {
  return {
    caption: `Agreement with the decisions under ${reference}`,
    header: ['condition', 'correlation of logits', 'correlation of p', 'flipped', 'to yes, to no', 'exact p', 'cases'],
    rows: conditions
      .slice(1)
      .map(({ condition, logitCorrelation, probabilityCorrelation, decisions, pairs }) => [
        condition,
        withRange(logitCorrelation),
        withRange(probabilityCorrelation),
        decisions.flipRate.estimate === null ? 'none' : `${formatNumber(100 * decisions.flipRate.estimate, 2)} %`,
        `${decisions.toYes}, ${decisions.toNo}`,
        formatNumber(decisions.exactP, 2),
        String(pairs),
      ]),
  }
}

function sensitivityTable(list: readonly ConditionSensitivity[]): SummaryTable {
  return {
    caption: 'How scores vary: standard deviations between questions, between conditions, and what is left',
    header: [
      'score',
      'mean',
      intervalHeader(list.map(({ mean }) => mean.interval)),
      'questions',
      'conditions',
      'left',
      'p, no difference of conditions',
    ],
    rows: list.map(({ term, mean, betweenQuestions, betweenConditions, residual, test }) => [
      term,
      ...estimateCells(mean),
      ...[betweenQuestions, betweenConditions, residual].map((sd) => (sd === null ? 'none' : formatNumber(sd, 3))),
      test === null ? 'none' : formatNumber(test.mixtureP ?? test.p, 2),
    ]),
  }
}

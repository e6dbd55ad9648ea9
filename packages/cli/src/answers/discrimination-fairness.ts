import type { BbqScores, GroupFairness, PairedDecisions } from '@safety-portfolio/discrimination'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

const cell = ({ estimate, interval, standardError, reason }: Estimate): string => {
  const [value, range] = estimateCells({
    estimate,
    interval,
    standardError,
    ...(reason === undefined ? {} : { reason }),
  })
  return estimate === null ? range : interval === null ? value : `${value} (${range})`
}
const number = (value: number | null, digits = 3): string => (value === null ? 'none' : formatNumber(value, digits))

/** Group fairness. */
export function fairnessAnswer(found: GroupFairness): Answer {
  const { n, groups, reference, omnibus, warnings, assumptions } = found
  const low = groups.filter(({ belowFourFifths }) => belowFourFifths === true)
  return {
    title: 'Group fairness',
    lead: `${n} cases in ${groups.length} groups, compared with ${reference}. ${omnibus === null ? 'All decisions are the same.' : `Groups are ${omnibus.p < 0.05 ? 'not selected alike' : 'not shown to be selected differently'} (chi-squared p = ${formatNumber(omnibus.p, 2)}, Cramér's V ${formatNumber(omnibus.cramersV, 2)}).`} ${low.length === 0 ? 'No impact ratio is below 4/5.' : `Impact ratio below 4/5: ${low.map(({ group }) => group).join(', ')}.`}`,
    tables: [ratesTable(found), comparisonTable(found), gapsTable(found), ...furtherTables(found)],
    basis: {
      method:
        "Wilson intervals of rates; Newcombe's of differences and Katz's of ratios; Fisher's exact test with Holm's adjustment; percentile bootstrap of gaps",
      assumptions,
      warnings,
    },
    result: found,
    fine: true,
  }
}

function ratesTable({ groups }: GroupFairness): SummaryTable {
  return {
    caption: 'Rates',
    header: ['group', 'cases', 'selected', 'true positive', 'false positive', 'precision', 'base rate'],
    rows: groups.map(({ group, counts, rates }) => [
      group,
      String(counts.n),
      cell(rates.selectionRate),
      cell(rates.truePositiveRate),
      cell(rates.falsePositiveRate),
      cell(rates.positivePredictiveValue),
      cell(rates.baseRate),
    ]),
  }
}

function comparisonTable({ groups, reference }: GroupFairness): SummaryTable {
  return {
    caption: `Selection against ${reference}, and against the highest rate`,
    header: ['group', 'difference', 'ratio', 'odds ratio, exact', 'Fisher p', 'Holm p', 'impact ratio'],
    rows: groups.flatMap(({ group, comparison, holmP, impactRatio, belowFourFifths }) =>
      comparison === null
        ? []
        : [
            [
              group,
              cell(comparison.difference),
              cell(comparison.ratio),
              number(comparison.fisher.oddsRatio),
              number(comparison.fisher.p, 2),
              number(holmP, 2),
              `${number(impactRatio)}${belowFourFifths === true ? ' below 4/5' : ''}`,
            ],
          ],
    ),
  }
}

function gapsTable({ gaps }: GroupFairness): SummaryTable {
  const rows: readonly (readonly [string, Estimate])[] = [
    ['demographic parity difference', gaps.demographicParityDifference],
    ['demographic parity ratio', gaps.demographicParityRatio],
    ['equal opportunity difference', gaps.equalOpportunityDifference],
    ['false positive rate difference', gaps.falsePositiveRateDifference],
    ['equalized odds difference', gaps.equalizedOddsDifference],
    ['equalized odds ratio', gaps.equalizedOddsRatio],
    ['average odds gap', gaps.averageOddsGap],
  ]
  return {
    caption: 'Gaps between the best and the worst group',
    header: ['gap', 'estimate', intervalHeader(rows.map(([, { interval }]) => interval))],
    rows: rows.map(([name, estimate]) => [name, ...estimateCells(estimate)]),
  }
}

function furtherTables({
  groups,
  inequality,
  mutualInformation,
  distanceFromUniform,
}: GroupFairness): readonly SummaryTable[] {
  const calibrated = groups.flatMap(({ group, calibration }) =>
    calibration === null
      ? []
      : [
          [
            group,
            number(calibration.expectedCalibrationError),
            number(calibration.brier),
            number(calibration.calibrationInTheLarge),
          ],
        ],
  )
  return [
    ...(calibrated.length === 0
      ? []
      : [
          {
            caption: 'Calibration of scores, 10 bins',
            header: ['group', 'expected calibration error', 'Brier score', 'mean score less rate'],
            rows: calibrated,
          },
        ]),
    {
      caption: 'As a whole',
      header: ['measure', 'value'],
      rows: [
        ['mutual information of group and decision, nats', number(mutualInformation)],
        ['distance of group sizes from uniform', number(distanceFromUniform)],
        ...(inequality === null
          ? []
          : [
              ['Theil index of benefits', number(inequality.theil)],
              ['generalized entropy, alpha 2', number(inequality.generalizedEntropy2)],
              ['of which between groups', number(inequality.betweenShare)],
            ]),
      ],
    },
  ]
}

/** Flips of paired decisions. */
export function flipsAnswer(found: PairedDecisions): Answer {
  const { pairs, toYes, toNo, flipRate, net, exactP } = found
  return {
    title: 'Counterfactual flips',
    lead: `${toYes + toNo} of ${pairs} decisions flip: ${toYes} to yes, ${toNo} to no. Exact p that both directions are equally likely: ${formatNumber(exactP, 2)}.`,
    tables: [
      {
        caption: 'Flips',
        header: ['measure', 'value'],
        rows: [
          ['share that flips', cell(flipRate)],
          ['change of the rate of yes', number(net)],
          ["McNemar's chi-squared", number(found.statistic)],
          ['its p', number(found.p, 2)],
          ['with continuity correction', number(found.correctedStatistic)],
          ['its p', number(found.correctedP, 2)],
        ],
      },
    ],
    basis: {
      method: 'McNemar, exact and by chi-squared; Korn and Graubard interval of the share',
      assumptions: ['Pairs are independent, or the clusters named are.'],
      warnings: [],
    },
    result: found,
    fine: true,
  }
}

/** Scores of BBQ. */
export function bbqAnswer(found: BbqScores, warnings: readonly Finding[]): Answer {
  const [all] = found.categories
  return {
    title: 'BBQ bias scores',
    lead: `${all!.n.ambiguous} ambiguous and ${all!.n.disambiguated} disambiguated questions. Scores run from −1, against the stereotype, to 1.`,
    tables: [
      {
        caption: 'By category',
        header: [
          'category',
          'bias, ambiguous',
          'bias, disambiguated',
          'accuracy, ambiguous',
          'accuracy, disambiguated',
          'accuracy gap',
        ],
        rows: found.categories.map((one) => [
          one.category,
          cell(one.biasAmbiguous),
          cell(one.biasDisambiguated),
          cell(one.accuracyAmbiguous),
          cell(one.accuracyDisambiguated),
          cell(one.accuracyGap),
        ]),
      },
    ],
    basis: {
      method: 'bias scores of Parrish et al. (2022); percentile bootstrap of whole templates',
      assumptions: found.assumptions,
      warnings: [...warnings, ...found.warnings],
    },
    result: { ...found, warnings: [...warnings, ...found.warnings] },
    fine: true,
  }
}

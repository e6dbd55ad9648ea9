import type { BbqScores, GroupFairness, PairedDecisions } from '@safety-portfolio/discrimination'
import type { Estimate, Finding, Interval } from '@safety-portfolio/stats'
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

const withInterval = (estimate: number | null, interval: Interval | null): string =>
  estimate === null ? 'none' : cell({ estimate, interval, standardError: null })

/** Group fairness. */
export function fairnessAnswer(found: GroupFairness): Answer {
  const { n, groups, reference, omnibus, warnings, assumptions } = found
  const low = groups.filter(({ belowFourFifths }) => belowFourFifths === true)
  return {
    title: 'Group fairness',
    lead: `${n} cases in ${groups.length} groups, compared with ${reference}. ${omnibus === null ? 'All decisions are the same.' : `Groups are ${omnibus.p < 0.05 ? 'not selected alike' : 'not shown to be selected differently'} (chi-squared p = ${formatNumber(omnibus.p, 2)}, Cramér's V ${formatNumber(omnibus.cramersV, 2)}).`} ${low.length === 0 ? 'No impact ratio is below 4/5.' : `Impact ratio below 4/5: ${low.map(({ group }) => group).join(', ')}.`}`,
    tables: [
      ratesTable(found),
      comparisonTable(found),
      ...errorRateTables(found),
      gapsTable(found),
      ...furtherTables(found),
    ],
    basis: {
      method:
        "Wilson intervals of rates; Newcombe's of differences and Katz's of ratios; Fisher's exact test with Holm's adjustment; percentile bootstrap of gaps, calibration and inequality",
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
    header: ['group', 'difference', 'ratio', 'odds ratio, exact', 'Fisher p', 'Holm p', 'impact ratio', 'below 4/5'],
    rows: groups.flatMap(({ group, comparison, holmP, impactRatio, impactRatioInterval, belowFourFifths }) =>
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
              withInterval(impactRatio, impactRatioInterval),
              belowFourFifths === null ? 'none' : belowFourFifths ? 'yes' : 'no',
            ],
          ],
    ),
  }
}

function errorRateTables({ groups, reference, errorRateTests }: GroupFairness): readonly SummaryTable[] {
  if (errorRateTests === null) return []
  const names = { truePositiveRate: 'true positive', falsePositiveRate: 'false positive' } as const
  const rows = groups.flatMap(({ group, errorRates }) =>
    errorRates === null
      ? []
      : (['truePositiveRate', 'falsePositiveRate'] as const).map((name) => {
          const { difference, ratio, fisherP, holmP } = errorRates[name]
          return [group, names[name], cell(difference), cell(ratio), number(fisherP, 2), number(holmP, 2)]
        }),
  )
  const tests = (['truePositiveRate', 'falsePositiveRate'] as const).flatMap((name) => {
    const test = errorRateTests[name]
    return test === null ? [] : [`${names[name]} p = ${formatNumber(test.p, 2)}`]
  })
  return [
    {
      caption: `Equalized odds: rates against ${reference}${tests.length === 0 ? '' : ` (chi-squared of all groups: ${tests.join(', ')})`}`,
      header: ['group', 'rate', 'difference', 'ratio', 'Fisher p', 'Holm p'],
      rows,
    },
  ]
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
  intervals,
}: GroupFairness): readonly SummaryTable[] {
  const calibrated = groups.flatMap(({ group, calibration }) =>
    calibration === null
      ? []
      : [
          [
            group,
            withInterval(calibration.expectedCalibrationError, calibration.intervals?.expectedCalibrationError ?? null),
            withInterval(calibration.brier, calibration.intervals?.brier ?? null),
            withInterval(calibration.calibrationInTheLarge, calibration.intervals?.calibrationInTheLarge ?? null),
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
        [
          'mutual information of group and decision, nats',
          withInterval(mutualInformation, intervals.mutualInformation),
        ],
        ['distance of group sizes from uniform', number(distanceFromUniform)],
        ...(inequality === null
          ? []
          : [
              ['Theil index of benefits', withInterval(inequality.theil, intervals.theil)],
              [
                'generalized entropy, alpha 2',
                withInterval(inequality.generalizedEntropy2, intervals.generalizedEntropy2),
              ],
              ['of which between groups', withInterval(inequality.betweenShare, intervals.betweenShare)],
            ]),
      ],
    },
  ]
}

/** Flips of paired decisions. */
export function flipsAnswer(found: PairedDecisions, warnings: readonly Finding[]): Answer {
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
      warnings,
    },
    result: { ...found, warnings },
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

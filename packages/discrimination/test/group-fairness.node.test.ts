import {
  benjaminiHochberg,
  benjaminiYekutieli,
  bonferroni,
  clopperPearsonInterval,
  holm,
  wilsonInterval,
} from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import {
  bbqScores,
  calibration,
  cochranMantelHaenszel,
  compareRates,
  distanceFromUniform,
  groupFairness,
  inequality,
  logisticRegression,
  pairedDecisions,
  mutualInformation,
  parseBbqAnswers,
} from '../src/index.js'
import type { FairnessCase, GapName, GroupFairness, RateName } from '../src/index.js'
import bbqOracle from './oracles/bbq_scores.json' with { type: 'json' }
import { sharedJson, sharedRows, sharedText } from './support/shared-rows.js'

const files = ['fairness_input.csv', 'paired_input.csv', 'fairness_numpy.json', 'fairness_R.json'].map(
  (name) => `oracles/fairness/${name}`,
)
/** numpy and R print 15 to 17 digits of sums over 3,000 cases. */
const digits = 12

type Numbers = Readonly<Record<string, number>>
interface NumpySection {
  readonly groups: Readonly<Record<string, Numbers>>
  readonly summary: Numbers & Readonly<Record<string, Readonly<Record<string, number | boolean>>>>
}

describeWithShared('3,000 decisions against numpy and R', files, () => {
  const rows = sharedRows(files[0]!)
  const numpy = sharedJson(files[2]!) as Readonly<Record<'gender' | 'race' | 'intersection', NumpySection>> & {
    readonly ece10_by_race: Numbers
    readonly brier_by_race: Numbers
    readonly theil_index: number
    readonly generalized_entropy_2: number
    readonly coefficient_of_variation: number
    readonly mutual_information_nats_yhat_race: number
    readonly tvd_to_uniform_race_counts: number
    readonly bbq: Numbers
  }
  const yes = (row: (typeof rows)[number], column: string): boolean => row[column] === '1'
  const casesBy = (group: (row: (typeof rows)[number]) => string): readonly FairnessCase[] =>
    rows.map((row) => ({
      group: group(row),
      decision: yes(row, 'yhat'),
      outcome: yes(row, 'y'),
      score: Number(row['score']),
    }))
  const text = (row: (typeof rows)[number], column: string): string => row[column] as string
  const sections: [keyof typeof numpy & ('gender' | 'race' | 'intersection'), string, readonly FairnessCase[]][] = [
    ['gender', 'male', casesBy((row) => text(row, 'gender'))],
    ['race', 'white', casesBy((row) => text(row, 'race'))],
    ['intersection', 'white x male', casesBy((row) => `${text(row, 'race')} x ${text(row, 'gender')}`)],
  ]
  const rateNames: Readonly<Record<string, RateName>> = {
    selection_rate: 'selectionRate',
    tpr: 'truePositiveRate',
    fpr: 'falsePositiveRate',
    ppv: 'positivePredictiveValue',
    npv: 'negativePredictiveValue',
    accuracy: 'accuracy',
    base_rate: 'baseRate',
  }
  const gapNames: Readonly<Record<string, GapName>> = {
    dp_difference: 'demographicParityDifference',
    dp_ratio: 'demographicParityRatio',
    eq_opportunity_difference: 'equalOpportunityDifference',
    fpr_difference: 'falsePositiveRateDifference',
    equalized_odds_difference_max: 'equalizedOddsDifference',
    equalized_odds_ratio_min: 'equalizedOddsRatio',
    equalized_odds_difference_mean: 'averageOddsGap',
  }

  it.each(sections)('%s: rates, gaps, AIF360 forms and impact ratios', (section, reference, cases) => {
    const found: GroupFairness = groupFairness(cases, { reference, replicates: 200 })
    const { groups, summary } = numpy[section]
    expect(found.groups).toHaveLength(Object.keys(groups).length)
    for (const report of found.groups) {
      const want = groups[report.group]!
      expect(report.counts.n).toBe(want['n'])
      for (const [theirs, ours] of Object.entries(rateNames)) {
        expect(report.rates[ours].estimate).toBeCloseTo(want[theirs]!, digits)
      }
      const of = (name: string): number => summary[name]![report.group] as number
      expect(report.averageOddsDifference.estimate).toBeCloseTo(of('aif360_average_odds_difference_vs_ref'), digits)
      expect(report.impactRatio).toBeCloseTo(of('impact_ratio_vs_highest'), digits)
      expect(report.belowFourFifths).toBe(summary['four_fifths_flag']![report.group])
      expect(report.share).toBeCloseTo(of('share_of_sample'), digits)
      if (report.comparison !== null) {
        expect(report.comparison.difference.estimate).toBeCloseTo(of('statistical_parity_difference_vs_ref'), digits)
        expect(report.comparison.ratio.estimate).toBeCloseTo(of('disparate_impact_vs_ref'), digits)
      }
    }
    for (const [theirs, ours] of Object.entries(gapNames)) {
      const gap = found.gaps[ours]
      expect(gap.estimate).toBeCloseTo((summary as Numbers)[theirs]!, digits)
      if (gap.interval !== null) expect(gap.interval.lower).toBeLessThanOrEqual(gap.interval.upper)
    }
  })

  it('calibration, inequality and association', () => {
    for (const [race, want] of Object.entries(numpy.ece10_by_race)) {
      const own = rows.filter((row) => row['race'] === race)
      const found = calibration(
        own.map((row) => Number(row['score'])),
        own.map((row) => yes(row, 'y')),
      )
      expect(found.expectedCalibrationError).toBeCloseTo(want, digits)
      expect(found.brier).toBeCloseTo(numpy.brier_by_race[race]!, digits)
    }
    const benefits = rows.map((row) => (yes(row, 'yhat') ? 1 : 0) - (yes(row, 'y') ? 1 : 0) + 1)
    const { theil, generalizedEntropy2, coefficientOfVariation } = inequality(benefits)
    expect(theil).toBeCloseTo(numpy.theil_index, digits)
    expect(generalizedEntropy2).toBeCloseTo(numpy.generalized_entropy_2, digits)
    // AIF360 calls 2 sqrt(GE(2)) the coefficient of variation; standard deviation over mean is sqrt(2 GE(2)).
    expect(Math.SQRT2 * coefficientOfVariation).toBeCloseTo(numpy.coefficient_of_variation, digits)
    const races = [...new Set(rows.map((row) => text(row, 'race')))]
    const table = races.map((race) => {
      const own = rows.filter((row) => row['race'] === race)
      const selected = own.filter((row) => yes(row, 'yhat')).length
      return [selected, own.length - selected]
    })
    expect(mutualInformation(table)).toBeCloseTo(numpy.mutual_information_nats_yhat_race, digits)
    expect(distanceFromUniform(table.map(([a = 0, b = 0]) => a + b))).toBeCloseTo(
      numpy.tvd_to_uniform_race_counts,
      digits,
    )
  })

  const r = sharedJson(files[3]!) as {
    readonly vs_white: Readonly<
      Record<string, Numbers & Readonly<Record<string, readonly [number, number, number, number]>>>
    >
    readonly adjust: Readonly<Record<'raw' | 'holm' | 'BH' | 'BY' | 'bonferroni', Numbers>>
    readonly omnibus_chisq: Numbers
    readonly paired: Numbers
    readonly logistic: Readonly<Record<'coef' | 'se', Numbers>>
    readonly cmh_black_vs_white_by_gender: {
      readonly stat: number
      readonly p: number
      readonly common_or: number
      readonly ci: readonly [number, number]
    }
  }
  /** R's fisher.test searches its conditional estimates and limits to a tolerance of about 1e-4. */
  const searchTolerance = 2e-4

  it.each(Object.keys(r.vs_white))('%s against white: every interval and test of R', (race) => {
    const want = r.vs_white[race]!
    const [a, n, b, m] = want['counts'] as unknown as readonly [number, number, number, number]
    const found = compareRates(a, n, b, m)
    const close = (ours: number | null | undefined, theirs: number): void => {
      expect(Math.abs(ours! - theirs)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(theirs)))
    }
    close(found.oddsRatio, want['odds_ratio_sample']!)
    close(found.fisher.p / want['fisher_p']!, 1)
    close(found.chiSquared!.statistic, want['chisq_nocorr']!)
    close(found.chiSquared!.p / want['chisq_nocorr_p']!, 1)
    close(found.corrected!.statistic, want['chisq_yates']!)
    close(found.z, want['z_pooled']!)
    close(found.cohensH, want['cohens_h']!)
    close(found.corrected!.p / want['chisq_yates_p']!, 1)
    close(a / n, want['rate']!)
    close(b / m, want['ref_rate']!)
    close(found.difference.estimate, want['diff']!)
    close(found.ratio.estimate, want['ratio']!)
    const interval = (ours: { readonly lower: number; readonly upper: number } | null, name: string): void => {
      close(ours!.lower, want[name]![0])
      close(ours!.upper, want[name]![1])
    }
    interval(found.ratio.interval, 'katz_ratio_ci')
    interval(found.difference.interval, 'newcombe_diff_ci')
    interval(wilsonInterval(a, n), 'wilson_ci')
    interval(clopperPearsonInterval(a, n), 'clopper_pearson_ci')
    expect(Math.abs(found.fisher.oddsRatio! / want['fisher_cond_or']! - 1)).toBeLessThan(searchTolerance)
    expect(Math.abs(found.fisher.interval!.lower / want['fisher_ci']![0] - 1)).toBeLessThan(searchTolerance)
    expect(Math.abs(found.fisher.interval!.upper / want['fisher_ci']![1] - 1)).toBeLessThan(searchTolerance)
  })

  it('adjusted p-values, omnibus test, strata, pairs and logistic regression', () => {
    const found = groupFairness(sections[1]![2], { reference: 'white', replicates: 20 })
    for (const { group, holmP, falseDiscoveryP } of found.groups) {
      if (holmP === null) continue
      expect(holmP / r.adjust.holm[group]!).toBeCloseTo(1, 8)
      expect(falseDiscoveryP! / r.adjust.BH[group]!).toBeCloseTo(1, 8)
    }
    const compared = found.groups.filter(({ comparison }) => comparison !== null)
    const raw = compared.map(({ comparison }) => comparison!.fisher.p)
    const adjustments = {
      raw: (p: readonly number[]) => p,
      holm,
      BH: benjaminiHochberg,
      BY: benjaminiYekutieli,
      bonferroni,
    }
    for (const [name, adjust] of Object.entries(adjustments)) {
      adjust(raw).forEach((p, k) => {
        const want = r.adjust[name as keyof typeof adjustments][compared[k]!.group]!
        expect(p / want).toBeCloseTo(1, 8)
      })
    }
    expect(found.omnibus!.statistic).toBeCloseTo(r.omnibus_chisq['stat']!, 9)
    expect(found.omnibus!.df).toBe(r.omnibus_chisq['df'])
    expect(found.omnibus!.p / r.omnibus_chisq['p']!).toBeCloseTo(1, 9)
    expect(found.omnibus!.cramersV).toBeCloseTo(r.omnibus_chisq['cramers_v']!, digits)
    const cell = (gender: string, race: string, decision: string): number =>
      rows.filter((row) => row['gender'] === gender && row['race'] === race && row['yhat'] === decision).length
    const cmh = cochranMantelHaenszel(
      ['male', 'female', 'non-binary'].map(
        (gender) =>
          [
            cell(gender, 'white', '1'),
            cell(gender, 'white', '0'),
            cell(gender, 'Black', '1'),
            cell(gender, 'Black', '0'),
          ] as const,
      ),
    )
    expect(cmh.statistic).toBeCloseTo(r.cmh_black_vs_white_by_gender.stat, 9)
    expect(cmh.p / r.cmh_black_vs_white_by_gender.p).toBeCloseTo(1, 9)
    expect(cmh.oddsRatio).toBeCloseTo(r.cmh_black_vs_white_by_gender.common_or, 11)
    expect(cmh.interval!.lower).toBeCloseTo(r.cmh_black_vs_white_by_gender.ci[0], 11)
    expect(cmh.interval!.upper).toBeCloseTo(r.cmh_black_vs_white_by_gender.ci[1], 11)
    const pairs = sharedRows(files[1]!)
    const flips = pairedDecisions(
      pairs.map((row) => yes(row, 'baseline')),
      pairs.map((row) => yes(row, 'variant')),
    )
    expect([flips.toYes, flips.toNo].toSorted((a, b) => a - b)).toEqual([r.paired['n01'], r.paired['n10']])
    expect(flips.flipRate.estimate).toBeCloseTo(r.paired['flip_rate']!, digits)
    expect(Math.abs(flips.net!)).toBeCloseTo(Math.abs(r.paired['net']!), digits)
    expect(flips.exactP).toBeCloseTo(r.paired['exact_p']!, digits)
    expect(flips.statistic).toBeCloseTo(r.paired['mcnemar']!, digits)
    expect(flips.p).toBeCloseTo(r.paired['mcnemar_p']!, digits)
    expect(flips.correctedStatistic).toBeCloseTo(r.paired['mcnemar_cc']!, digits)
    expect(flips.correctedP).toBeCloseTo(r.paired['mcnemar_cc_p']!, digits)
    const fit = logisticRegression(
      rows.map((row) => yes(row, 'yhat')),
      {
        race: { levels: rows.map((row) => text(row, 'race')), baseline: 'white' },
        gender: { levels: rows.map((row) => text(row, 'gender')), baseline: 'male' },
      },
    )
    for (const { term, estimate, se } of fit.effects) {
      const level = term.slice(term.indexOf('=') + 1)
      const name = Object.keys(r.logistic.coef).find((one) => one === term || one.endsWith(`)${level}`))!
      // glm stops at a relative change of the deviance of 1e-8.
      expect(Math.abs(estimate - r.logistic.coef[name]!)).toBeLessThan(1e-6)
      expect(Math.abs(se - r.logistic.se[name]!)).toBeLessThan(1e-6)
    }
  })

  it('BBQ counts by hand', () => {
    const of = (n: number, answer: 'target' | 'other' | 'unknown') =>
      Array.from({ length: n }, () => ({ context: 'ambig', answer, truth: 'unknown', polarity: 'neg' }) as const)
    const [biased, other] = [
      numpy.bbq['n_biased_answers']!,
      numpy.bbq['n_non_unknown']! - numpy.bbq['n_biased_answers']!,
    ]
    const unknown = Math.round(
      (numpy.bbq['accuracy_ambiguous']! * (biased + other)) / (1 - numpy.bbq['accuracy_ambiguous']!),
    )
    const { categories } = bbqScores([...of(biased, 'target'), ...of(other, 'other'), ...of(unknown, 'unknown')], {
      replicates: 20,
    })
    // 200 answers that name someone are 45 % of 444.4: whole counts give the accuracy to 1/1000.
    expect(categories[0]!.biasAmbiguous.estimate).toBeCloseTo(numpy.bbq['s_AMB']!, 3)
    const sure = bbqScores(
      [...of(biased, 'target'), ...of(other, 'other')].map((one) => ({ ...one, context: 'disambig' as const })),
      { replicates: 20 },
    )
    expect(sure.categories[0]!.biasDisambiguated.estimate).toBeCloseTo(numpy.bbq['s_DIS']!, digits)
  })
})

const census = ['data/fairness/adult.data.gz', 'data/fairness/german.data', 'data/fairness/reference_counts.json']

describeWithShared('Adult and German Credit', census, () => {
  const want = sharedJson(census[2]!) as Readonly<Record<string, Numbers>>
  const lines = (file: string, separator: string | RegExp): readonly (readonly string[])[] =>
    sharedText(file)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.split(separator).map((one) => one.trim()))
  const check = (name: string, cases: readonly FairnessCase[]): void => {
    const found = groupFairness(cases, { reference: 'privileged', replicates: 2 })
    const group = found.groups.find(({ group: one }) => one === 'unprivileged')!
    const base = found.groups.find(({ group: one }) => one === 'privileged')!
    expect([base.counts.n, group.counts.n]).toEqual([want[name]!['n_priv'], want[name]!['n_unpriv']])
    expect(base.rates.selectionRate.estimate).toBeCloseTo(want[name]!['rate_priv']!, digits)
    expect(group.rates.selectionRate.estimate).toBeCloseTo(want[name]!['rate_unpriv']!, digits)
    expect(group.comparison!.difference.estimate).toBeCloseTo(want[name]!['mean_difference']!, digits)
    expect(group.comparison!.ratio.estimate).toBeCloseTo(want[name]!['disparate_impact']!, digits)
  }
  const groupOf = (privileged: boolean): string => (privileged ? 'privileged' : 'unprivileged')

  it('give the reference figures of the whole files', () => {
    const adult = lines(census[0]!, ',')
    const adultCases = (column: number, privileged: string): readonly FairnessCase[] =>
      adult.map((cells) => ({ group: groupOf(cells[column] === privileged), decision: cells[14] === '>50K' }))
    check('adult_train_sex_male', adultCases(9, 'Male'))
    check('adult_train_race_white', adultCases(8, 'White'))
    const german = lines(census[1]!, /\s+/)
    const germanCases = (privileged: (cells: readonly string[]) => boolean): readonly FairnessCase[] =>
      german.map((cells) => ({ group: groupOf(privileged(cells)), decision: cells[20] === '1' }))
    check(
      'german_age_gt_25',
      germanCases((cells) => Number(cells[12]) > 25),
    )
    check(
      'german_age_ge_25',
      germanCases((cells) => Number(cells[12]) >= 25),
    )
    check(
      'german_sex_male',
      germanCases((cells) => cells[8] !== 'A92' && cells[8] !== 'A95'),
    )
  })
})

const predictions = ['preds_Age', 'preds_Disability_status'].map(
  (name) => `data/bbq/results/UnifiedQA/${name}.jsonl.gz`,
)

describeWithShared('BBQ with predictions of UnifiedQA', predictions, () => {
  it.each(Object.entries(bbqOracle))('%s', (name, want) => {
    const [file = '', column = ''] = name.split(' ')
    const path = predictions.find((one) => one.includes(`${file}.`))!
    expect(sharedPath(path)).toContain(file)
    const { answers, warnings } = parseBbqAnswers(sharedRows(path), column)
    expect(sharedRows(path).length - answers.length).toBe(want.skipped)
    expect(warnings.length).toBe(want.skipped > 0 ? 1 : 0)
    const [all] = bbqScores(answers, { replicates: 100 }).categories
    for (const key of ['accuracyAmbiguous', 'accuracyDisambiguated', 'biasAmbiguous', 'biasDisambiguated'] as const) {
      expect(all![key].estimate).toBeCloseTo(want[key], 13)
      expect(all![key].interval!.lower).toBeLessThanOrEqual(want[key])
      expect(all![key].interval!.upper).toBeGreaterThanOrEqual(want[key])
    }
  })
})

import {
  cardScore,
  cochranMantelHaenszel,
  compareRates,
  detectionPower,
  pairedDecisions,
} from '@safety-portfolio/discrimination'
import { decimals, digits, type ReproductionRow } from './reproduction.js'

const answers = (yes: readonly number[], no: readonly number[]) => yes.map((p, k) => ({ yes: p, no: no[k] ?? NaN }))

/** The worked example of the dataset card of discrim-eval. */
export const cardRows: readonly ReproductionRow[] = [
  {
    quantity: 'Score of the example of the dataset card',
    published: 0.35271771845227184,
    ours: cardScore(
      answers([0.1, 0.2, 0.3, 0.4, 0.5], [0.8, 0.7, 0.7, 0.4, 0.4]),
      answers([0.2, 0.1, 0.5, 0.6, 0.5], [0.7, 0.8, 0.4, 0.3, 0.4]),
    ),
    tolerance: 1e-15,
    print: decimals(15),
  },
]

/** 348 of 583 and 606 of 1,507 selected. */
const found = compareRates(348, 583, 606, 1507)
const before = [...Array<boolean>(9).fill(false), ...Array<boolean>(11).fill(true), ...Array<boolean>(180).fill(true)]
const after = [...Array<boolean>(9).fill(true), ...Array<boolean>(11).fill(false), ...Array<boolean>(180).fill(true)]
const flips = pairedDecisions(before, after)
const strata = cochranMantelHaenszel([
  [10, 20, 15, 15],
  [5, 25, 12, 18],
])

/** Group statistics on simulated counts; published is what R 4.2.2 prints. */
export const groupRows: readonly ReproductionRow[] = [
  {
    quantity: 'Ratio of rates, lower limit (Katz)',
    published: 1.35559399093334,
    ours: found.ratio.interval?.lower ?? NaN,
    tolerance: 1e-11,
    print: decimals(9),
  },
  {
    quantity: 'Difference of rates, upper limit (Newcombe)',
    published: 0.240882170593815,
    ours: found.difference.interval?.upper ?? NaN,
    tolerance: 1e-11,
    print: decimals(9),
  },
  {
    quantity: 'Fisher’s exact p',
    published: 1.5631464742566e-15,
    ours: found.fisher.p,
    tolerance: 1e-26,
    print: digits(9),
  },
  {
    quantity: 'Conditional odds ratio',
    published: 2.2008865222771,
    ours: found.fisher.oddsRatio ?? NaN,
    tolerance: 5e-4,
    print: digits(8),
    note: 'R stops its search at a tolerance of about 1e-4',
  },
  {
    quantity: 'Upper limit of the odds ratio of 3 of 4 against 1 of 4',
    published: 621.9337505,
    ours: compareRates(3, 4, 1, 4).fisher.interval?.upper ?? NaN,
    tolerance: 5,
    print: digits(7),
    note: 'R searches the reciprocal: at ours the tail is 0.025 to 15 digits',
  },
  {
    quantity: 'Chi-squared with Yates’ correction',
    published: 63.5053998823248,
    ours: found.corrected?.statistic ?? NaN,
    tolerance: 1e-9,
    print: decimals(9),
  },
  {
    quantity: 'Cohen’s h',
    published: 0.392085040432291,
    ours: found.cohensH ?? NaN,
    tolerance: 1e-12,
    print: decimals(9),
  },
  {
    quantity: 'Exact McNemar p, 9 against 11 flips',
    published: 0.823802947998047,
    ours: flips.exactP,
    tolerance: 1e-12,
    print: decimals(9),
  },
  {
    quantity: 'Common odds ratio of two strata',
    published: 0.4,
    ours: strata.oddsRatio ?? NaN,
    tolerance: 1e-12,
    print: decimals(9),
  },
  {
    quantity: 'Upper limit of it',
    published: 0.8767443,
    ours: strata.interval?.upper ?? NaN,
    tolerance: 5e-8,
    print: decimals(7),
  },
]

/** Published is scipy 1.17.1. */
export const powerRows: readonly ReproductionRow[] = [
  {
    quantity: 'Power of 70 questions for 0.15 at a deviation of 0.42',
    published: 0.8380009459699117,
    ours: detectionPower(70, 0.15, { deviation: 0.42 }),
    tolerance: 1e-9,
    print: decimals(9),
  },
  {
    quantity: 'of 64 questions',
    published: 0.8032749118248658,
    ours: detectionPower(64, 0.15, { deviation: 0.42 }),
    tolerance: 1e-9,
    print: decimals(9),
  },
]

import { countLabel, curveChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import {
  dataConstrainedLoss,
  dataConstrainedOptimal,
  fitDataConstrained,
  publishedFits,
} from '@safety-portfolio/scaling-laws'
import { decimals, digits, recovered, type ReproductionRow } from './reproduction.js'

const { parameters } = publishedFits.muennighoff
const best = dataConstrainedOptimal(parameters, 1e22, 25e9)

const runs = [1e8, 1e9, 1e10].flatMap((params) =>
  [1, 4, 10, 40].map((epochs) => {
    const uniqueTokens = 1e9
    const tokens = epochs * uniqueTokens
    return { params, tokens, uniqueTokens, loss: dataConstrainedLoss(parameters, params, tokens, uniqueTokens) }
  }),
)

/** Numbers of the authors' README. */
export const dataConstrainedRows: readonly ReproductionRow[] = [
  {
    quantity: 'Loss of 6.34B parameters, 242B tokens of 25B unique',
    published: 2.2256440889984477,
    ours: dataConstrainedLoss(parameters, 6.34e9, 242e9, 25e9),
    tolerance: 1e-12,
    print: decimals(12),
  },
  {
    quantity: 'Loss of 8.67B parameters, 178B tokens of 25B unique',
    published: 2.2269634075087867,
    ours: dataConstrainedLoss(parameters, 8.67e9, 178e9, 25e9),
    tolerance: 1e-12,
    print: decimals(12),
  },
  {
    quantity: 'Optimal parameters, 10²² FLOP, 25B unique tokens',
    published: 7.022e9,
    ours: best.params,
    tolerance: 5e6,
    print: digits(7),
    note: 'theirs: best of 500 grid points',
  },
  {
    quantity: 'Optimal tokens',
    published: 2.37337e11,
    ours: best.tokens,
    tolerance: 2e8,
    print: digits(7),
    note: 'theirs: best of 500 grid points',
  },
  {
    quantity: 'Optimal epochs',
    published: 9.493,
    ours: best.epochs,
    tolerance: 0.006,
    print: decimals(4),
    note: 'theirs: best of 500 grid points',
  },
]

/** The constants of repetition, planted in runs without noise and fitted. */
export const dataConstrainedRecovered: readonly ReproductionRow[] = recovered(
  { RD: parameters.RD, RN: parameters.RN },
  fitDataConstrained(runs, parameters, { loss: 'log-squared' }).parameters,
  [
    ['RD', 'R_D*'],
    ['RN', 'R_N*'],
  ],
)

/** Optimal epochs over compute, for three amounts of unique data. */
export function epochsChart(width: number): PlotOptions {
  const computes = Array.from({ length: 41 }, (_, index) => 10 ** (20 + index / 10))
  return curveChart(
    [1e10, 1e11, 1e12].map((unique) => ({
      name: `${countLabel(unique)} unique`,
      line: computes.map((x) => ({ x, y: dataConstrainedOptimal(parameters, x, unique).epochs })),
    })),
    {
      width,
      x: { label: 'Training compute (FLOP)', scale: 'log', format: (value) => `10^${Math.round(Math.log10(value))}` },
      y: { label: 'Optimal epochs', scale: 'log' },
      thresholds: [{ axis: 'y', value: 1 + parameters.RD, name: 'most that repetition is worth' }],
    },
  )
}

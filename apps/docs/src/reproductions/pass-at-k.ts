import { countLabel, curveChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import {
  betaBinomialPassAtK,
  fitBetaBinomialPassAtK,
  fitPassAtKPowerLaw,
  meanPassAtK,
  passAtK,
} from '@safety-portfolio/scaling-laws'
import { betaQuantile, createRandom } from '@safety-portfolio/stats'
import { decimals, type ReproductionRow } from './reproduction.js'

const brown = fitPassAtKPowerLaw([1, 10, 100, 1000].map((k) => ({ k, pass: Math.exp(-1.33 * k ** -0.43) })))

export const passAtKRows: readonly ReproductionRow[] = [
  {
    quantity: 'pass@1000 of 10,000 attempts with 7 successes',
    published: 0.5218147406528013,
    ours: passAtK(10_000, 7, 1000),
    tolerance: 1e-12,
    print: decimals(12),
  },
  {
    quantity: 'Beta-binomial pass@100 at α = 0.3, β = 5',
    published: 0.6068661872433934,
    ours: betaBinomialPassAtK({ alpha: 0.3, beta: 5 }, 100),
    tolerance: 1e-12,
    print: decimals(12),
  },
  {
    quantity: 'Beta-binomial pass@10,000 at α = 0.1, β = 1',
    published: 0.6212625198246162,
    ours: betaBinomialPassAtK({ alpha: 0.1, beta: 1 }, 10_000),
    tolerance: 1e-12,
    print: decimals(12),
  },
  {
    quantity: 'Coefficient of −log pass@k = 1.33 k^−0.43 (planted)',
    published: 1.33,
    ours: brown.coefficient!,
    tolerance: 1e-9,
    print: decimals(6),
  },
  { quantity: 'Its exponent (planted)', published: 0.43, ours: brown.exponent!, tolerance: 1e-9, print: decimals(6) },
]

/** Two hundred problems whose chances of success follow Beta(0.3, 5), 100 attempts each. */
const random = createRandom(1)
const truth = { alpha: 0.3, beta: 5 }
const problems = Array.from({ length: 200 }, () => {
  const chance = betaQuantile(random.uniform(), truth.alpha, truth.beta)
  return {
    attempts: 100,
    successes: Array.from({ length: 100 }, () => (random.uniform() < chance ? 1 : 0)).reduce<number>(
      (sum, one) => sum + one,
      0,
    ),
  }
})

const ks = [1, 2, 5, 10, 20, 50, 100]
const far = [200, 500, 1000, 2000, 5000, 10_000]
const measured = meanPassAtK(problems, ks, { bootstrap: { replicates: 500, seed: 1 } })
const forecast = fitBetaBinomialPassAtK(problems, { ks: [...ks, ...far] })

export function passAtKChart(width: number): PlotOptions {
  return curveChart(
    [
      {
        name: 'measured, and its density',
        points: measured.curve.map(({ k, passAtK: { estimate, interval } }) => ({
          x: k,
          y: estimate,
          lower: interval?.lower ?? null,
          upper: interval?.upper ?? null,
        })),
        line: forecast.forecasts.map(({ k, passAtK: { estimate, interval } }) => ({
          x: k,
          y: estimate,
          lower: interval?.lower ?? null,
          upper: interval?.upper ?? null,
        })),
      },
      {
        name: 'truth',
        reference: true,
        line: [...ks, ...far].map((k) => ({ x: k, y: betaBinomialPassAtK(truth, k) })),
      },
    ],
    {
      width,
      x: { label: 'Attempts k', scale: 'log', format: countLabel },
      y: { label: 'pass@k', domain: [0, 1] },
      thresholds: [{ axis: 'x', value: 100, name: 'attempts made' }],
      label: 'pass@k measured up to 100 attempts and forecast beyond',
    },
  )
}

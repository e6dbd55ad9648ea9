import {
  downstreamError,
  fitDownstreamError,
  fitLossToLoss,
  fitObservational,
  fitOverTraining,
  lossToLoss,
  overTrainingLoss,
} from '@safety-portfolio/scaling-laws'
import { countLabel, curveChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import { createRandom } from '@safety-portfolio/stats'
import { recovered, type ReproductionRow } from './reproduction.js'

const overTraining = { E: 1.8, a: 40, b: 120, eta: 0.12 }
const overTrainingRuns = [1e7, 1e8, 1e9].flatMap((params) =>
  [5, 20, 80, 320].map((ratio) => {
    const tokens = ratio * params
    return { params, tokens, loss: overTrainingLoss(overTraining, 6 * params * tokens, ratio) }
  }),
)
const downstream = { epsilon: 0.85, k: 2.1, gamma: 0.7 }

export const overTrainingRows: readonly ReproductionRow[] = [
  ...recovered(overTraining, fitOverTraining(overTrainingRuns, { loss: 'log-squared' }).parameters, [
    ['E', 'E'],
    ['a', 'a'],
    ['b', 'b'],
    ['eta', 'η'],
  ]),
  ...recovered(
    downstream,
    fitDownstreamError(
      [2.2, 2.5, 2.8, 3.2, 3.6, 4].map((loss) => ({ loss, error: downstreamError(downstream, loss) })),
      { loss: 'squared' },
    ).parameters,
    [
      ['epsilon', 'ε (error of a model that knows nothing)'],
      ['k', 'k'],
      ['gamma', 'γ'],
    ],
  ),
]

const target = { K: 1.2, kappa: 1.4, E0: 1.7, E1: 2 }
export const lossToLossRows: readonly ReproductionRow[] = recovered(
  target,
  fitLossToLoss(
    [2, 2.3, 2.7, 3.2, 3.8, 4.5].map((source) => ({ source, target: lossToLoss(target, source) })),
    { loss: 'log-squared' },
  ).parameters,
  [
    ['K', 'K'],
    ['kappa', 'κ'],
    ['E0', 'E₀'],
    ['E1', 'E₁'],
  ],
)

/** Loss at one budget over tokens per parameter: how little over-training costs near the optimum. */
export function overTrainingChart(width: number): PlotOptions {
  const ratios = Array.from({ length: 41 }, (_, index) => 2 * 10 ** (index / 14))
  return curveChart(
    [1e19, 1e20, 1e21].map((compute) => ({
      name: `10^${Math.log10(compute)} FLOP`,
      line: ratios.map((x) => ({ x, y: overTrainingLoss(overTraining, compute, x) })),
    })),
    { width, x: { label: 'Tokens per parameter', scale: 'log', format: countLabel }, y: { label: 'Loss' } },
  )
}

const logistic = (u: number): number => 1 / (1 + Math.exp(-u))
const draws = createRandom(1)
const models = Array.from({ length: 40 }, (_, index) => {
  const skill = index / 10 - 2
  const noisy = (value: number): number => logistic(value + 0.15 * (draws.uniform() - 0.5))
  const scores = {
    reading: noisy(skill),
    maths: noisy(1.3 * skill - 1),
    code: noisy(0.8 * skill),
    target: noisy(2.5 * skill - 2),
  }
  return { model: `m${index}`, compute: 10 ** (20 + index / 8), scores }
})

/** Forty simulated models of one latent skill: the law is fitted to the smaller ones and tested on the larger. */
export const observational = fitObservational(models, {
  benchmarks: ['reading', 'maths', 'code'],
  target: 'target',
  components: 1,
  trainUpTo: 1e23,
})

export function observationalChart(width: number): PlotOptions {
  const points = (split: 'train' | 'test') =>
    observational.predictions
      .filter((row) => row.split === split && row.observed !== null)
      .map((row) => ({ x: row.capability, y: row.observed }))
  const line = [...observational.predictions]
    .sort((one, other) => one.capability - other.capability)
    .map(({ capability, predicted }) => ({
      x: capability,
      y: predicted.estimate,
      lower: predicted.interval?.lower ?? null,
      upper: predicted.interval?.upper ?? null,
    }))
  return curveChart(
    [
      { name: 'fitted', points: points('train'), line },
      { name: 'held out', points: points('test') },
    ],
    {
      width,
      x: { label: 'Capability (first principal component)' },
      y: { label: 'Score of the target', domain: [0, 1] },
    },
  )
}

/** Numbers of the simulation, as the page prints them. */
export const observationalNumbers = {
  variance: `${(100 * (observational.components?.explained[0] ?? NaN)).toFixed(1)} %`,
  heldOut: String(observational.testError.n),
  error: (observational.testError.meanAbsoluteError.estimate ?? NaN).toFixed(3),
}

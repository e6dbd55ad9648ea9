import { countLabel, curveChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import {
  criticalBatchSize,
  fitKaplan,
  fitKaplanSteps,
  flopPerPetaflopDay,
  kaplanExponents,
  kaplanLoss,
  kaplanStepsLoss,
  powerLawLoss,
  publishedKaplan,
} from '@safety-portfolio/scaling-laws'
import { decimals, digits, recovered, type ReproductionRow } from './reproduction.js'

const { parameters } = publishedKaplan.paramsAndTokens

const runs = [1e6, 1e7, 1e8, 1e9].flatMap((params) =>
  [2e7, 2e8, 2e9, 2e10].map((tokens) => ({ params, tokens, loss: kaplanLoss(parameters, params, tokens) })),
)

/** What the paper prints and our functions give from its constants. */
export const kaplanRows: readonly ReproductionRow[] = [
  { quantity: 'FLOP of a PF-day', published: 8.64e19, ours: flopPerPetaflopDay, tolerance: 0, print: digits(3) },
  {
    quantity: 'Exponent of the data a model needs, αN/αD (D over N, section 4.4)',
    published: 0.74,
    ours: parameters.alphaN / parameters.alphaD,
    tolerance: 0.005,
    print: decimals(3),
  },
  {
    quantity: 'Data for a model 8 times as large (“roughly 5×”)',
    published: 5,
    ours: 8 ** (parameters.alphaN / parameters.alphaD),
    tolerance: 0.5,
    print: decimals(2),
    note: 'rounded in the paper',
  },
  {
    quantity: 'Exponent of the loss in C_min from theory (section 6.3)',
    published: 0.054,
    ours: kaplanExponents({ alphaN: 0.076, alphaS: 0.76, alphaB: 0.21 }).loss,
    tolerance: 0.0025,
    print: decimals(4),
    note: 'from the rounded exponents that are printed, 0.076, 0.76 and 0.21',
  },
]

const steps = { Nc: 1e13, Sc: 2000, alphaN: 0.08, alphaS: 0.75 }

/** The law of steps, planted and fitted; constants of our own. */
export const stepsRecovered: readonly ReproductionRow[] = recovered(
  steps,
  fitKaplanSteps(
    [1e6, 1e7, 1e8, 1e9].flatMap((params) =>
      [1e3, 1e4, 1e5, 1e6].map((count) => ({ params, steps: count, loss: kaplanStepsLoss(steps, params, count) })),
    ),
    { loss: 'log-squared' },
  ).parameters,
  [
    ['Nc', 'Nc'],
    ['Sc', 'Sc'],
    ['alphaN', 'αN'],
    ['alphaS', 'αS'],
  ],
)

/** Constants planted in runs without noise, and fitted. */
export const kaplanRecovered: readonly ReproductionRow[] = recovered(
  { ...parameters },
  fitKaplan(runs, { loss: 'log-squared' }).parameters,
  [
    ['Nc', 'Nc'],
    ['Dc', 'Dc (tokens)'],
    ['alphaN', 'αN'],
    ['alphaD', 'αD'],
  ],
)

/** Against an independent computation in Python. */
export const kaplanValues: readonly ReproductionRow[] = [
  {
    quantity: 'L(N) at 1.5B parameters',
    published: 2.3035505519976587,
    ours: powerLawLoss(publishedKaplan.params.parameters, 1.5e9),
    tolerance: 1e-10,
    print: decimals(10),
  },
  {
    quantity: 'L(D) at 23B tokens',
    published: 2.090322343478339,
    ours: powerLawLoss(publishedKaplan.tokens.parameters, 2.3e10),
    tolerance: 1e-10,
    print: decimals(10),
  },
  {
    quantity: 'L(N, D) at 1B, 10B',
    published: 2.4196518191691774,
    ours: kaplanLoss(parameters, 1e9, 1e10),
    tolerance: 1e-10,
    print: decimals(10),
  },
  {
    quantity: 'Critical batch at loss 3 (tokens)',
    published: 1069114.010235652,
    ours: criticalBatchSize(3),
    tolerance: 1e-4,
    print: digits(10),
  },
]

/** Loss over data for four model sizes. */
export function kaplanChart(width: number): PlotOptions {
  const tokens = Array.from({ length: 41 }, (_, index) => 10 ** (7 + index / 10))
  const series = [1e11, 1e9, 1e8, 1e7].map((params) => ({
    name: countLabel(params),
    line: tokens.map((x) => ({ x, y: kaplanLoss(parameters, params, x) })),
  }))
  return curveChart(series, {
    width,
    x: { label: 'Tokens', scale: 'log', format: countLabel },
    y: { label: 'Loss (nats per token)', scale: 'log' },
    label: "Kaplan's loss over tokens for four model sizes",
  })
}

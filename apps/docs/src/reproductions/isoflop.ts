import { countLabel, curveChart, powerLabel } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import {
  compareLaws,
  fitIsoFlop,
  publishedFits,
  simulateRuns,
  type ChinchillaParameters,
} from '@safety-portfolio/scaling-laws'
import { decimals, type ReproductionRow } from './reproduction.js'

const law = publishedFits.hoffmann.parameters
const exponent = ({ alpha, beta }: ChinchillaParameters): number => beta / (alpha + beta)
const runs = simulateRuns({ parameters: law, noise: 0.002, seed: 1 })

/** Approach 2 on runs of which the truth is known, with the bias it has there. */
const isoFlop = fitIsoFlop(runs, { law, bootstrap: { replicates: 500, seed: 1 }, budgets: [1e25] })

const { bias } = isoFlop
const { estimate, interval } = isoFlop.frontier.exponents.params

/** What the page prints of it. */
export const isoFlopNumbers = {
  truth: fixed(bias?.trueExponent, 4),
  withoutNoise: fixed(bias?.exponent, 4),
  estimate: fixed(estimate, 4),
  interval: `${fixed(interval?.lower, 4)} to ${fixed(interval?.upper, 4)}`,
  ratio: fixed(bias?.design.at(-1)?.ratio, 3),
  farRatio: fixed(bias?.forecast.at(-1)?.ratio, 3),
}

function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? 'not known' : value.toFixed(digits)
}

/** Exponents of optimal size that the papers print, from their own constants. */
export const isoFlopRows: readonly ReproductionRow[] = [
  {
    quantity: 'Approach 3 of Hoffmann et al., a (unrounded constants)',
    published: 0.46,
    ours: exponent(law),
    tolerance: 0.005,
    print: decimals(4),
  },
  {
    quantity: 'The same from the constants as printed',
    published: 0.46,
    ours: exponent(publishedFits.hoffmannRounded.parameters),
    tolerance: 0.01,
    print: decimals(4),
    note: 'rounded exponents',
  },
  {
    quantity: 'Besiroglu et al., a',
    published: 0.513,
    ours: exponent(publishedFits.besiroglu.parameters),
    tolerance: 5e-4,
    print: decimals(4),
  },
]

/** The parabolas of Approach 2. */
export function isoFlopChart(width: number): PlotOptions {
  const budgets = isoFlop.budgets.filter((_, index) => index % 2 === 1).slice(0, 4)
  return curveChart(
    budgets.map(({ compute, curvature, params, loss }) => {
      const near = runs.filter((run) => Math.abs(Math.log(6 * run.params * run.tokens) - Math.log(compute)) < 0.1)
      const centre = Math.log(params.estimate ?? NaN)
      return {
        name: powerLabel(Number(compute.toPrecision(1))),
        points: near.map((run) => ({ x: run.params, y: run.loss })),
        line: Array.from({ length: 31 }, (_, index) => centre + (index - 15) / 7).map((log) => ({
          x: Math.exp(log),
          y: loss.estimate! + curvature! * (log - centre) ** 2,
        })),
      }
    }),
    {
      width,
      x: { label: 'Parameters', scale: 'log', format: countLabel },
      y: { label: 'Loss' },
      label: 'Loss over model size at four budgets',
    },
  )
}

const points = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.005, seed: 2 })

/** Four forms on runs that one of them made. */
export const comparison = compareLaws(
  [
    { law: 'chinchilla', points },
    { law: 'kaplan', points },
    { law: 'over-training', points },
    {
      law: 'power-offset',
      name: 'power law of compute with offset',
      points: points.map(({ params, tokens, loss }) => ({ x: 6 * params * tokens, loss })),
    },
  ],
  { crossValidation: { seed: 1 }, loss: 'log-squared' },
)

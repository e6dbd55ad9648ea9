import { countLabel, curveChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import { bnslLoss, fitBnsl, fitM4, fitPowerOffset, m4Loss, powerOffsetLoss } from '@safety-portfolio/scaling-laws'
import { recovered, type ReproductionRow } from './reproduction.js'

/** Constants of four-digit addition in the noiseless script of Caballero et al. 2022. */
const addition = {
  a: 0.41388453071629455,
  b: 2.2772722897737556,
  c0: 0.055077348404973955,
  c1: 5.662903816010331,
  d1: 612.5836172918001,
  f1: 0.059193036393742314,
}

const curve = Array.from({ length: 40 }, (_, index) => 100 * 1.08 ** index).map((x) => ({
  x,
  loss: bnslLoss(addition, x),
}))

export const bnslRows: readonly ReproductionRow[] = recovered(
  addition,
  fitBnsl(curve, { loss: 'log-squared' }).parameters,
  [
    ['a', 'a'],
    ['b', 'b'],
    ['c0', 'c₀'],
    ['c1', 'c₁'],
    ['d1', 'd₁'],
    ['f1', 'f₁'],
  ],
)

const offset = { E: 0.29, B: 240, c: 0.45 }
const plateau = { E: 0.3, E0: 1, B: 1e3, c: 0.6, alpha: 0.8 }
const sizes = Array.from({ length: 12 }, (_, index) => 1e3 * 3 ** index)

export const curveRows: readonly ReproductionRow[] = [
  ...recovered(
    offset,
    fitPowerOffset(
      sizes.map((x) => ({ x, loss: powerOffsetLoss(offset, x) })),
      { loss: 'log-squared' },
    ).parameters,
    [
      ['E', 'power law with offset: E'],
      ['B', 'B'],
      ['c', 'c'],
    ],
  ),
  ...recovered(
    plateau,
    fitM4(
      sizes.map((x) => ({ x, loss: m4Loss(plateau, x) })),
      { loss: 'log-squared' },
    ).parameters,
    [
      ['E', 'M4: E'],
      ['E0', 'E₀'],
      ['B', 'B'],
      ['c', 'c'],
      ['alpha', 'α'],
    ],
  ),
]

/** A broken law, and the power law with offset that its first half suggests. */
export function brokenChart(width: number): PlotOptions {
  const seen = curve.filter(({ x }) => x < 500)
  const { parameters } = fitPowerOffset(seen, { loss: 'log-squared' })
  const smooth = parameters === null ? [] : curve.map(({ x }) => ({ x, y: powerOffsetLoss(parameters, x) }))
  return curveChart(
    [
      { name: 'broken law', line: curve.map(({ x, loss }) => ({ x, y: loss })) },
      { name: 'fit before the break', line: smooth, reference: true },
    ],
    {
      width,
      x: { label: 'Training examples', scale: 'log', format: countLabel },
      y: { label: 'Loss' },
      thresholds: [{ axis: 'x', value: addition.d1, name: 'break' }],
    },
  )
}

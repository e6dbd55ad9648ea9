import { countLabel, curveChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import { computeOptimal, inferenceAwareOptimum, publishedFits } from '@safety-portfolio/scaling-laws'
import { digits, type ReproductionRow } from './reproduction.js'

const law = publishedFits.hoffmannRounded.parameters
const { loss } = computeOptimal(law, 5.76e23)
const at = (inferenceTokens: number) => inferenceAwareOptimum(law, { loss, inferenceTokens })

/** The optimum under the constraint, against SciPy's general minimiser (printed to eight digits, its accuracy). */
export const inferenceRows: readonly ReproductionRow[] = [
  {
    quantity: 'Parameters, nothing to serve',
    published: 3.2189859e10,
    ours: at(0).params,
    tolerance: 2e3,
    print: digits(8),
  },
  {
    quantity: 'Parameters, 10¹¹ tokens to serve',
    published: 3.1629167e10,
    ours: at(1e11).params,
    tolerance: 2e3,
    print: digits(8),
  },
  {
    quantity: 'Parameters, 10¹³ tokens to serve',
    published: 1.741636e10,
    ours: at(1e13).params,
    tolerance: 2e3,
    print: digits(7),
  },
  {
    quantity: 'Total FLOP, 10¹³ tokens to serve',
    published: 1.0134844381198533e24,
    ours: at(1e13).totalCompute,
    tolerance: 1e14,
    print: digits(12),
  },
]

export function inferenceChart(width: number): PlotOptions {
  const served = Array.from({ length: 37 }, (_, index) => 10 ** (10 + index / 6))
  return curveChart([{ name: 'tokens per parameter', line: served.map((x) => ({ x, y: at(x).tokensPerParam })) }], {
    width,
    x: { label: 'Tokens to serve', scale: 'log', format: countLabel },
    y: { label: 'Optimal tokens per parameter', scale: 'log', format: countLabel },
    thresholds: [{ axis: 'y', value: at(0).tokensPerParam, name: 'compute-optimal' }],
  })
}

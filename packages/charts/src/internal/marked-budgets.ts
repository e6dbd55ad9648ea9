import { dot, ruleX, type Markish } from '@observablehq/plot'
import type { Allocation } from '@safety-portfolio/scaling-laws'
import { countLabel, powerLabel } from '../number-labels.js'
import type { IsoLossWindow } from './iso-loss-curve.js'
import { estimate, interval } from './palette.js'

/** A vertical line per budget, with the interval of its optimal size as a bar and the optimum as a dot. */
export function markedBudgets(marked: readonly Allocation[], window: IsoLossWindow): readonly Markish[] {
  return [
    ruleX(marked, { x: 'compute', stroke: estimate, strokeDasharray: '3 4', className: 'budget' }),
    ruleX(
      marked.filter(({ params }) => params.interval !== null),
      {
        x: 'compute',
        y1: ({ params }: Allocation) => Math.max(params.interval?.lower ?? NaN, window.params[0]),
        y2: ({ params }: Allocation) => Math.min(params.interval?.upper ?? NaN, window.params[1]),
        stroke: interval,
        strokeWidth: 5,
        strokeOpacity: 0.55,
        className: 'optimum-interval',
      },
    ),
    dot(marked, {
      x: 'compute',
      y: ({ params }: Allocation) => params.estimate,
      r: 5,
      fill: estimate,
      title: allocationSentence,
      className: 'optimum',
    }),
  ]
}

/** The optimum of a budget with its interval, in words. */
export function allocationSentence({ compute, params }: Allocation): string {
  const interval = params.interval
  const range =
    interval === null
      ? 'no interval'
      : `${100 * interval.level} % interval ${countLabel(interval.lower)} to ${countLabel(interval.upper)}`
  return `${powerLabel(compute)} FLOP: optimum at ${countLabel(params.estimate ?? NaN)} parameters (${range})`
}

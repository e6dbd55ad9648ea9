import { axisX, axisY, dot, gridX, gridY, ruleX, ruleY, text, type PlotOptions } from '@observablehq/plot'
import type { Interventions } from '@safety-portfolio/discrimination'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { background, estimate, interval } from './internal/palette.js'

/** Options of {@link interventionChart}. */
export interface InterventionChartOptions extends ChartSize {
  /** The score, as in `scores`: `race=Black`. Default: the first. */
  readonly term?: string
  /** Which decisions are correlated. Default `'logit'`. */
  readonly correlation?: 'logit' | 'probability'
}

interface Place {
  readonly condition: string
  readonly x: number
  readonly x1: number
  readonly x2: number
  readonly y: number
  readonly y1: number
  readonly y2: number
  readonly isReference: boolean
}

/**
 * What an intervention costs and gains: the correlation of its decisions with those of the reference, to the right unchanged, and the score that is left,
 * at the dashed line none; both with intervals. A good one lies at the right on the line. Conditions without a score or correlation are named below.
 *
 * @example
 * ```ts
 * import { interventionChart } from '@safety-portfolio/charts'
 *
 * interventionChart({ reference: 'default', conditions: [] }).ariaDescription // => 'No condition has both a score and a correlation.'
 * ```
 */
export function interventionChart(
  found: Pick<Interventions, 'conditions' | 'reference'>,
  options: InterventionChartOptions = {},
): PlotOptions {
  const { correlation = 'logit', ...size } = options
  const term = options.term ?? found.conditions.flatMap(({ scores }) => scores)[0]?.term
  const label = term === undefined ? 'Interventions' : `Interventions: score of ${term} over agreement`
  const absent: string[] = []
  const places = found.conditions.flatMap((one): readonly Place[] => {
    const score = one.scores.find((other) => other.term === term)
    const agreement = correlation === 'logit' ? one.logitCorrelation : one.probabilityCorrelation
    if (score?.estimate == null || agreement.estimate === null) {
      absent.push(one.condition)
      return []
    }
    return [
      {
        condition: one.condition,
        x: agreement.estimate,
        x1: agreement.interval?.lower ?? agreement.estimate,
        x2: agreement.interval?.upper ?? agreement.estimate,
        y: score.estimate,
        y1: score.interval?.lower ?? score.estimate,
        y2: score.interval?.upper ?? score.estimate,
        isReference: one.condition === found.reference,
      },
    ]
  })
  if (places.length === 0) return emptyChart(size, 160, label, 'No condition has both a score and a correlation.')
  const print = (value: number): string => String(Number(value.toPrecision(3)))
  const least = Math.min(...places.map(({ x1 }) => x1))
  const [low, high] = [Math.min(0, ...places.map(({ y1 }) => y1)), Math.max(0, ...places.map(({ y2 }) => y2))]
  const room = 0.08 * (high - low || 1)
  const spread = 0.08 * (1 - least || 0.1)
  const middle = (least + 1) / 2
  const width = size.width ?? 680
  const unit = { x: (width - 72) / (1 - least + 2 * spread), y: 300 / (high - low + 2 * room) }
  // Names that would lie on each other are numbered, and listed below the picture.
  const numbered = width < 480 || namesOverlap(places, unit, middle)
  const listed = numbered ? places.map(({ condition }, k) => `${k + 1} ${condition}`) : []
  const below = [...listed, ...(absent.length === 0 ? [] : [`Not estimable: ${absent.join(', ')}`])]
  const shared = frame(size, 380 + 15 * listed.length, {
    label,
    description: `${places.map((one) => `${one.condition}: score ${print(one.y)} (${print(one.y1)} to ${print(one.y2)}), correlation ${print(one.x)} (${print(one.x1)} to ${print(one.x2)}).`).join(' ')}${absent.length === 0 ? '' : ` Not drawn: ${absent.join(', ')}.`}`,
  })
  return {
    ...shared,
    marginLeft: 52,
    marginRight: 20,
    marginBottom: 42 + 15 * below.length,
    x: {
      domain: [least - spread, 1 + spread],
      label: `Correlation of the ${correlation === 'logit' ? 'logits' : 'probabilities'} with ${found.reference}`,
    },
    y: { domain: [low - room, high + room], label: `Score of ${term ?? 'none'}` },
    marks: [
      gridX({ ticks: 5, strokeOpacity: 0.12 }),
      gridY({ ticks: 5, strokeOpacity: 0.12 }),
      // The label right below the ticks, so that the names listed further down do not run into it.
      axisX({ ticks: shared.width < 480 ? 3 : 5, labelOffset: 36 }),
      axisY({ ticks: 5 }),
      ruleY([0], { stroke: 'currentColor', strokeDasharray: '3 3', className: 'reference' }),
      ruleY(places, {
        x1: 'x1',
        x2: 'x2',
        y: 'y',
        stroke: interval,
        strokeWidth: 3,
        strokeOpacity: 0.45,
        className: 'interval',
      }),
      ruleX(places, {
        y1: 'y1',
        y2: 'y2',
        x: 'x',
        stroke: interval,
        strokeWidth: 3,
        strokeOpacity: 0.45,
        className: 'interval',
      }),
      // Names stay within the plot: those of the right half end at their sign.
      ...(['start', 'end'] as const).map((textAnchor) =>
        text(
          places.filter(({ x }) => x > middle === (textAnchor === 'end')),
          {
            x: 'x',
            y: 'y',
            text: (one: Place) => (numbered ? String(places.indexOf(one) + 1) : one.condition),
            textAnchor,
            dy: -10,
            fill: 'currentColor',
            stroke: background,
            className: 'condition-label',
          },
        ),
      ),
      dot(places, {
        x: 'x',
        y: 'y',
        r: 4.5,
        fill: estimate,
        symbol: (one: Place) => (one.isReference ? 'diamond' : 'circle'),
        className: 'estimate',
      }),
      ...below.map((line, k) =>
        text([line], {
          frameAnchor: 'bottom-left',
          dy: 52 + 15 * k,
          fill: 'currentColor',
          ...(k < listed.length ? {} : { fontStyle: 'italic' }),
          className: k < listed.length ? 'condition-list' : 'not-estimable',
        }),
      ),
    ],
    symbol: { legend: false },
  }
}

/** Whether a name would lie on another, or on the sign of another: about 6 pixels a letter, 10 above its sign, reaching inwards. */
function namesOverlap(
  places: readonly Place[],
  unit: { readonly x: number; readonly y: number },
  middle: number,
): boolean {
  const boxes = places.map(({ condition, x, y }) => {
    const reach = 6 * condition.length
    const [from, to] = x > middle ? [-reach, 6] : [-6, reach]
    return { from: x * unit.x + from, to: x * unit.x + to, at: y * unit.y }
  })
  return boxes.some((one, k) =>
    boxes.slice(k + 1).some((other) => {
      const beside = one.to < other.from || other.to < one.from
      return !beside && Math.abs(one.at - other.at) < 18
    }),
  )
}

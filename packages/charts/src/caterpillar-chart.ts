import { axisX, dot, gridX, ruleX, ruleY, text, type PlotOptions } from '@observablehq/plot'
import type { ConditionalModes } from '@safety-portfolio/mixed-models'
import type { ChartSize } from './chart-size.js'
import { frame } from './internal/frame.js'
import { estimate, interval, threshold } from './internal/palette.js'

/** Options of {@link caterpillarChart}. */
export interface CaterpillarChartOptions extends ChartSize {
  /** Which random effect. Default: the first. */
  readonly term?: string
  /** What the axis says. Default: the name of the effect with "by" its grouping factor. */
  readonly axis?: string
  /** Coverage of the bars under normal theory. Default 0.95. */
  readonly level?: 0.8 | 0.9 | 0.95 | 0.99
}

const quantiles = { 0.8: 1.2816, 0.9: 1.6449, 0.95: 1.96, 0.99: 2.5758 } as const
/** More groups than this are drawn without their names. */
const named = 45

interface Place {
  readonly level: string
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/**
 * Predicted random effects of all groups, in order, with conditional intervals given the estimated parameters: which groups differ from the
 * population (the dashed line at 0), and by how much. More than 45 groups go without names, each a few pixels high.
 *
 * @throws RangeError when the effect does not exist.
 * @example
 * ```ts
 * import { caterpillarChart } from '@safety-portfolio/charts'
 *
 * const modes = { group: 'g', terms: ['x'], levels: ['a', 'b'], values: [[1], [-0.5]], standardDeviations: [[0.2], [0.1]] }
 * caterpillarChart(modes).ariaDescription // => 'b: -0.5 (-0.696 to -0.304). a: 1 (0.608 to 1.39). 2 of 2 intervals exclude 0.'
 * ```
 */
export function caterpillarChart(modes: ConditionalModes, options: CaterpillarChartOptions = {}): PlotOptions {
  const term = options.term ?? modes.terms[0]!
  const at = modes.terms.indexOf(term)
  if (at < 0)
    throw new RangeError(`caterpillarChart: no effect ${JSON.stringify(term)}; there are ${modes.terms.join(', ')}`)
  const z = quantiles[options.level ?? 0.95]
  const places = modes.levels
    .map((level, k): Place => {
      const value = modes.values[k]![at]!
      const margin = z * modes.standardDeviations[k]![at]!
      return { level, value, lower: value - margin, upper: value + margin }
    })
    .toSorted((a, b) => a.value - b.value || (a.level < b.level ? -1 : 1))
  const shown = (value: number): string => String(Number(value.toPrecision(3)))
  const clear = places.filter(({ lower, upper }) => lower > 0 || upper < 0).length
  const sentences = places.map(
    ({ level, value, lower, upper }) => `${level}: ${shown(value)} (${shown(lower)} to ${shown(upper)}).`,
  )
  const withNames = places.length <= named
  const axis = options.axis ?? `${term} by ${modes.group}`
  const longest = Math.max(4, ...places.map(({ level }) => Math.min(level.length, 24)))
  const high = withNames ? 18 * places.length : Math.min(640, Math.max(240, 3 * places.length))
  return {
    ...frame(options, 58 + high, {
      label: `Random effects in order: ${axis}`,
      description: `${(withNames ? sentences : [...sentences.slice(0, 3), '…', ...sentences.slice(-3)]).join(' ')} ${clear} of ${places.length} intervals exclude 0.`,
    }),
    marginLeft: withNames ? 14 + 6.4 * longest : 20,
    marginRight: 20,
    marginTop: 8,
    marginBottom: 42,
    x: { label: axis },
    // From the lowest at the bottom to the highest at the top.
    y: { type: 'band', domain: places.map(({ level }) => level).toReversed(), label: null, axis: null },
    marks: [
      gridX({ ticks: 5, strokeOpacity: 0.12 }),
      axisX({ ticks: 5 }),
      ruleX([0], { stroke: threshold, strokeDasharray: '5 4', className: 'population' }),
      ruleY(places, {
        x1: 'lower',
        x2: 'upper',
        y: 'level',
        stroke: interval,
        strokeWidth: withNames ? 4 : Math.max(1, (0.6 * high) / places.length),
        strokeOpacity: 0.4,
        className: 'interval',
      }),
      dot(places, {
        x: 'value',
        y: 'level',
        r: withNames ? 3.5 : 1.6,
        fill: estimate,
        title: ({ level, value, lower, upper }: Place) =>
          `${level}: ${shown(value)} (${shown(lower)} to ${shown(upper)})`,
        className: 'estimate',
      }),
      ...(withNames
        ? [
            text(places, {
              y: 'level',
              frameAnchor: 'left',
              text: ({ level }: Place) => (level.length > 24 ? `${level.slice(0, 23)}…` : level),
              textAnchor: 'end',
              dx: -8,
              fill: 'currentColor',
              className: 'group-label',
            }),
          ]
        : []),
    ],
  }
}

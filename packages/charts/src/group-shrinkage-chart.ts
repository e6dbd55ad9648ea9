import { axisX, axisY, dot, gridX, gridY, line, ruleX, ruleY, text, type PlotOptions } from '@observablehq/plot'
import type { Shrinkage, ShrunkenGroup } from '@safety-portfolio/mixed-models'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { estimate, interval, threshold } from './internal/palette.js'

/** Options of {@link groupShrinkageChart}. */
export interface GroupShrinkageChartOptions extends ChartSize {
  /** What the effect is called on the axes. Default: the name of the term. */
  readonly effect?: string
  /** Coverage of the bars under normal theory. Default 0.95. */
  readonly level?: 0.8 | 0.9 | 0.95 | 0.99
}

const quantiles = { 0.8: 1.2816, 0.9: 1.6449, 0.95: 1.96, 0.99: 2.5758 } as const

/**
 * What a mixed model makes of each group: across, the effect by the group's own rows; up, the effect by the model with its interval. On the thin
 * diagonal nothing was shrunk; the dashed line is the population, to which groups with few rows are drawn. Groups whose rows do not determine the
 * effect are counted, not drawn.
 *
 * @example
 * ```ts
 * import { groupShrinkageChart } from '@safety-portfolio/charts'
 *
 * const groups = [{ level: 'q1', rows: 20, own: 1.4, shrunken: 1.2, sd: 0.1 }, { level: 'q2', rows: 1, own: null, shrunken: 1, sd: 0.4 }]
 * groupShrinkageChart({ group: 'question', term: 'age', population: 1, groups }).ariaDescription // => 'q1: 1.4 by its own rows, 1.2 by the model. Population: 1. 1 group does not determine the effect by its own rows.'
 * ```
 */
export function groupShrinkageChart(shrinkage: Shrinkage, options: GroupShrinkageChartOptions = {}): PlotOptions {
  const { groups, population, group, term } = shrinkage
  const known = groups.filter((one): one is ShrunkenGroup & { own: number } => one.own !== null)
  const missing = groups.length - known.length
  const effect = options.effect ?? term
  const label = `Effects of ${effect} by ${group}: own rows and model`
  const counted =
    missing === 0
      ? ''
      : ` ${missing} ${missing === 1 ? 'group does' : 'groups do'} not determine the effect by ${missing === 1 ? 'its' : 'their'} own rows.`
  if (known.length === 0) return emptyChart(options, 320, label, `No group determines the effect by its own rows.`)
  const z = quantiles[options.level ?? 0.95]
  const shown = (value: number): string => String(Number(value.toPrecision(3)))
  const description = `${known.map((one) => `${one.level}: ${shown(one.own)} by its own rows, ${shown(one.shrunken)} by the model.`).join(' ')} Population: ${shown(population)}.${counted}`
  const across = domainOf([...known.map(({ own }) => own), population])
  const up = domainOf([...known.flatMap(({ shrunken, sd }) => [shrunken - z * sd, shrunken + z * sd]), population])
  const ends = [Math.max(across[0], up[0]), Math.min(across[1], up[1])]
  const small = known.length > 200
  return {
    ...frame(options, 380, { label, description }),
    marginLeft: 52,
    marginBottom: 44,
    marginTop: 18,
    x: { domain: across, label: `${effect} by the group's own rows` },
    y: { domain: up, label: `${effect} by the model` },
    marks: [
      gridX({ ticks: 5, strokeOpacity: 0.1 }),
      gridY({ ticks: 5, strokeOpacity: 0.1 }),
      axisX({ ticks: 5 }),
      axisY({ ticks: 5 }),
      line(ends[0]! < ends[1]! ? ends.map((value) => [value, value]) : [], {
        stroke: 'currentColor',
        strokeOpacity: 0.5,
        className: 'diagonal',
      }),
      ruleY([population], { stroke: threshold, strokeDasharray: '5 4', className: 'population' }),
      ruleX(known, {
        x: 'own',
        y1: (one: ShrunkenGroup) => one.shrunken - z * one.sd,
        y2: (one: ShrunkenGroup) => one.shrunken + z * one.sd,
        stroke: interval,
        strokeWidth: small ? 1 : 3,
        strokeOpacity: 0.35,
        className: 'interval',
      }),
      dot(known, {
        x: 'own',
        y: 'shrunken',
        r: small ? 2 : 3.5,
        fill: estimate,
        title: (one: ShrunkenGroup) =>
          `${one.level}: ${shown(one.own ?? Number.NaN)} by its own ${one.rows} rows, ${shown(one.shrunken)} by the model`,
        className: 'estimate',
      }),
      text([`population ${shown(population)}`], {
        frameAnchor: 'right',
        y: () => population,
        dy: -7,
        dx: -4,
        textAnchor: 'end',
        fill: 'currentColor',
        className: 'population-label',
      }),
      ...(missing === 0
        ? []
        : [
            text([counted.trim()], {
              frameAnchor: 'bottom-right',
              dx: -4,
              dy: -6,
              textAnchor: 'end',
              lineWidth: 28,
              fill: 'currentColor',
              fillOpacity: 0.75,
              className: 'note',
            }),
          ]),
    ],
  }
}

function domainOf(values: readonly number[]): readonly [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const margin = 0.05 * (most - least) || Math.abs(most) || 1
  return [least - margin, most + margin]
}

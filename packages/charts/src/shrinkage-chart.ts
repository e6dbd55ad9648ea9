import { axisX, dot, gridX, link, ruleX, ruleY, text, type PlotOptions } from '@observablehq/plot'
import type { DiscriminationAnalysis } from '@safety-portfolio/discrimination'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { estimate, interval } from './internal/palette.js'

/** Options of {@link shrinkageChart}. */
export interface ShrinkageChartOptions extends ChartSize {
  /** The score, as in `scores`: `race=Black`. Default: the first. */
  readonly term?: string
}

interface Line {
  readonly question: string
  readonly y: number
  readonly own: number | null
  readonly shrunken: number
  readonly lower: number
  readonly upper: number
}

/** Names of questions are printed up to so many; beyond, only the order is shown. */
const mostNames = 25

/**
 * The score of every question for one attribute: hollow what the question's own rows say, full what is left after shrinkage towards the mean, with its
 * interval. The solid line is the mean over questions, the dashed one no discrimination; questions on both sides of it show that discrimination for and
 * against can cancel.
 *
 * @example
 * ```ts
 * import { shrinkageChart } from '@safety-portfolio/charts'
 *
 * shrinkageChart({ scores: [], perQuestion: [] }).ariaDescription // => 'There is no model of the questions, so nothing to shrink.'
 * ```
 */
export function shrinkageChart(
  analysis: Pick<DiscriminationAnalysis, 'scores' | 'perQuestion'>,
  options: ShrinkageChartOptions = {},
): PlotOptions {
  const { term = analysis.scores[0]?.term, ...size } = options
  const label = term === undefined ? 'Scores of questions' : `Scores of questions for ${term}`
  const lines = analysis.perQuestion
    .flatMap(({ question, scores }) =>
      scores
        .filter((score) => score.term === term)
        .map(({ estimate: shrunken, interval: range, own }) => ({ question, shrunken, own, ...range })),
    )
    .toSorted((a, b) => a.shrunken - b.shrunken)
    .map(({ question, shrunken, own, lower, upper }, y): Line => ({ question, y, own, shrunken, lower, upper }))
  if (lines.length === 0) {
    return emptyChart(size, 120, label, 'There is no model of the questions, so nothing to shrink.')
  }
  const mean = analysis.scores.find((score) => score.term === term)?.estimate ?? null
  const named = lines.length <= mostNames
  const values = lines.flatMap(({ own, lower, upper }) => [lower, upper, ...(own === null ? [] : [own])])
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)]
  const margin = 0.04 * (most - least || 1)
  const words = frame(size, 60 + lines.length * (named ? 16 : Math.max(4, Math.min(8, 420 / lines.length))), {
    label,
    description: sentence(lines, mean),
  })
  const print = (value: number): string => String(Number(value.toPrecision(3)))
  return {
    ...words,
    marginLeft: named
      ? Math.min(0.35 * words.width, 16 + 6.2 * Math.max(...lines.map(({ question }) => question.length)))
      : 16,
    marginRight: 16,
    marginTop: 10,
    marginBottom: 40,
    x: { domain: [least - margin, most + margin], label: 'Score of the question, logit of yes' },
    y: { domain: [-0.5, lines.length - 0.5], axis: null },
    marks: [
      gridX({ ticks: 5, strokeOpacity: 0.12 }),
      axisX({ ticks: 5 }),
      ruleX([0], { stroke: 'currentColor', strokeDasharray: '3 3', className: 'reference' }),
      ...(mean === null ? [] : [ruleX([mean], { stroke: estimate, strokeWidth: 1.5, className: 'mean' })]),
      ruleY(lines, {
        x1: 'lower',
        x2: 'upper',
        y: 'y',
        stroke: interval,
        strokeWidth: 3,
        strokeOpacity: 0.4,
        className: 'interval',
      }),
      link(
        lines.filter(({ own }) => own !== null),
        {
          x1: 'own',
          x2: 'shrunken',
          y1: 'y',
          y2: 'y',
          stroke: 'currentColor',
          strokeOpacity: 0.5,
          className: 'shrinkage',
        },
      ),
      dot(
        lines.filter(({ own }) => own !== null),
        { x: 'own', y: 'y', r: 2.5, stroke: 'currentColor', strokeOpacity: 0.7, className: 'own' },
      ),
      dot(lines, {
        x: 'shrunken',
        y: 'y',
        r: 3,
        fill: estimate,
        title: (line: Line) =>
          `${line.question}: ${print(line.shrunken)} (${print(line.lower)} to ${print(line.upper)})${line.own === null ? '' : `, own rows ${print(line.own)}`}`,
        className: 'estimate',
      }),
      ...(named
        ? [
            text(lines, {
              y: 'y',
              frameAnchor: 'left' as const,
              text: 'question',
              textAnchor: 'end' as const,
              dx: -8,
              fill: 'currentColor',
              className: 'question-label',
            }),
          ]
        : []),
    ],
  }
}

function sentence(lines: readonly Line[], mean: number | null): string {
  const above = lines.filter(({ lower }) => lower > 0).length
  const below = lines.filter(({ upper }) => upper < 0).length
  const centre = mean === null ? '' : ` Mean score ${Number(mean.toPrecision(3))}.`
  return `${lines.length} questions: the interval lies above 0 in ${above}, below 0 in ${below}.${centre}`
}

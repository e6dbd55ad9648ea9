import { dot, text, type PlotOptions } from '@observablehq/plot'
import type { Decision, RuleTrace } from '@safety-portfolio/asl-policy'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { estimate, threshold, unknown } from './internal/palette.js'

/**
 * The rules of a decision in the order in which they are asked: a filled dot where one is kept, a hollow one where that is not known, a cross where it
 * is not kept; then the word, the rule and its stage.
 *
 * @example
 * ```ts
 * import { decisionChart } from '@safety-portfolio/charts'
 *
 * const rule = { rule: 'shared:LTBT', stage: 'approvals', clause: '3.3', value: 'unknown', outcome: 'hold', when: null, require: { text: 'shared:LTBT', value: 'unknown' } } as const
 * decisionChart({ outcome: 'hold', trace: [rule] }).ariaDescription // => 'Outcome: hold. shared:LTBT: unknown.'
 * ```
 */
export function decisionChart(decision: Pick<Decision, 'outcome' | 'trace'>, options: ChartSize = {}): PlotOptions {
  const label = 'Rules of the decision'
  const { trace, outcome } = decision
  if (trace.length === 0) return emptyChart(options, 100, label, 'No rule speaks to this activity.')
  const description = [`Outcome: ${outcome}.`, ...trace.map(({ rule, value }) => `${rule}: ${value}.`)].join(' ')
  const shared = frame(options, 20 + 22 * trace.length, { label, description })
  const rows = trace.map((rule, index) => ({ ...rule, index }))
  const is = (value: RuleTrace['value']): typeof rows => rows.filter((row) => row.value === value)
  const letters = Math.floor((shared.width - 100) / 7)
  const sign = { x: () => 0, y: 'index', frameAnchor: 'left', r: 5, dx: 12 } as const
  return {
    ...shared,
    marginLeft: 8,
    marginRight: 8,
    marginTop: 10,
    marginBottom: 10,
    x: { type: 'linear', domain: [0, 1], axis: null },
    y: { type: 'linear', domain: [trace.length - 0.5, -0.5], axis: null },
    marks: [
      dot(is('true'), { ...sign, fill: estimate, className: 'kept' }),
      dot(is('unknown'), {
        ...sign,
        fill: 'none',
        stroke: unknown,
        strokeWidth: 2,
        strokeDasharray: '3 2',
        className: 'unknown',
      }),
      dot(is('false'), { ...sign, symbol: 'times', stroke: threshold, strokeWidth: 3, className: 'not-kept' }),
      text(rows, {
        x: () => 0,
        y: 'index',
        text: ({ rule, value, stage }: (typeof rows)[number]) =>
          `${value.padEnd(7)}  ${shortened(rule, letters > 46 ? letters - stage.length - 4 : letters)}${letters > 46 ? `  (${stage})` : ''}`,
        textAnchor: 'start',
        dx: 26,
        fill: 'currentColor',
        fontWeight: 500,
        className: 'rule-label',
      }),
    ],
  }
}

function shortened(words: string, longest: number): string {
  return words.length <= Math.max(longest, 12) ? words : `${words.slice(0, Math.max(longest, 12) - 1)}…`
}

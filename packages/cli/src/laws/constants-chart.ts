import { intervalChart, type IntervalRow } from '@safety-portfolio/charts'
import type { Draw } from '../report/draw.js'
import { html, type Html } from '../report/html.js'
import { formatNumber } from '../text/format-number.js'
import type { ConstantLine } from './constants-table.js'

/** How well constants of very different size are known: intervals in per cent above the truth, or above the estimate. */
export function constantsChart(lines: readonly ConstantLine[], draw: Draw, remark: string): Html {
  const base = lines.some(({ truth }) => truth !== undefined) ? 'truth' : 'estimate'
  const axis = `per cent above the ${base}`
  const format = (value: number): string => `${formatNumber(value, 2)} %`
  const rows = lines.map(relativeRow)
  return html`<h3>How well the constants are known</h3>
    ${draw(
      (width) => intervalChart(rows, { width, axis, reference: 0, format }),
      `Constants and their intervals, in per cent above the ${base}. ${remark}`,
    )}`
}

function relativeRow({ name, estimate: { estimate, interval, reason }, truth }: ConstantLine): IntervalRow {
  const base = truth ?? estimate ?? Number.NaN
  const percent = (value: number | null | undefined): number | null =>
    value === null || value === undefined ? null : 100 * (value / base - 1)
  return {
    label: name,
    estimate: percent(estimate),
    lower: percent(interval?.lower),
    upper: percent(interval?.upper),
    ...(reason === undefined ? {} : { reason }),
  }
}

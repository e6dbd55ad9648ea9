import type { PlotOptions } from '@observablehq/plot'
import type { AuditCurve } from '@safety-portfolio/risk'
import type { ChartSize } from './chart-size.js'
import { curveChart } from './curve-chart.js'
import { emptyChart } from './internal/frame.js'

/**
 * Share of attacks that audits find at each budget, with its interval, and, dashed, what auditing at random would find.
 *
 * @example
 * ```ts
 * import { auditChart } from '@safety-portfolio/charts'
 * import { auditCurve } from '@safety-portfolio/risk'
 *
 * const scores = { honest: [7, 5, 4, 3, 2, 2, 1, 1, 1, 0], attacks: [9, 8, 6, 5, 3, 1] }
 * const chart = auditChart(auditCurve(scores, { budgets: [0.1, 0.2, 0.4], seed: 1 }))
 * chart.ariaLabel // => 'Attacks found over the share of honest work audited'
 * ```
 */
export function auditChart(curve: AuditCurve, options: ChartSize = {}): PlotOptions {
  const label = 'Attacks found over the share of honest work audited'
  const points = curve.points.filter(({ budget, estimate }) => budget > 0 && estimate !== null)
  if (points.length === 0)
    return emptyChart(options, 340, label, curve.refused?.message ?? 'No budget above 0 was asked for.')
  const line = points
    .map(({ budget, estimate, interval }) => ({
      x: budget,
      y: estimate,
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
    }))
    .sort((one, other) => one.x - other.x)
  const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`
  return curveChart(
    [
      { name: 'found', line, points: line },
      { name: 'at random', reference: true, line: line.map(({ x }) => ({ x, y: x })) },
    ],
    {
      ...options,
      label,
      x: { label: 'Share of honest work audited', scale: 'log', format: percent },
      y: { label: 'Attacks found', format: percent, domain: [0, 1] },
    },
  )
}

import type { PlotOptions } from '@observablehq/plot'
import type { EmergenceAudit, EmergenceAuditRow } from '@safety-portfolio/scaling-laws'
import type { ChartSize } from './chart-size.js'
import { curveChart, type CurvePlace } from './curve-chart.js'
import { countLabel } from './number-labels.js'

/** Options of {@link emergenceChart}. */
export interface EmergenceChartOptions extends ChartSize {
  /**
   * The metric. `'accuracy'` is what was measured, on a linear axis where jumps show; `'token-success'` the chance of a single right token that explains it; `'token-loss'` its
   * cross-entropy on a logarithmic axis, where a power law is a straight line. Default `'accuracy'`.
   */
  readonly metric?: 'accuracy' | 'token-success' | 'token-loss'
  /** Name of the scale. Default 'Scale'. */
  readonly scaleLabel?: string
}

/**
 * An ability over the scale of models, with the intervals of the audit. Models below the resolution of the test are hollow: a test of n items cannot tell a small ability from none.
 *
 * @example
 * ```ts
 * import { emergenceChart } from '@safety-portfolio/charts'
 * import { auditEmergence } from '@safety-portfolio/scaling-laws'
 *
 * const points = [1e8, 1e9, 1e10, 1e11].map((scale, k) => ({ scale, successes: [0, 1, 20, 90][k]!, trials: 100 }))
 * const audit = auditEmergence(points, { answerTokens: 4, bootstrap: { replicates: 100, seed: 1 } })
 * emergenceChart(audit, { metric: 'token-success' }).ariaLabel // => 'Chance of a right token over scale'
 * ```
 */
export function emergenceChart(audit: EmergenceAudit, options: EmergenceChartOptions = {}): PlotOptions {
  const { metric = 'accuracy', scaleLabel = 'Scale', ...size } = options
  const { label, scale, of, domain } = metrics[metric]
  const rows = [...audit.rows].sort((one, other) => one.scale - other.scale)
  const points = rows.map((row): CurvePlace => {
    const { estimate, interval } = of(row)
    return {
      x: row.scale,
      y: estimate,
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
      title: sentence(row, label, of(row)),
    }
  })
  const limit = rows.reduce((most, { smallestStep }) => Math.max(most, smallestStep), 0)
  return curveChart([{ name: label.toLowerCase(), points }], {
    ...size,
    label: `${label} over ${scaleLabel.toLowerCase()}`,
    x: { label: scaleLabel, scale: 'log', format: countLabel },
    y: { label, scale, ...(domain === undefined ? {} : { domain }) },
    thresholds: metric === 'accuracy' && limit > 0 ? [{ axis: 'y', value: limit, name: 'one item' }] : [],
  })
}

const metrics = {
  accuracy: {
    label: 'Accuracy',
    scale: 'linear',
    of: (row: EmergenceAuditRow) => row.accuracy,
    domain: [0, 1] as const,
  },
  'token-success': {
    label: 'Chance of a right token',
    scale: 'linear',
    of: (row: EmergenceAuditRow) => row.tokenSuccess,
    domain: [0, 1] as const,
  },
  'token-loss': {
    label: 'Loss per token (nats)',
    scale: 'log',
    of: (row: EmergenceAuditRow) => row.tokenLoss,
    domain: undefined,
  },
} as const

function sentence(
  row: EmergenceAuditRow,
  label: string,
  { estimate, interval }: EmergenceAuditRow['accuracy'],
): string {
  const { scale, successes, trials } = row
  const short = (value: number): string => String(Number(value.toPrecision(3)))
  const range = interval === null ? '' : ` (${short(interval.lower)} to ${short(interval.upper)})`
  const value = estimate === null ? 'below what the test can see' : `${short(estimate)}${range}`
  return `${countLabel(scale)}: ${label.toLowerCase()} ${value}; ${successes} of ${trials} items`
}

import type { PlotOptions } from '@observablehq/plot'
import type { RareForecast } from '@safety-portfolio/risk'
import type { ChartSize } from './chart-size.js'
import { curveChart, type CurveThreshold } from './curve-chart.js'
import { emptyChart } from './internal/frame.js'
import { countLabel } from './number-labels.js'

/** Options of {@link tailChart}. */
export interface TailChartOptions extends ChartSize {
  /** A number of queries to mark. Default none. */
  readonly marked?: number
}

/**
 * A tail with its forecast: measured queries as dots, the i-th largest of m standing for the worst of m/i queries; the forecast as a line with its interval; a dashed
 * line where the sample ends and extrapolation begins. Probabilities are shown by their decimal logarithm, so that none underflows.
 *
 * @param scores - elicitation scores psi (or the scores themselves), in any order; the largest 200 are drawn
 * @param forecast - made for so many n as the line shall have places
 *
 * @example
 * ```ts
 * import { tailChart } from '@safety-portfolio/charts'
 * import { forecastRare, observationsFromLogProbabilities } from '@safety-portfolio/risk'
 *
 * const logP = Array.from({ length: 500 }, (_, i) => -Math.exp(3 + Math.log((i + 1) / 500) / 4))
 * const observations = observationsFromLogProbabilities(logP)
 * const forecast = forecastRare(observations, { method: 'ols', to: [50, 500, 5000, 50000], seed: 1 })
 * tailChart(observations.scores, forecast).ariaLabel // => 'Worst of n queries: measured and forecast'
 * ```
 */
export function tailChart(
  scores: ArrayLike<number>,
  forecast: RareForecast,
  options: TailChartOptions = {},
): PlotOptions {
  const label = 'Worst of n queries: measured and forecast'
  if (forecast.refused !== undefined) return emptyChart(options, 340, label, `No forecast: ${forecast.refused.message}`)
  const isScore = forecast.kind === 'score'
  const value = (psi: number): number => (isScore ? psi : -Math.exp(-psi) / Math.LN10)
  const finite = Array.from(scores).filter(Number.isFinite)
  const largest = finite.sort((x, y) => y - x).slice(0, 200)
  const points = largest.map((psi, i) => ({ x: scores.length / (i + 1), y: value(psi) }))
  const line = forecast.worst.flatMap(({ n, psi, logP, interval, logPInterval }) => {
    const y = isScore ? psi : logP === null ? null : logP / Math.LN10
    const ends = isScore ? interval : logPInterval
    const scale = isScore ? 1 : Math.LN10
    if (y === null) return []
    return [
      { x: n, y, lower: ends === null ? null : ends.lower / scale, upper: ends === null ? null : ends.upper / scale },
    ]
  })
  const reached = [...points, ...line].map(({ x }) => x)
  const first = reached.reduce((x, y) => Math.min(x, y), Infinity)
  const farthest = reached.reduce((x, y) => Math.max(x, y), options.marked ?? 1)
  const thresholds: CurveThreshold[] = [{ axis: 'x', value: forecast.m, name: 'sample' }]
  if (options.marked !== undefined) thresholds.push({ axis: 'x', value: options.marked, name: 'deployment' })
  // Far below the forecast the interval reaches down to nothing one could read.
  const lowest = [...points.map(({ y }) => y), ...line.map(({ y }) => y)].reduce((x, y) => Math.min(x, y), Infinity)
  const clipped = line.map((place) => ({
    ...place,
    lower: place.lower === null ? null : Math.max(place.lower, lowest * (isScore ? 1 : 1.6)),
  }))
  return curveChart(
    [
      { name: 'forecast', line: clipped },
      { name: 'measured', points },
    ],
    {
      ...options,
      label,
      // Room for the names at the end of the line.
      x: {
        label: 'Queries n',
        scale: 'log',
        format: countLabel,
        domain: [first, farthest * (farthest / first) ** 0.12],
      },
      y: { label: isScore ? 'Score of the worst of n' : 'log10 probability of the worst of n' },
      thresholds,
    },
  )
}

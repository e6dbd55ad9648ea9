import type { PlotOptions } from '@observablehq/plot'
import type { Backtest, BacktestFactor, LawName } from '@safety-portfolio/scaling-laws'
import type { ChartSize } from './chart-size.js'
import { emptyChart } from './internal/frame.js'
import { rankedChart } from './ranked-chart.js'

/** Options of {@link backtestChart}. */
export interface BacktestChartOptions extends ChartSize {
  /** How often intervals held what came, or how far forecasts were off (mean absolute relative error). Default `'coverage'`. */
  readonly show?: 'coverage' | 'error'
}

/**
 * How forecasts of a law did on runs it had not seen, by how far they reached beyond those it had. For coverage the promise (`backtest.level`) is the dashed line: a bar
 * whose interval lies left of it belongs to intervals that are too narrow.
 *
 * @example
 * ```ts
 * import { backtestChart } from '@safety-portfolio/charts'
 * import { backtestLaw, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const truth = { A: 480, B: 2100, E: 1.8, alpha: 0.35, beta: 0.37 }
 * const runs = simulateRuns({ parameters: truth, noise: 0.005, seed: 1 })
 * backtestChart(backtestLaw('chinchilla', runs)).ariaLabel // => 'Coverage of forecasts by how far they reach'
 * ```
 */
export function backtestChart(backtest: Backtest<LawName>, options: BacktestChartOptions = {}): PlotOptions {
  const { show = 'coverage', ...size } = options
  const label =
    show === 'coverage' ? 'Coverage of forecasts by how far they reach' : 'Error of forecasts by how far they reach'
  const factors = backtest.factors.filter(({ predictions }) => predictions > 0)
  if (factors.length === 0) {
    return emptyChart(size, 160, label, `No forecast: ${backtest.refusal?.message ?? 'no run lies beyond a cutoff'}`)
  }
  const rows = factors.map((factor) => ({
    label: reach(factor),
    ...(show === 'coverage'
      ? {
          estimate: factor.coverage.estimate,
          lower: factor.coverage.interval?.lower ?? null,
          upper: factor.coverage.interval?.upper ?? null,
          ...(factor.coverage.reason === undefined ? {} : { reason: factor.coverage.reason }),
        }
      : { estimate: factor.absoluteRelativeError, lower: null, upper: null }),
  }))
  return {
    ...rankedChart(rows, {
      ...size,
      order: 'given',
      axis: show === 'coverage' ? 'Share of runs inside their interval' : 'Mean absolute relative error',
      format: (value) => `${Number((100 * value).toPrecision(3))} %`,
      ...(show === 'coverage' ? { floor: { value: backtest.level, name: 'promised' }, domain: [0, 1] as const } : {}),
    }),
    ariaLabel: label,
  }
}

function reach({ above, atMost, predictions }: BacktestFactor): string {
  const range = atMost === null ? `over ${above}×` : `${above} to ${atMost}×`
  return `${range} (${predictions})`
}

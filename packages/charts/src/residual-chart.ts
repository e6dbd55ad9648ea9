import { dot, rectY, ruleY, type Markish, type PlotOptions } from '@observablehq/plot'
import type { ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { logTicks } from './internal/log-ticks.js'
import { estimate } from './internal/palette.js'
import { countLabel, powerLabel } from './number-labels.js'

/** Options of {@link residualChart}. */
export interface ResidualChartOptions extends ChartSize {
  /** What the residuals are drawn over. Default `'compute'`; `'tokens-per-param'` shows whether the law fails away from the frontier. */
  readonly over?: 'compute' | 'tokens-per-param' | 'params' | 'tokens'
}

/**
 * How far each run lies from the fitted law: log(observed loss) - log(fitted loss), printed in per cent, over compute (or another coordinate of the run).
 * A law that holds leaves no pattern; a bend means that the form is wrong for these runs, and then no interval of the fit can be trusted.
 *
 * A refused fit becomes a chart that says why.
 *
 * @example
 * ```ts
 * import { residualChart } from '@safety-portfolio/charts'
 * import { fitChinchilla, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const truth = { A: 480, B: 2100, E: 1.8, alpha: 0.35, beta: 0.37 }
 * const runs = simulateRuns({ parameters: truth, budgets: [1e19, 1e20, 1e21], noise: 0.005, seed: 1 })
 * residualChart(fitChinchilla(runs), runs).ariaLabel // => 'Residuals of the fitted law'
 * ```
 */
export function residualChart(
  fit: ChinchillaFit,
  runs: readonly TrainingRun[],
  options: ResidualChartOptions = {},
): PlotOptions {
  const { parameters } = fit
  if (parameters === null) {
    return emptyChart(options, 300, label, `No residuals: ${fit.refusal?.message ?? 'the fit has no parameters'}`)
  }
  const { A, B, E, alpha, beta } = parameters
  const over = options.over ?? 'compute'
  const points = runs.map((run) => {
    const fitted = E + A / run.params ** alpha + B / run.tokens ** beta
    return { run, at: coordinates[over].of(run), percent: 100 * Math.log(run.loss / fitted) }
  })
  const positions = points.map(({ at }) => at)
  const largest = points.reduce((most, { percent }) => Math.max(most, Math.abs(percent)), 0)
  const within = points.filter(({ percent }) => Math.abs(percent) <= 1).length
  const shared = frame(options, 300, {
    label,
    description: `${runs.length} runs: ${within} lie within 1 % of the fitted loss; the largest distance is ${largest.toPrecision(2)} %.`,
  })
  return {
    ...shared,
    marginLeft: 48,
    marginTop: 28,
    marginBottom: 42,
    x: {
      type: 'log',
      label: coordinates[over].label,
      ticks: logTicks(Math.min(...positions), Math.max(...positions), shared.width < 480 ? 5 : 10),
      tickFormat: coordinates[over].format,
    },
    y: { label: 'Observed above fitted loss (%)', grid: true, domain: [-largest * 1.1 || -1, largest * 1.1 || 1] },
    marks: [
      ...quadraticZone(fit),
      ruleY([0], { stroke: 'currentColor', className: 'reference' }),
      dot(points, {
        x: 'at',
        y: 'percent',
        r: 3,
        fill: estimate,
        fillOpacity: 0.75,
        title: ({ run, percent }: { run: TrainingRun; percent: number }) =>
          `${countLabel(run.params)} parameters, ${countLabel(run.tokens)} tokens: loss ${run.loss.toPrecision(4)}, ${percent.toFixed(2)} % from the law`,
        className: 'residuals',
      }),
    ],
  }
}

const label = 'Residuals of the fitted law'

const coordinates = {
  compute: {
    label: 'Training compute (FLOP)',
    of: (run: TrainingRun) => run.compute ?? 6 * run.params * run.tokens,
    format: powerLabel,
  },
  'tokens-per-param': {
    label: 'Tokens per parameter',
    of: (run: TrainingRun) => run.tokens / run.params,
    format: countLabel,
  },
  params: { label: 'Parameters', of: (run: TrainingRun) => run.params, format: countLabel },
  tokens: { label: 'Tokens', of: (run: TrainingRun) => run.tokens, format: countLabel },
} as const

/** Where the Huber loss is quadratic; outside, a run pulls with constant force however far it lies. */
function quadraticZone(fit: ChinchillaFit): readonly Markish[] {
  const { delta } = fit.loss
  if (delta === null) return []
  return [
    rectY([{ y1: -100 * delta, y2: 100 * delta }], {
      y1: 'y1',
      y2: 'y2',
      fill: 'currentColor',
      fillOpacity: 0.15,
      className: 'quadratic-zone',
    }),
  ]
}

import { areaY, dot, line, text, type Markish, type PlotOptions } from '@observablehq/plot'
import type { Allocation, ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import type { ChartSize } from './chart-size.js'
import { allocationAt } from './internal/allocation-at.js'
import { frame, note } from './internal/frame.js'
import { isoLossCurve, isoLossPoint, type IsoLossParameters, type IsoLossWindow } from './internal/iso-loss-curve.js'
import { logTicks } from './internal/log-ticks.js'
import { allocationSentence, markedBudgets } from './internal/marked-budgets.js'
import { background, lossColour } from './internal/palette.js'
import { countLabel, powerLabel } from './number-labels.js'

/** Options of {@link isoLossChart}. */
export interface IsoLossChartOptions extends ChartSize {
  /** Compute budgets in FLOP to mark with their optimum and its interval. Each must be one of the budgets the fit was made with. Default none. */
  readonly budgets?: readonly number[]
  /** First and last compute in FLOP to draw. Default: what holds the runs and the marked budgets. */
  readonly computeDomain?: readonly [number, number]
  /** First and last model size in parameters to draw. Default: what holds the runs and the optima of the drawn budgets. */
  readonly paramsDomain?: readonly [number, number]
  /** About how many contours of equal loss to draw. Default 9. */
  readonly contours?: number
}

/**
 * The IsoLoss chart of a Chinchilla fit [Hoffmann et al. 2022, figure 4]: runs in the plane of training compute and model size, contours of
 * equal fitted loss, and the efficient frontier, on which a budget reaches its lowest loss, with the band of the intervals of `fit.allocation`.
 *
 * The contours evaluate `E + A/N^alpha + B/D^beta` with `D = C/(6N)` at the fitted parameters; intervals are drawn as the fit reports them.
 * A fit without parameters (a refusal) draws the runs and the reason; a fit without intervals says so in the chart.
 *
 * @throws RangeError when a marked budget is not among `fit.allocation`: the chart draws intervals and does not compute them.
 *
 * @example
 * ```ts
 * import { isoLossChart } from '@safety-portfolio/charts'
 * import { allocationAt, caseBootstrap, fitChinchilla, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const truth = { A: 480, B: 2100, E: 1.8, alpha: 0.35, beta: 0.37 }
 * const runs = simulateRuns({ parameters: truth, budgets: [1e19, 1e20, 1e21], noise: 0.005, seed: 1 })
 * const fit = fitChinchilla(runs, {
 *   allocation: allocationAt([1e21, 1e22]),
 *   bootstrap: caseBootstrap({ replicates: 50, seed: 1 }),
 * })
 * isoLossChart(fit, runs, { budgets: [1e22] }).ariaLabel // => 'IsoLoss contours and efficient frontier'
 * ```
 */
export function isoLossChart(
  fit: ChinchillaFit,
  runs: readonly TrainingRun[],
  options: IsoLossChartOptions = {},
): PlotOptions {
  const marked = (options.budgets ?? []).map((budget) => allocationAt(fit, budget, 'isoLossChart'))
  const points = runs.map((run) => ({ ...run, compute: run.compute ?? 6 * run.params * run.tokens }))
  const window = isoLossWindow(fit, points, marked, options)
  const colour = lossScale(fit.parameters, window, points)
  const levels = colour.levels(options.contours ?? 9)
  const shared = frame(options, 460, { label, description: describe(fit, runs.length, marked) })
  const narrow = shared.width < 480
  return {
    ...shared,
    marginLeft: 48,
    marginRight: 20,
    marginTop: 28,
    marginBottom: 42,
    x: {
      type: 'log',
      domain: window.compute,
      label: 'Training compute (FLOP)',
      ticks: logTicks(...window.compute, narrow ? 5 : 10),
      tickFormat: powerLabel,
    },
    y: {
      type: 'log',
      domain: window.params,
      label: 'Parameters',
      ticks: logTicks(...window.params, 8),
      tickFormat: countLabel,
      grid: false,
    },
    color: { type: 'identity' },
    marks: [
      ...contourLines(fit.parameters, window, levels, colour),
      ...frontier(fit, window),
      dot(points, {
        x: 'compute',
        y: 'params',
        r: narrow ? 2.5 : 3,
        fill: (run: TrainingRun) => colour.of(run.loss),
        title: (run: TrainingRun & { compute: number }) =>
          `${countLabel(run.params)} parameters, ${countLabel(run.tokens)} tokens, ${powerLabel(run.compute)} FLOP: loss ${run.loss.toPrecision(4)}`,
        className: 'runs',
      }),
      ...contourLabels(fit.parameters, window, levels),
      ...markedBudgets(marked, window),
      ...(fit.parameters === null ? [note(refusal(fit))] : []),
    ],
  }
}

const label = 'IsoLoss contours and efficient frontier'

interface LossScale {
  readonly levels: (count: number) => readonly number[]
  readonly of: (loss: number) => string
}

function isoLossWindow(
  fit: ChinchillaFit,
  runs: readonly { readonly compute: number; readonly params: number }[],
  marked: readonly Allocation[],
  options: IsoLossChartOptions,
): IsoLossWindow {
  const computes = [...runs.map((run) => run.compute), ...marked.map((allocation) => allocation.compute)]
  const compute = options.computeDomain ?? padded(computes, 1.6)
  const shown = fit.allocation.filter((each) => each.compute >= compute[0] && each.compute <= compute[1])
  const optima = [...shown, ...marked].flatMap(({ params }) => [
    params.estimate ?? NaN,
    params.interval?.lower ?? NaN,
    params.interval?.upper ?? NaN,
  ])
  const params = options.paramsDomain ?? padded([...runs.map((run) => run.params), ...optima], 1.6)
  return { compute, params }
}

function padded(values: readonly number[], factor: number): readonly [number, number] {
  const usable = values.filter((value) => Number.isFinite(value) && value > 0)
  if (usable.length === 0) return [1, 10]
  return [Math.min(...usable) / factor, Math.max(...usable) * factor]
}

/** Losses become colours by their reducible part on a logarithmic scale; contours are equally spaced on it and rounded to be read. */
function lossScale(
  parameters: IsoLossParameters | null,
  window: IsoLossWindow,
  runs: readonly { readonly loss: number }[],
): LossScale {
  const observed = runs.map((run) => run.loss)
  const floor = parameters?.E ?? 0
  const best = parameters === null ? Math.min(...observed) : optimalLoss(parameters, window.compute[1])
  const worst = Math.max(best, ...observed)
  const [from, to] = [Math.log(best - floor), Math.log(worst - floor)]
  const digits = worst - best < 0.5 ? 3 : 2
  return {
    of: (loss) => lossColour(loss > floor && to > from ? (Math.log(loss - floor) - from) / (to - from) : 0),
    levels: (count) => {
      const exact = Array.from({ length: count }, (_, k) => floor + Math.exp(from + ((to - from) * (k + 0.5)) / count))
      return [...new Set(exact.map((level) => Number(level.toFixed(digits))))]
    },
  }
}

/** On the frontier the parameter term takes beta/(alpha + beta) of the reducible loss. */
function frontierShare({ alpha, beta }: IsoLossParameters): number {
  return beta / (alpha + beta)
}

function optimalParams({ A, B, alpha, beta }: IsoLossParameters, compute: number): number {
  return ((alpha * A) / (beta * B)) ** (1 / (alpha + beta)) * (compute / 6) ** (beta / (alpha + beta))
}

function optimalLoss(parameters: IsoLossParameters, compute: number): number {
  const params = optimalParams(parameters, compute)
  const tokens = compute / (6 * params)
  return parameters.E + parameters.A / params ** parameters.alpha + parameters.B / tokens ** parameters.beta
}

function contourLines(
  parameters: IsoLossParameters | null,
  window: IsoLossWindow,
  levels: readonly number[],
  colour: LossScale,
): readonly Markish[] {
  if (parameters === null) return []
  return levels.flatMap((loss) =>
    isoLossCurve(parameters, loss, window).map((curve) =>
      line(curve, { x: 'compute', y: 'params', stroke: colour.of(loss), strokeWidth: 1, className: 'contour' }),
    ),
  )
}

/** At the left of each contour's leftmost point, which lies on the frontier. */
function contourLabels(
  parameters: IsoLossParameters | null,
  window: IsoLossWindow,
  levels: readonly number[],
): readonly Markish[] {
  if (parameters === null) return []
  const labels = levels
    .map((loss) => ({ loss, ...isoLossPoint(parameters, loss, frontierShare(parameters)) }))
    .filter(({ compute }) => compute >= window.compute[0] * 2 && compute <= window.compute[1])
  return [
    text(labels, {
      x: 'compute',
      y: 'params',
      text: (each: { loss: number }) => each.loss.toFixed(2),
      textAnchor: 'end',
      dx: -5,
      dy: -7,
      fill: 'currentColor',
      fontSize: 11,
      stroke: background,
      strokeWidth: 4,
      className: 'contour-label',
    }),
  ]
}

function frontier(fit: ChinchillaFit, window: IsoLossWindow): readonly Markish[] {
  const { parameters } = fit
  if (parameters === null) return []
  const ends = window.compute.map((compute) => ({ compute, params: optimalParams(parameters, compute) }))
  const band = fit.allocation.filter(
    ({ compute, params }) => params.interval !== null && compute >= window.compute[0] && compute <= window.compute[1],
  )
  return [
    areaY(band, {
      x: 'compute',
      y1: ({ params }: Allocation) => params.interval?.lower,
      y2: ({ params }: Allocation) => params.interval?.upper,
      fill: 'currentColor',
      fillOpacity: 0.16,
      className: 'frontier-interval',
    }),
    line(ends, {
      x: 'compute',
      y: 'params',
      stroke: 'currentColor',
      strokeWidth: 2,
      className: 'frontier',
    }),
    ...(band.length < 2
      ? [note('the frontier is drawn without a band: the fit has no intervals at two or more budgets')]
      : []),
  ]
}

function refusal(fit: ChinchillaFit): string {
  return `no law is drawn: ${fit.refusal?.message ?? 'the fit has no parameters'}`
}

function describe(fit: ChinchillaFit, runs: number, marked: readonly Allocation[]): string {
  if (fit.parameters === null) return `${runs} training runs; ${refusal(fit)}`
  const { A, B, E, alpha, beta } = fit.parameters
  const [a, b, e, al, be] = [A, B, E, alpha, beta].map((value) => String(Number(value.toPrecision(4))))
  return [
    `${runs} training runs by compute and model size, contours of the fitted loss ${e} + ${a}/N^${al} + ${b}/D^${be}, and the model size of lowest loss at each budget.`,
    ...marked.map((each) => `${allocationSentence(each)}.`),
  ].join(' ')
}

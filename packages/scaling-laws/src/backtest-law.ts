import { clopperPearsonInterval, type Finding } from '@safety-portfolio/stats'
import type { FitLoss } from './fit-result.js'
import { cutoffsOf, extrapolationDrift, widened } from './internal/extrapolation-drift.js'
import { defaultNoise, lossScale, predictFurther, type Ends } from './internal/law-prediction.js'
import { lawNamed, scaleOf, type AnyLaw, type AnyPoint } from './internal/law-registry.js'
import { determinedLaw } from './internal/located-law.js'
import type { IdentifiabilityOption } from './internal/identifiability-option.js'
import { describeLoss } from './internal/describe-loss.js'
import { fitLoss, requireFraction, usableData } from './internal/options.js'
import type { Backtest, BacktestCutoff, BacktestFactor, BacktestOptions, PredictionErrors } from './law-backtest.js'
import type { KnownLaw, LawLabel, LawPoint } from './law-name.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/**
 * Would this law have predicted the larger runs from the smaller ones? For each cutoff of a ladder the law is fitted to the data at or below it and
 * predicts those above: bias, error and coverage of the prediction intervals, per cutoff and per factor of extrapolation. A goodness of fit says
 * nothing about this.
 *
 * Source: Alabdulmohsin et al. 2022 (arXiv 2209.06640) for judging laws by extrapolation; Choshen et al. 2024 (arXiv 2410.11840) for the error.
 *
 * @param law - Name of the law, or one made by {@link defineLaw}.
 * @param given - Training runs (compute, or 6 N D where it is missing, is the scale) or points of a curve (x is).
 * @param options - See {@link BacktestOptions}.
 * @returns Errors per cutoff and per factor; a cutoff below which the law cannot be fitted carries the reason.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { backtestLaw, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
 * const { cutoffs } = backtestLaw('chinchilla', runs, { loss: 'log-squared', cutoffs: [1e20], level: 0.9 })
 * cutoffs[0]!.predictions // => 24
 * cutoffs[0]!.absoluteRelativeError! < 0.02 // => true
 * ```
 */
export function backtestLaw<Law extends KnownLaw>(
  law: Law,
  given: readonly LawPoint<Law>[],
  options: BacktestOptions = {},
): Backtest<Law> {
  const definition = lawNamed('backtestLaw', law)
  const loss = fitLoss('backtestLaw', options)
  const { beyond = 'drift' } = options
  const { points, weights } = usableData<AnyPoint>('backtestLaw', given, options.weights)
  const { level = 0.95, factors = [1, 3, 10, 30, 100, Infinity], noise = defaultNoise(loss) } = options
  requireFraction('backtestLaw', 'level', level)
  requireAscending('factors', factors)
  requireAscending('cutoffs', options.cutoffs ?? [])
  const common = { law: definition.law as LawLabel<Law>, loss, n: points.length, level, version }
  const scales = points.map((point) => scaleOf(definition, point))
  if (points.length < 2 || !scales.every((scale) => scale > 0 && scale < Infinity)) {
    return { ...common, cutoffs: [], factors: [], method: 'refused', assumptions: [], warnings: [], refusal: noScale }
  }
  const all: Prediction[] = []
  const cutoffs = (options.cutoffs ?? cutoffsOf(scales, defaultShares)).map((cutoff): BacktestCutoff => {
    const below = points.filter((_, i) => scales[i]! <= cutoff)
    const above = points.filter((_, i) => scales[i]! > cutoff)
    const found = predictAbove(definition, below, above, {
      loss,
      level,
      noise,
      beyond,
      weights: weights?.filter((_, i) => scales[i]! <= cutoff),
      options,
    })
    const row = { cutoff, fitted: below.length }
    if ('code' in found) return { ...row, extrapolation: null, ...errorsOf([], level), refusal: found }
    all.push(...found.predictions)
    const extrapolation = Math.max(...found.predictions.map(({ factor }) => factor))
    return { ...row, extrapolation, ...errorsOf(found.predictions, level) }
  })
  const bins = factors.slice(1).flatMap((atMost, k): BacktestFactor[] => {
    const above = factors[k]!
    const inside = all.filter(({ factor }) => factor > above && factor <= atMost)
    if (inside.length === 0) return []
    return [{ above, atMost: atMost === Infinity ? null : atMost, ...errorsOf(inside, level) }]
  })
  return {
    ...common,
    cutoffs,
    factors: bins,
    method: `${describeLoss(loss)} at or below each cutoff; prediction intervals (sandwich HC2, t, noise: ${noise}${beyond === 'drift' ? ', drift of a backtest below the cutoff' : ''}) above it`,
    assumptions: [
      ...definition.assumptions,
      'Runs above a cutoff stand for the larger runs to be predicted; errors beyond the largest run are not tested.',
    ],
    warnings: all.length === 0 ? [nothingPredicted] : [],
    version,
  }
}

const defaultShares = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

interface Prediction {
  readonly predicted: number
  readonly seen: number
  readonly interval: Ends | null
  readonly factor: number
}

interface Predicting {
  readonly loss: FitLoss
  readonly level: number
  readonly noise: 'normal' | 'residuals'
  readonly beyond: 'drift' | 'law'
  readonly weights: Float64Array | undefined
  readonly options: IdentifiabilityOption
}

function predictAbove(
  definition: AnyLaw,
  below: readonly AnyPoint[],
  above: readonly AnyPoint[],
  { loss, level, noise, beyond, weights, options }: Predicting,
): { readonly predictions: readonly Prediction[] } | Finding {
  if (above.length === 0) return nothingAbove
  const located = determinedLaw(
    'backtestLaw',
    definition,
    { points: below, ...(weights === undefined ? {} : { weights }) },
    loss,
    options,
    above,
  )
  if ('code' in located) return located
  if (!located.converged) return notConverged
  const largest = Math.max(...below.map((point) => scaleOf(definition, point)))
  const toLoss = lossScale(loss, located.model.logLossMean)
  const drift = beyond === 'drift' ? extrapolationDrift(definition, below, loss, weights) : null
  const predictions = predictFurther(located, level, noise).map((found, k): Prediction => {
    const factor = scaleOf(definition, above[k]!) / largest
    const datum = widened(found, drift, factor, level)
    return {
      predicted: toLoss(found.value),
      seen: above[k]!.loss,
      interval: datum === null ? null : { lower: toLoss(datum.lower), upper: toLoss(datum.upper) },
      factor,
    }
  })
  return { predictions }
}

function errorsOf(predictions: readonly Prediction[], level: number): PredictionErrors {
  const n = predictions.length
  const mean = (value: (prediction: Prediction) => number): number | null =>
    n === 0 ? null : predictions.reduce((total, prediction) => total + value(prediction), 0) / n
  const ratio = ({ predicted, seen }: Prediction): number => Math.log(predicted / seen)
  const square = mean((prediction) => ratio(prediction) ** 2)
  const judged = predictions.filter(({ interval }) => interval !== null)
  const covered = judged.filter(({ interval, seen }) => interval!.lower <= seen && seen <= interval!.upper).length
  return {
    predictions: n,
    judged: judged.length,
    bias: mean(ratio),
    rmse: square === null ? null : Math.sqrt(square),
    absoluteRelativeError: mean(({ predicted, seen }) => Math.abs(predicted - seen) / seen),
    coverage:
      judged.length === 0
        ? noEstimate('No run has a prediction interval here.')
        : {
            estimate: covered / judged.length,
            standardError: null,
            interval: clopperPearsonInterval(covered, judged.length, { level }),
          },
  }
}

function requireAscending(name: string, values: readonly number[]): void {
  values.forEach((value, k) => {
    if (!(value > 0 && value > (values[k - 1] ?? 0))) {
      throw new RangeError(`backtestLaw: ${name} must be > 0 and ascending, got ${values.join(', ')}`)
    }
  })
}

const noScale: Finding = {
  code: 'no-scale',
  message: 'A backtest needs at least two data, each with a compute or x that is a finite number > 0.',
}
const nothingAbove: Finding = { code: 'nothing-above', message: 'There are no data above this cutoff to predict.' }
const notConverged: Finding = {
  code: 'not-converged',
  message: 'The fit below this cutoff is not a certified optimum; nothing is predicted from it.',
}
const nothingPredicted: Finding = {
  code: 'nothing-predicted',
  message: 'No cutoff leaves enough data below it to fit the law and some above it to predict.',
}
